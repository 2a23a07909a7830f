/*
 * From a configuration to a running engine, the same for the script tag and for `start()`.
 *
 * Decides when anything is fetched (the page has loaded and is idle), what a failure says (one line on the console) and that
 * there is one shopbell on a page. What the rules mean is the engine's.
 *
 * INVARIANT: until the page is idle nothing happens but reading the configuration.
 */
import { createHandle } from './handle.js';
import { readRules } from './rules.js';
import { warn } from './warn.js';

/** Where every copy on the page, of whatever version, finds the one that came first. */
const REGISTRY = Symbol.for('shopbell');

/** What the engine is told, by the names that both doors and the engine share. */
const OPTIONS = ['collector', 'consent', 'country', 'locale', 'debug', 'preview'];

/**
 * Starts shopbell, or returns the handle of the one that runs already.
 *
 * @param {(key: string) => unknown} setting  what the shop configured under this name
 * @param {string} rulesSetting  what the shop calls the setting with the rules, for messages
 */
export function begin(setting, rulesSetting) {
  const present = window[REGISTRY];
  if (present) {
    if (!present.warned) warn('it is on this page twice; the first one runs, remove the other.');
    present.warned = true;
    return present.handle;
  }

  // Taken now: what runs on the page later may replace them.
  const natives = {
    fetch: window.fetch,
    Promise: window.Promise,
    setTimeout: window.setTimeout,
    clearTimeout: window.clearTimeout,
    requestIdleCallback: window.requestIdleCallback,
  };
  let bytes;
  const control = createHandle({
    async explain(engine) {
      const tools = await import('./tools.js');
      await tools.default();
      return tools.explain(bytes, engine.snapshot());
    },
    onStop() {
      // Not if another one has begun since.
      if (window[REGISTRY]?.handle === handle) delete window[REGISTRY];
    },
  });
  const { handle } = control;
  const giveUp = (sentence) => {
    control.giveUp();
    warn(sentence);
  };
  window[REGISTRY] = { __proto__: null, handle };

  const rules = setting('rules');
  if (!rules) {
    giveUp(`there is no ${rulesSetting}, so there is nothing to show; give it the address of your rule file.`);
    return handle;
  }
  const options = optionsFrom(setting);

  whenIdle(natives, async () => {
    if (!control.isWaiting()) return;
    try {
      const loading = loadEngine();
      const read = await readRules(rules, rulesSetting, natives);
      const { Engine, problem } = read.problem ? read : await loading;
      if (!control.isWaiting()) return;
      if (problem) return giveUp(problem);
      bytes = read.bytes;
      // Each in a task of its own: what the browser makes of the wasm, reading the rules, beginning. Together they would hold up a
      // slow phone, which compiles each function of the engine when it is first called.
      await nextTask(natives);
      const engine = new Engine(bytes, options);
      await nextTask(natives);
      if (!control.isWaiting()) return;
      engine.begin();
      control.run(engine);
      if (options.debug) openPanel({ handle, rules: bytes, snapshot: () => engine.snapshot() });
    } catch (error) {
      giveUp(`the engine did not start (${error}); please report this with your rule file.`);
    }
  });
  return handle;
}

/** Own values only, on an object without a prototype: a page that polluted Object.prototype configures nothing. */
function optionsFrom(setting) {
  const options = Object.create(null);
  for (const key of OPTIONS) {
    const value = setting(key);
    if (value != null) options[key] = value;
  }
  const query = new URLSearchParams(location.search);
  if (query.get('shopbell_debug') === '1') options.debug = true;
  if (query.get('shopbell_preview')) options.preview = query.get('shopbell_preview');
  return options;
}

/** Calls `job` when the page has loaded and has nothing better to do. */
function whenIdle({ requestIdleCallback, setTimeout }, job) {
  // Safari has no requestIdleCallback.
  const soon = () => (requestIdleCallback ? requestIdleCallback(job, { timeout: 2000 }) : setTimeout(job, 200));
  if (document.readyState === 'complete') soon();
  else addEventListener('load', soon, { once: true });
}

const nextTask = ({ Promise, setTimeout }) => new Promise((resolve) => setTimeout(resolve));

/** The engine's class, or the sentence that says why not; never rejects. */
async function loadEngine() {
  try {
    const { default: init, Engine } = await import('./engine.js');
    await init();
    return { Engine };
  } catch (error) {
    return {
      problem:
        `the engine could not be loaded (${error}); engine.js, engine.wasm and engine.twin.js must be beside shopbell.js ` +
        `(on another origin with CORS headers, and crossorigin on the tag).`,
    };
  }
}

async function openPanel(subject) {
  try {
    const panel = await import('./panel.js');
    panel.open(subject);
  } catch (error) {
    warn(`the debug panel could not be opened (${error}); panel.js must be beside shopbell.js.`);
  }
}
