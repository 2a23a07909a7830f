/*
 * What needs more than a listener to be noticed: routes, the pointer's way out, elements that come on screen.
 *
 * Decides how each is noticed and how it is given back. What it means is the engine's.
 */
import { enter, listen, told, undo } from './door.js';

/**
 * Tells when a single-page application goes to another address: any step to another one without the fragment, but a replaced
 * one only if its path changed, because filters and sliders write their state into the query.
 */
function routes(code) {
  let path = location.pathname;
  let address = path + location.search;
  let on = true;
  const look = (replaced) => {
    const now = location.pathname + location.search;
    if (now === address || !on) return;
    const moved = !replaced || location.pathname !== path;
    address = now;
    path = location.pathname;
    if (moved) enter(code);
  };
  undo(() => (on = false));

  if (window.navigation?.addEventListener) {
    listen(navigation, 'currententrychange', (event) => look(event.navigationType === 'replace'));
    return;
  }
  listen(window, 'popstate', () => look(false));
  for (const name of ['pushState', 'replaceState']) {
    const original = history[name];
    const wrapped = function () {
      // The page's own first: its result and its errors are the page's.
      const result = original.apply(this, arguments);
      look(name === 'replaceState');
      return result;
    };
    history[name] = wrapped;
    // Where somebody wrapped ours since, it stays and only passes on.
    undo(() => history[name] === wrapped && (history[name] = original));
  }
}

/** Whether this is a selector that the browser knows. */
function isSelector(selector) {
  try {
    document.querySelector(selector);
    return true;
  } catch {
    return false;
  }
}

/** Whether an event happened in an element of the shop that fits; fields for passwords and cards are nobody's business. */
function isIn(selector) {
  try {
    const { target } = told;
    if (target.matches('[type=password],[autocomplete*=cc-],[autocomplete*=password]')) return false;
    return !!target.closest(selector);
  } catch {
    return false;
  }
}

/** Whether it happened in a message. */
const isOurs = () => told.target.localName === 'shopbell-root';

/** Whether it is of a page that comes back from the browser's cache. */
const persisted = () => told.persisted;

/**
 * Tells when the pointer leaves the window through its top, with its upward speed in pixels a second as the number of the code. Not when it goes to the
 * open list of a field, which browsers report alike, nor when it lingers on a link.
 */
function pointer(code) {
  let older, newer;
  listen(document, 'mousemove', ({ clientY: y, timeStamp: at }) => {
    // Two positions 30 ms apart make a speed.
    if (newer && at - newer.at < 30) return;
    older = newer;
    newer = { y, at };
  });
  listen(document, 'mouseout', ({ relatedTarget, clientY, timeStamp, target }) => {
    if (relatedTarget || clientY > 0) return;
    const over = (selector) => target.closest?.(selector);
    if (over('select,option,input[list],[aria-expanded=true]')) return;
    const from = older && timeStamp - older.at < 200 ? older : newer;
    const speed = from ? Math.max(0, ((from.y - clientY) * 1000) / Math.max(8, timeStamp - from.at)) : 0;
    if (speed >= 300 || !over('a,button')) enter(code | (Math.min(speed, 65_535) << 8));
  });
}

/** How to stop watching for the element of a code. */
const watched = new Map();

/**
 * Tells once when an element that fits the selector comes on screen: half of it, or half a screen of it. Where there is none
 * yet, waits for one. Asked again, begins again.
 */
function seen(selector, code) {
  if (!window.IntersectionObserver || !window.MutationObserver) return;
  if (!watched.size)
    undo(() => {
      watched.forEach((stop) => stop());
      watched.clear();
    });
  watched.get(code)?.();
  const sight = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.intersectionRatio >= 0.5 || entry.intersectionRect.height >= innerHeight / 2)) {
        stop();
        enter(code);
      }
    },
    { __proto__: null, threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5] },
  );
  const find = () => {
    const found = document.querySelectorAll(selector);
    found.forEach((element) => sight.observe(element));
    return found.length;
  };
  let waiting;
  const growth = new MutationObserver(() => {
    // At most every 200 ms, however fast the page grows.
    waiting ??= setTimeout(() => {
      waiting = undefined;
      if (find()) growth.disconnect();
    }, 200);
  });
  const stop = () => {
    sight.disconnect();
    growth.disconnect();
    clearTimeout(waiting);
  };
  watched.set(code, stop);
  if (!find()) growth.observe(document.documentElement, { __proto__: null, childList: true, subtree: true });
}

/** What Rust calls, see page.rs. */
export const watch = { routes, isSelector, isIn, isOurs, persisted, pointer, seen };
