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
  /** Entries as JSON text that are not read yet; null when nobody will read them. */
  let waiting = [];
  let reader;
  let busy = false;

  const read = () => {
    // What the page pushes while the engine tells it something waits its turn.
    if (!reader || busy) return;
    busy = true;
    try {
      while (waiting?.length) {
        const declarations = reader.read(waiting.shift());
        for (const declaration of declarations.split('\n')) declaration && enter(told, declaration);
        declarations && enter(keep, reader.keep());
      }
    } catch (error) {
      giveUp(`the data layer is not read any more (${error}); the page is not affected.`);
    }
    busy = false;
  };
  const tell = (entry) => {
    try {
      // Functions are the tag manager's own; its bookkeeping events hold elements of the page.
      if (!waiting || typeof entry !== 'object' || !entry || String(entry.event).startsWith('gtm.')) return;
      // GTM's `{event, ecommerce}` as it is, gtag's `arguments` as a list.
      const text = json({}.toString.call(entry) === '[object Arguments]' ? Array.from(entry) : entry);
      if (text.length < 65_536) waiting.push(text);
    } catch {
      // An entry with a getter that throws is nobody's business.
    }
    read();
  };

  const original = layer.push;
  const wrapped = function (...entries) {
    // The page's own first: its result and its errors are the page's.
    const result = original.apply(this, arguments);
    entries.forEach(tell);
    return result;
  };
  const leave = () => {
    waiting = reader = null;
    if (layer.push === wrapped) layer.push = original;
  };
  const giveUp = (sentence) => {
    if (waiting) warn(sentence);
    leave();
  };
  const load = async () => {
    try {
      const { default: init, Layer } = await import('./shops.js');
      await init();
      if (waiting) reader = new Layer(kept, currency);
    } catch (error) {
      giveUp(`the data layer is not read (${error}); shops.js and shops.wasm must be beside engine.js. Everything else runs.`);
    }
    read();
  };

  layer.push = wrapped;
  undo(leave);
  for (let index = 0; index < layer.length; index++) tell(layer[index]);
  // Safari has no requestIdleCallback.
  if (window.requestIdleCallback) requestIdleCallback(load, { __proto__: null, timeout: 2000 });
  else setTimeout(load, 200);
  return true;
}

/** What Rust calls, see page.rs. */
export const layer = { dataLayer };
