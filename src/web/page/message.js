/*
 * A message on screen: its frame, its life from show to hide, what it says to those who do not see it.
 *
 * Decides the frame: host element, shadow root, dialog or bar, close button, status line. The content is tree.js's, what the
 * shopper does with it gesture.js's, and whether and what to show the engine's.
 *
 * INVARIANT: focus moves under our hands, and browsers call back at once; gestures heard meanwhile are such echoes and are dropped.
 */
import { attempt, listen, undo } from './door.js';
import { gestures } from './gesture.js';
import { enliven } from './lively.js';
import { clip, leaveFor } from './perform.js';
import { keep, leavePlace } from './place.js';
import { press, push, release } from './room.js';
import { grow, make, paint, property, spoken } from './tree.js';

/** How long a message takes to fade; the style sheet takes less. */
const FADE = 250;
/** How long a button says that its text is copied. */
const COPIED = 2000;
/** Screen readers hear a change of a line that they have seen empty. */
const [BEFORE_SAYING, AFTER_SAYING] = [300, 3000];

/** What has just become of a message, as message.rs writes it. */
const [WRONG, STEP] = [1, 2];

/** What is on screen, by number. */
const messages = new Map();
const isThere = (message) => messages.get(message.number) === message;
let sheet;
let echo = false;
/** Whether the focus of the page is watched, since there has been a bar. */
let watches = false;

function quietly(job) {
  echo = true;
  try {
    return job();
  } finally {
    echo = false;
  }
}

const later = (wait, job) => setTimeout(attempt, wait, job);

/** Says something to those who do not see the message, and clears it for the next time. */
function say(message, words, wait) {
  if (!isThere(message)) return;
  message.status.textContent = words;
  later(wait, () => isThere(message) && (message.status.textContent = ''));
}

/** Moves the focus, and scrolls nothing for it. */
function focus(element) {
  if (!element.matches('a,button,input,textarea,select,[tabindex]')) element.tabIndex = -1;
  element.focus({ __proto__: null, preventScroll: true });
}

/** A message begins at its heading: read first, and no button is pressed by a key that was meant for the page. */
const focusHeading = ({ root, content }) => focus(root.querySelector('.headline') ?? content);

/** A frame without content, not yet on the page. */
function build(number, css, [surface, preview]) {
  const host = document.createElement('shopbell-root');
  const root = host.attachShadow({ __proto__: null, mode: 'open' });
  if (!sheet) {
    sheet = new CSSStyleSheet();
    // On the host a page's `* { --a: red }` would win otherwise.
    sheet.replaceSync(css.replace(/--\w:[^;}]+/g, '$&!important'));
  }
  root.adoptedStyleSheets = [sheet];
  const modal = surface === 'modal' || surface === 'full';
  const inline = surface === 'inline';
  const frame = modal ? make('dialog', 'backdrop ' + surface) : make('div', surface);
  let card = frame;
  const inside = (tag, className) => {
    const made = make(tag, className);
    card.append(made);
    return made;
  };
  if (!surface.startsWith('bar')) card = inside('div', 'card');
  if (!modal) {
    frame.setAttribute('role', 'region');
    if (inline) host.setAttribute('data-inline', '');
    else frame.setAttribute('popover', 'manual');
  }
  if (preview) inside('span', 'ribbon').textContent = 'Preview';
  const [content, close, status] = [inside('div', 'content'), inside('button', 'close'), inside('div', 'status')];
  status.setAttribute('role', 'status');
  // What stands in the page is closed by its own buttons, if by any.
  if (inline) close.remove();
  root.append(frame);
  return { __proto__: null, number, modal, inline, host, root, frame, content, close, status, drawn: [] };
}

/** Makes the message show a view. Language, theme and names are only touched where they are new. */
function draw(message, [, , locale, direction, theme, close, label, rows]) {
  const { host, frame } = message;
  const called = spoken(locale, rows.slice(label, rows[label]?.[3]));
  if (called !== message.called || locale !== host.lang) {
    message.called = called;
    host.setAttribute('lang', locale);
    host.setAttribute('dir', direction);
    property(host, 'font', document.body ? getComputedStyle(document.body).fontFamily : '');
    for (const [name, value] of theme) {
      property(host, name, value);
      // A surface of its own is dark or light by itself.
      if (name === 'surface') host.setAttribute('data-surface', '');
    }
    frame.setAttribute('aria-label', called);
    message.close.setAttribute('aria-label', close);
  }
  const now = grow(locale, rows, 0, rows.length);
  paint(message.content, message.drawn, now);
  message.drawn = now;
  enliven(message, (words) => say(message, words, AFTER_SAYING));
}

