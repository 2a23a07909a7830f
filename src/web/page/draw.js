/*
 * Elements: the few calls of which messages are made.
 *
 * Decides nothing. Text becomes text: there is `createElement`, `textContent`, and attributes whose names are written in our own
 * source. A call that fails here means that the page has broken the DOM: then shopbell ends behind the door.
 */

/** A new element; its class is its part too. */
function element(tag, className) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
    made.setAttribute('part', className);
  }
  return made;
}

/** Sets an attribute, or removes it. */
const attribute = (element, name, value) => (value === undefined ? element.removeAttribute(name) : element.setAttribute(name, value));

/** Sets a custom property. */
const property = (element, name, value) => element.style.setProperty('--shopbell-' + name, value);

/** Sets the text. */
const text = (element, words) => (element.textContent = words);

/** Puts an element in, at the end or in place of another. */
const put = (parent, element, old) => (old ? old.replaceWith(element) : parent.append(element));

const remove = (element) => element.remove();

let sheet;

/** A new host element, not yet on the page, with its shadow root and the style sheet. */
function frame(css) {
  const root = document.createElement('shopbell-root').attachShadow({ __proto__: null, mode: 'open' });
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  root.adoptedStyleSheets = [sheet];
  return root;
}

/** Brings a dialog or a bar to the top layer; a bar stays where the style sheet puts it in browsers without popovers. */
function raise(frame) {
  try {
    if (frame.showModal) frame.showModal();
    else frame.showPopover?.();
    return true;
  } catch {
    return false;
  }
}

/** Takes it from the top layer; a dialog gives the focus back to where it was. */
function lower(frame) {
  try {
    if (frame.close) frame.close();
    else frame.hidePopover?.();
  } catch {
    // It is gone already.
  }
}

/** The first element that fits, else the root's own content. */
const find = (root, selector) => root.querySelector(selector);

/** Moves the focus, and scrolls nothing for it. */
function focus(element) {
  if (!element.matches('a,button,input,textarea,select,[tabindex]')) element.tabIndex = -1;
  element.focus({ __proto__: null, preventScroll: true });
}

/** The shop's font. */
const font = () => (document.body ? getComputedStyle(document.body).fontFamily : '');

/** Scrolls the page so far that the element with the focus is not under the bar. */
function uncover(focused, bar) {
  const [it, ours] = [focused.getBoundingClientRect(), bar.getBoundingClientRect()];
  if (it.bottom <= ours.top || it.top >= ours.bottom || it.height > innerHeight / 2) return;
  const top = ours.top < innerHeight / 2;
  scrollBy(0, top ? it.top - ours.bottom - 8 : it.bottom - ours.top + 8);
}


/** What Rust calls, see page.rs. */
export const draw = { element, attribute, property, text, put, remove, frame, raise, lower, find, focus, font, uncover };
