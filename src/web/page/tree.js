/*
 * A view's rows become elements, and a newer view is worked into those that are there.
 *
 * Decides what is kept: an element that fits its successor stays, with focus and what was typed; what differs is patched,
 * what does not fit is replaced. Text becomes text: there is `createElement`, `textContent`, and attributes whose names are
 * written in our own source, nothing else. A call that fails here means that the page has broken the DOM: then shopbell ends
 * behind the door.
 */
import { category, day, moment, money, number } from './perform.js';

/** Kinds of rows that begin no element, as `Kind::code` in view/mod.rs has them; those up to CASE are pieces of a text or attribute. */
const [TEXT, MONEY, NUMBER, DATE, MOMENT, CASE] = [32, 33, 34, 35, 36, 37];
export const [PRESS, ANSWER, ANSWER_AND_NEXT] = [38, 39, 40];

/** A new element; its class is its part too. */
export function make(tag, className) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
    made.setAttribute('part', className);
  }
  return made;
}

/** Sets a custom property. */
export const property = (element, name, value) => element.style.setProperty('--shopbell-' + name, value);

/** Reads rows in their order: what a piece says, in a language; nothing where the row is none. Of a plural the first case that fits is said. */
function reader(locale) {
  let [skips, found] = [false, false];
  return ([kind, , text, count, digits]) => {
    if (kind === CASE) {
      const fits = !found && ['other', '=' + count, category(locale, count)].includes(text);
      [skips, found] = text ? [!fits, found || fits] : [false, false];
      return '';
    }
    if (kind > MOMENT || !(kind >= TEXT)) return;
    if (skips) return '';
    if (kind === TEXT) return text;
    if (kind === MONEY) return money(locale, count, digits, text);
    if (kind === NUMBER) return number(locale, text);
    return kind === DATE ? day(locale, count) : moment(locale, count);
  };
}

/** What the rows say aloud: texts, and what stands for pictures. */
export function spoken(locale, rows) {
  const piece = reader(locale);
  return rows.map((row) => (row[1] && row[1] !== 'alt' ? '' : (piece(row) ?? ''))).join('');
}

/** The rows `at` to `end` as a tree: what each element is, says (by attribute, '' for its text), does, and what is in it. */
export function grow(locale, rows, at, end) {
  const grown = [];
  const piece = reader(locale);
  while (at < end) {
    const [tag, name, , behind] = rows[at++];
    // What is said of an element behind what is in it comes too late: its number is no place.
    if (tag >= TEXT) continue;
    const own = new Map();
    let does;
    for (; at < behind && rows[at][0] >= TEXT; at++) {
      const row = rows[at];
      const said = piece(row);
      if (said === undefined) does ??= row;
      else own.set(row[1], (own.get(row[1]) ?? '') + said);
    }
    grown.push({ __proto__: null, tag, name, own, does, inside: grow(locale, rows, at, behind) });
    at = behind;
  }
  return grown;
}

/** Whether the element of `was` can go on as that of `is`. Fields of another name cannot: what was typed is not theirs. */
const fits = (was, is) =>
  was.tag === is.tag && was.name === is.name && !was.inside.length === !is.inside.length && was.own.get('name') === is.own.get('name');

/** Brings text and attributes of an element from `was` to `own`. */
function fill(element, was, own) {
  for (const name of new Set([...(was?.keys() ?? []), ...own.keys()])) {
    const value = own.get(name);
    if (value === was?.get(name)) continue;
    if (!name) element.textContent = value ?? '';
    else if (name.startsWith('--')) {
      property(element, name.slice(2), value ?? '');
      // Only a step that is seen is celebrated, not a page that opens with the target reached.
      if (was && value === '1000') element.setAttribute('data-reached', '');
      else element.removeAttribute('data-reached');
    } else if (value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}

/** Makes what is in `parent` show what has grown `now`; it showed `before` until now. Each of them knows its element. */
export function paint(parent, before, now) {
  now.forEach((is, place) => {
    let was = before[place];
    const there = was?.element;
    if (was && fits(was, is)) is.element = there;
    else {
      was = undefined;
      is.element = make(is.tag, is.name);
      if (there) there.replaceWith(is.element);
      else parent.append(is.element);
    }
    fill(is.element, was?.own, is.own);
    paint(is.element, was?.inside ?? [], is.inside);
  });
  for (const { element } of before.slice(now.length)) element.remove();
}

/** The innermost of what is drawn that does something and holds the element. */
export function holding(drawn, element) {
  for (const one of drawn) {
    if (one.element.contains(element)) return holding(one.inside, element) ?? (one.does && one);
  }
}
