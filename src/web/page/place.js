/*
 * Places in the shop's page at which messages stand: whether they are there, and whether something can be put there without
 * anything being seen to jump.
 *
 * Decides how that is measured, and keeps what stands at a place there when the shop draws its page anew. Whether a message waits
 * is the engine's to say (engine/gate.rs).
 *
 * INVARIANT: nothing of the shop's is changed but that our element is a child or a neighbour of its own.
 */
import { attempt, enter, listen, undo } from './door.js';

/** Browsers count no shift for half a second after a press. */
const PRESSED = 400;
/** So often in a second something is put back; a page that takes it away more often than that wins. */
const MOST = 20;
/** As `Room` in event.rs. */
const [MISSING, IN_SIGHT, FREE] = [0, 1, 2];
const SIDES = ['beforebegin', 'afterend', 'afterbegin', 'beforeend'];

/** What is measured. */
const all = [];
/** What stands somewhere: host element, selector, side. */
const standing = [];
let pressed = -PRESSED;
let sight;
let waiting;

const isFirst = (side) => side === 0 || side === 2;

/** Whether what is put there moves nothing that can be seen. */
function isFree(element, side) {
  if (performance.now() - pressed < PRESSED) return true;
  const { top, bottom, width, height } = element.getBoundingClientRect();
  // The shop has kept room for it.
  if (side > 1 && height && !element.childElementCount && !element.textContent.trim()) return true;
  // Of what is not laid out nobody knows where it is.
  if (!width && !height) return false;
  const edge = isFirst(side) ? top : bottom;
  if (edge >= innerHeight) return true;
  // Above the window the browser itself keeps what is seen where it is, unless the page is at its top.
  if (edge <= 0 && scrollY && window.CSS?.supports('overflow-anchor', 'auto')) return true;
  // Before anything is painted nothing can jump.
  return !performance.getEntriesByType('paint').length && document.readyState === 'loading';
}

/** Measures every place, and tells of those that are otherwise than before. */
function measure() {
  for (const one of all) {
    const element = document.querySelector(one.selector);
    if (element !== one.element) {
      if (one.element) sight.unobserve(one.element);
      if (element) sight.observe(element);
      one.element = element;
    }
    const room = element ? (isFree(element, one.side) ? FREE : IN_SIGHT) : MISSING;
    if (room === one.room) continue;
    one.room = room;
    enter(one.code | (room << 24));
  }
}

/** Puts back what the page has taken away, where it can, before it is painted. */
function putBack() {
  const now = performance.now();
  for (const one of standing) {
    const element = document.querySelector(one.selector);
    if (element && one.host.isConnected && one.element === element) continue;
    if (!element) {
      one.host.remove();
      one.away = true;
      continue;
    }
    if (one.away && !isFree(element, one.side)) continue;
    if (now - one.since > 1000) [one.since, one.puts] = [now, 0];
    if (++one.puts > MOST) continue;
    put(one, element);
  }
}

function put(one, element) {
  one.element = element;
  one.away = false;
  element.insertAdjacentElement(SIDES[one.side], one.host);
}

const look = () =>
  attempt(() => {
    putBack();
    measure();
  });

/** Tells how a place is, and whenever that changes. */
function place(selector, side, code) {
  if (!window.IntersectionObserver || !window.MutationObserver) return;
  all.push({ __proto__: null, selector, side, code, room: MISSING });
  if (!sight) {
    sight = new IntersectionObserver(look, { __proto__: null, threshold: [0, 0.5, 1] });
    const growth = new MutationObserver(() =>
      attempt(() => {
        putBack();
        // At most every 200 ms, however fast the page grows.
        waiting ??= setTimeout(() => {
          waiting = undefined;
          look();
        }, 200);
      }),
    );
    growth.observe(document.documentElement, { __proto__: null, childList: true, subtree: true });
    undo(() => {
      growth.disconnect();
      sight.disconnect();
      clearTimeout(waiting);
      sight = waiting = undefined;
      all.length = standing.length = 0;
    });
    listen(document, 'click', () => {
      pressed = performance.now();
      look();
      setTimeout(look, PRESSED);
    });
  }
  measure();
}

/** Puts an element of ours at its place and keeps it there; false where the place is gone. */
export function keep(host, selector, side) {
  const element = document.querySelector(selector);
  if (!element) return false;
  const one = { __proto__: null, host, selector, side, since: 0, puts: 0 };
  put(one, element);
  standing.push(one);
  return true;
}

/** Takes it away for good. */
export function leavePlace(host) {
  standing.splice(standing.findIndex((one) => one.host === host), 1);
  host.remove();
}

/** What Rust calls, see page.rs. */
export const places = { place, measure };
