/*
 * Countdowns: the digits of what is left.
 *
 * Decides when they tick: one timer for all, at the full second, none while nobody looks. When a countdown is over is the engine's to
 * say; until then nothing is left.
 */
import { attempt, listen, undo } from './door.js';
import { make } from './tree.js';

/** Units and their seconds; days only where there are any. */
const UNITS = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];

/** The digits on screen, and the language of each. */
const all = new Map();
let timer;
let watches = false;

/** A count of a unit, as number and name. */
function said(locale, unit, count, width) {
  try {
    const options = { __proto__: null, style: 'unit', unit, unitDisplay: 'short', minimumIntegerDigits: width, useGrouping: false };
    const parts = new Intl.NumberFormat(locale, options).formatToParts(count);
    return ['integer', 'unit'].map((wanted) => parts.find(({ type }) => type === wanted)?.value ?? '');
  } catch {
    return [String(count), unit];
  }
}

/** Shows what is left. */
function show(element, locale) {
  let left = Math.max(0, Math.ceil((element.getAttribute('data-end') - Date.now()) / 1000));
  const days = left >= 86_400 ? 0 : 1;
  while (element.childElementCount > 4 - days) element.firstChild.remove();
  while (element.childElementCount < 4 - days) {
    const unit = make('div', 'unit');
    unit.append(make('span', 'number'), make('span', 'label'));
    element.append(unit);
  }
  UNITS.slice(days).forEach(([unit, seconds], place) => {
    const words = said(locale, unit, Math.floor(left / seconds), unit === 'day' ? 1 : 2);
    left %= seconds;
    const { children } = element.children[place];
    words.forEach((text, which) => {
      if (children[which].textContent !== text) children[which].textContent = text;
    });
  });
}

function tick() {
  clearTimeout(timer);
  for (const [element, locale] of all) {
    if (element.isConnected) show(element, locale);
    else all.delete(element);
  }
  wait();
}

/** Until the next full second. */
function wait() {
  clearTimeout(timer);
  if (all.size && !document.hidden) timer = setTimeout(attempt, 1000 - (Date.now() % 1000), tick);
}

/** Lets digits tick. */
export function countdown(element, { host }) {
  if (!watches) {
    listen(document, 'visibilitychange', () => attempt(tick));
    undo(() => (watches = false));
  }
  watches = true;
  all.set(element, host.lang);
  show(element, host.lang);
  wait();
}
