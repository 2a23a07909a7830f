/*
 * What the shopper does with a message becomes answers and actions.
 *
 * Decides which gesture means what: when a score counts as chosen, when a press beside the card counts as one. What
 * follows from it is the engine's.
 */
import { enter, json } from './door.js';
import { allowed } from './perform.js';
import { ANSWER, ANSWER_AND_NEXT, PRESS, holding } from './tree.js';

/** What is told of a message; `Heard` in listen.rs has the same. */
const [PRESSED, ANSWERED, DISMISSED] = [9, 10, 11];
/** How one is dismissed, as `Dismissal` in event.rs. */
const [CLOSE, ESCAPE, BACKDROP] = [0, 1, 2];

const tell = (message, code, what) => enter(code | (message.number << 8), json(what));

/** Presses an element for the shopper: its wheel stands, its cover was scratched. */
export const press = (message, element) => tell(message, PRESSED, holding(message.drawn, element)?.does[3]);

const dismiss = (message, how) => tell(message, DISMISSED, how);

/** Tells what the field says now: a box to tick that is not ticked says nothing. */
function answer(message, { element, does }, goesOn) {
  const value = element.type === 'checkbox' && !element.checked ? '' : element.value;
  tell(message, ANSWERED, [does[2], value, goesOn]);
}

/** Whether something in the message scrolls under a wheel, a finger or a key that is for the target. */
function scrolls({ frame }, target) {
  for (let one = target; one && one !== frame; one = one.parentNode) if (one.scrollHeight > one.clientHeight + 1) return true;
  return false;
}

/** The page behind a dialog stays where it is; it is not touched for that, so nothing jumps. Zooming is the shopper's own. */
function hold(message, target, event) {
  if (message.modal && !event.ctrlKey && !(event.touches?.length > 1) && !scrolls(message, target)) event.preventDefault();
}

/** Keys that scroll, unless a control has a use for them. */
const SCROLLING = [' ', 'ArrowDown', 'ArrowUp', 'End', 'Home', 'PageDown', 'PageUp'];

/** What is listened to on every message; each only reaches what is in its shadow. */
export const gestures = {
  __proto__: null,

  /** A click, whatever caused it. */
  click(message, target, event) {
    if (message.close.contains(target)) return dismiss(message, CLOSE);
    if (message.beside && target === message.frame) return dismiss(message, BACKDROP);
    const found = holding(message.drawn, target);
    if (!found) return;
    const { element, does } = found;
    if (does[0] === PRESS) {
      // Links stay links, to be opened in a new tab or copied; but only to where a message may lead.
      const address = element.getAttribute('href');
      if (address !== null && !allowed(address)) event.preventDefault();
      message.pressed = element;
      tell(message, PRESSED, does[3]);
    }
    // INVARIANT: a finger, Space, Enter and a screen reader's press choose; arrow keys only move and answer.
    if (does[0] === ANSWER_AND_NEXT) answer(message, found, !message.moving);
  },

  /** A field was left with another answer. Not by a press: what it says would move away from under the finger. */
  change(message, target) {
    if (message.pressing) return;
    const found = holding(message.drawn, target);
    if (found?.does[0] === ANSWER) tell(message, ANSWERED, ['!' + found.does[2], '!']);
  },

  /** A finger, pen or button goes down. A drag of a selection out of the card does not close it. */
  pointerdown(message, target) {
    message.moving = false;
    message.pressing = target.closest('button,a');
    message.beside = message.modal && target === message.frame;
  },

  wheel: hold,
  touchmove: hold,

  /** A field changes. */
  input(message, target) {
    const found = holding(message.drawn, target);
    if (found?.does[0] === ANSWER) answer(message, found);
  },

  keydown(message, target, event) {
    // The shop's own shortcuts would take letters typed here for commands: outside the shadow no text field is to be seen.
    event.stopPropagation();
    const key = event.key ?? '';
    // Browsers click the radio that an arrow key moves to, but moving along a scale is not choosing.
    message.moving = key.startsWith('Arrow');
    message.pressing = null;
    // Escape that ends a composition belongs to the input method.
    if (key === 'Escape' && !message.modal && !message.inline && !event.isComposing) return dismiss(message, ESCAPE);
    if (SCROLLING.includes(key) && !target.matches('button,input,textarea,select')) hold(message, message.content, event);
    if (key !== 'Enter' && key !== ' ') return;
    // Space on a radio that is not yet checked is a click; on one that arrow keys have checked it is nothing.
    const found = holding(message.drawn, target);
    // Enter in a field to write in sends it; in the middle of a composition it belongs to the input method.
    const sends = found?.does[0] === ANSWER && key === 'Enter' && !event.isComposing && target.matches('input.field');
    if (sends || (found?.does[0] === ANSWER_AND_NEXT && found.element.checked)) {
      event.preventDefault();
      answer(message, found, true);
    }
  },

  keyup(message, target, event) {
    event.stopPropagation();
    message.moving = false;
  },

  /** The browser is asked to close the dialog: Escape, or back on a phone. Left alone, it closes it without asking anybody. */
  cancel(message, target, event) {
    event.preventDefault();
    dismiss(message, ESCAPE);
  },

  /** The focus comes to an element. What loses it is one, too. */
  focusin(message, target, { relatedTarget }) {
    if (relatedTarget && !message.frame.contains(relatedTarget)) message.cameFrom = relatedTarget;
  },
};
