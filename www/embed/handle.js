/*
 * The handle: what a page holds as `window.shopbell`, or as the result of `start()`.
 *
 * Decides what happens to a call before the engine runs (it waits, in order), while it runs (it goes through) and after it
 * ended (nothing). How the engine comes to run is begin.js.
 *
 * INVARIANT: nothing here throws into the page, whatever is called with whatever arguments at whatever time.
 */
import { warn } from './warn.js';

/** What the page may tell the engine; each is a method of the engine of the same name. */
const TOLD = ['track', 'identify', 'setCart', 'setPage', 'set', 'consent'];

/**
 * A handle whose engine is still to come, with the three things that only begin.js does to it.
 *
 * @param {{ explain: (engine: object) => Promise<object>, onStop: () => void }} doors
 */
export function createHandle({ explain, onStop }) {
  /** Jobs for the engine to come; null once it came or will never come. */
  let waiting = [];
  let engine = null;
  let settle;
  const ready = new Promise((resolve) => (settle = resolve));

  /** A throwing job of the page costs that job and no other; it shows on the console like any error of the page's own. */
  const attempt = (job) => {
    try {
      job();
    } catch (error) {
      console.error(error);
    }
  };
  const whenRunning = (job) => {
    if (waiting) waiting.push(job);
    else if (engine) attempt(job);
  };
  /** An engine that throws has met a trap and cannot go on: it is let go, and the page stays as it is. */
  const tell = (method, args = []) => {
    try {
      engine?.[method](...args);
    } catch (error) {
      engine = null;
      warn(`the engine failed in ${method}() and is off until the next page load (${error}); the page is not affected.`);
    }
  };

  const call = (method, ...args) => handle[method](...args);
  const handle = {
    ...Object.fromEntries(TOLD.map((method) => [method, (...args) => whenRunning(() => tell(method, args))])),
    ready,
    on(type, listener) {
      const name = 'shopbell:' + type;
      document.addEventListener(name, listener);
      return () => document.removeEventListener(name, listener);
    },
    async explain() {
      if (!(await ready) || !engine) throw new Error('shopbell is not running on this page, so there is nothing to explain.');
      return explain(engine);
    },
    stop() {
      if (engine) tell('stop');
      waiting = engine = null;
      settle(false);
      onStop();
    },
    /** The queue of the script tag: `push(fn)` runs `fn(handle)` once the engine runs, `push(['track', …])` is a call. */
    push(...entries) {
      for (const entry of entries) {
        if (typeof entry === 'function') whenRunning(() => entry(handle));
        else attempt(() => call(...entry));
      }
    },
  };
  return {
    handle,
    isWaiting: () => !!waiting,
    /** The engine runs: what waited goes first, in the order in which it was called. */
    run(started) {
      engine = started;
      // A job may call the handle again; that goes through at once, as it would later.
      const jobs = waiting;
      waiting = null;
      for (const job of jobs) attempt(job);
      settle(true);
    },
    /** It never will: what waited is dropped, and so is what is still to be called. */
    giveUp() {
      waiting = null;
      settle(false);
    },
  };
}