/** Puts a message on the page; false where the browser refused, and nothing is left behind then. */
function show(number, css, text, before) {
  const view = JSON.parse(text);
  const message = build(number, css, view);
  const { host, root, frame, modal } = message;
  undo(() => messages.delete(number));
  draw(message, view);
  for (const [type, mean] of Object.entries(gestures)) {
    const hear = (event) => isThere(message) && !echo && mean(message, event.target, event);
    if (type === 'click' || type === 'keydown') root.addEventListener(type, press, { __proto__: null, capture: true });
    root.addEventListener(type, (event) => attempt(() => hear(event)), { __proto__: null, capture: true });
  }
  if (message.inline) {
    if (!keep(host, view[9], view[10])) return false;
    messages.set(number, message);
    return true;
  }
  document.documentElement.append(host);
  const heldFocus = before && hide(before);
  try {
    // A bar stays where the style sheet puts it in browsers without popovers.
    if (modal) frame.showModal();
    else frame.showPopover?.();
  } catch {
    host.remove();
    return false;
  }
  // A bar comes without taking the focus.
  if (modal) focusHeading(message);
  else {
    later(BEFORE_SAYING, () => say(message, message.called, AFTER_SAYING));
    if (!watches) {
      listen(document, 'focusin', (event) => attempt(() => uncover(event)));
      undo(() => (watches = false));
    }
    watches = true;
    push(frame);
  }
  messages.set(number, message);
  // Who was in what was here before goes on in what took its place, which is a teaser or was one.
  if (heldFocus && !modal) focus(root.querySelector('.tease') ?? root.querySelector('.headline') ?? message.content);
  return true;
}

/** Brings it up to date, keeping focus and what is being typed. */
function update(number, text) {
  const message = messages.get(number);
  const { root, frame } = message;
  const focused = root.activeElement;
  const view = JSON.parse(text);
  quietly(() => {
    // It may grow with what it says, but does not pull up what stands below it.
    if (message.inline) frame.style.setProperty('min-height', frame.offsetHeight + 'px');
    draw(message, view);
    const wrong = view[8] === WRONG && root.querySelector('[aria-invalid]');
    if (wrong) wrong.matches('fieldset') ? focus(wrong.querySelector('input')) : wrong.focus();
    // The element that had the focus went away with a step: the shopper goes on at the top of the next one.
    else if (focused && !root.activeElement) focusHeading(message);
  });
  push(message.frame);
  if (view[8] === STEP) later(BEFORE_SAYING, () => say(message, message.called, AFTER_SAYING));
}

/** Takes it from the shopper's way; what is left of it fades and is removed later. True where it had the focus. */
function hide(number) {
  const { host, root, frame, cameFrom, inline } = messages.get(number);
  messages.delete(number);
  if (inline) return leavePlace(host);
  // Looked at first: leaving the top layer takes the focus away.
  const focused = root.activeElement;
  release(frame);
  try {
    if (frame.close) frame.close();
    else frame.hidePopover?.();
  } catch {
    // It is gone already.
  }
  if (focused && cameFrom) focus(cameFrom);
  host.setAttribute('inert', '');
  host.setAttribute('data-leaving', '');
  later(FADE, () => host.remove());
  return Boolean(focused);
}

/** Puts a text on the clipboard, if there is one, for what was pressed, which says so for a while. */
function copy(number, text) {
  const message = messages.get(number);
  const tell = () =>
    attempt(() => {
      const button = message.pressed;
      const done = () => button.getAttribute('data-done');
      const [before, after] = [button?.textContent, button && done()];
      if (!isThere(message) || (after ?? before) === before) return;
      button.textContent = after;
      say(message, after, COPIED);
      later(COPIED, () => {
        // Unless a newer view has given it another text.
        if (button.textContent === done()) button.textContent = before;
      });
    });
  if (text) clip(text, message.root, tell);
  else tell();
}

/** Goes where a message leads; a link goes there by itself, perhaps to a new tab. */
const leave = (number, address) => messages.get(number).pressed?.hasAttribute('href') || leaveFor(address);

/** Scrolls the page so far that the element that comes to the focus is not under a bar. */
function uncover(event) {
  if (echo || event.target.localName === 'shopbell-root') return;
  for (const { modal, inline, frame } of messages.values()) {
    if (modal || inline) continue;
    const [it, bar] = [event.target, frame].map((element) => element.getBoundingClientRect());
    if (it.bottom <= bar.top || it.top >= bar.bottom || it.right <= bar.left || it.left >= bar.right || it.height > innerHeight / 2) continue;
    scrollBy(0, bar.top < innerHeight / 2 ? it.top - bar.bottom - 8 : it.bottom - bar.top + 8);
  }
}

/** What Rust calls, see page.rs. */
export const message = { show, update, hide, copy, leave };
