/*
 * Wheels: the end of a spin.
 *
 * Decides when a wheel that was spun stands, and tells it then: what was won is said, and the message goes on. Where it stops is the
 * engine's to say, how it gets there the style sheet's.
 */
import { attempt } from './door.js';
import { press } from './gesture.js';

/** Longer than any spin. */
const MOST = 6000;
/** So long what was won can be looked at. */
const HOLD = 1500;

/** Wheels that were spun. */
const spun = new WeakSet();

/** Waits for the end of a spin. */
export function wheel(element, message, say) {
  if (!element.hasAttribute('data-spun')) {
    element.removeAttribute('data-still');
    spun.delete(element);
    return;
  }
  if (spun.has(element)) return;
  spun.add(element);
  const is = () => element.isConnected && spun.has(element);
  const end = () => {
    if (!is() || element.hasAttribute('data-still')) return;
    element.setAttribute('data-still', '');
    say(element.querySelector('[data-won] span')?.textContent);
    setTimeout(attempt, HOLD, () => is() && press(message, element));
  };
  // Nothing turns for those who asked for less motion, nor after a reload.
  const [turn] = element.firstChild.getAnimations?.() ?? [];
  if (turn) turn.onfinish = () => attempt(end);
  setTimeout(attempt, turn ? MOST : 0, end);
}
