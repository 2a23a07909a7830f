/*
 * The data layer of the page's tag manager, told to the engine as declarations.
 *
 * Decides how entries are noticed, and that the module which can read them is only loaded where there are some, when the page is
 * idle. What an entry tells is that module's to say (src/shops), what follows from it the engine's.
 *
 * INVARIANT: entries are read in their order, each once, also those that came before us or while the module was loading.
 */
import { enter, json, undo, warn } from './door.js';

/**
 * Tells every entry of the data layer, from its first on: as `told` each declaration that it comes to, as `keep` what the next
 * page of the tab has to know, which is `kept` there. False: there is no data layer yet.
 */
function dataLayer(told, keep, kept, currency) {
  const layer = window.dataLayer;
  if (!Array.isArray(layer)) return false;
  let on = true;
  let reader;
  /** Entries as JSON text that are not read yet. */
  const entries = [];
  /** What the engine is to be told, in order: the page may push while it is being told. */
  const calls = [];

  const read = () => {
    try {
      while (on && reader && entries.length) {
        const lines = reader.read(entries.shift()).split('\n');
        // Each line ends with its break.
        lines.pop();
        for (const line of lines) calls.push([told, line]);
        if (lines.length) calls.push([keep, reader.keep()]);
      }
      while (calls.length) enter(...calls.shift());
    } catch (error) {
      stop(error);
    }
  };
  const tell = (entry) => {
    try {
      // Functions are the tag manager's own; its bookkeeping events hold elements of the page.
      if (!on || typeof entry !== 'object' || !entry || String(entry.event).startsWith('gtm.')) return;
      // GTM's `{event, ecommerce}` as it is, gtag's `arguments` as a list.
      const text = json({}.toString.call(entry) === '[object Arguments]' ? Array.from(entry) : entry);
      if (text.length < 65_536) entries.push(text);
      read();
    } catch {
      // An entry with a getter that throws is nobody's business.
    }
  };
  const load = async () => {
    try {
      const { default: init, Layer } = await import('./shops.js');
      await init();
      reader = new Layer(kept, currency);
    } catch (error) {
      stop(error);
    }
    read();
  };

  const original = layer.push;
  const wrapped = function (...more) {
    // The page's own first: its result and its errors are the page's.
    const result = original.apply(this, arguments);
    more.forEach(tell);
    return result;
  };
  const stop = (error) => {
    // Where the page is being left, Firefox and Safari say that the load failed: then nobody hears it.
    if (on && error) setTimeout(warn, 1000, `the data layer is not read (${error}); shops.js and shops.wasm must be beside engine.js. Everything else runs.`);
    on = false;
    if (layer.push === wrapped) layer.push = original;
  };

  layer.push = wrapped;
  undo(stop);
  for (let index = 0; index < layer.length; index++) tell(layer[index]);
  // Safari has no requestIdleCallback.
  if (window.requestIdleCallback) requestIdleCallback(load, { __proto__: null, timeout: 2000 });
  else setTimeout(load, 200);
  return true;
}

/** What Rust calls, see page.rs. */
export const layer = { dataLayer };
