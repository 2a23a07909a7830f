/*
 * Elements, made of names and texts. Whatever is shown here may come from a rule file or a shopper, so text is only ever text:
 * nothing here reads markup.
 */

/** An element with a class, with what is in it: elements, texts, or nothing. */
export function el(tag, className, ...inside) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside.filter((part) => part != null));
  return made;
}

/** A button. */
export function button(className, label, onPress, ...inside) {
  const made = el('button', className, ...inside);
  made.type = 'button';
  made.setAttribute('aria-label', label);
  made.title = label;
  made.addEventListener('click', onPress);
  return made;
}

/** Sets a text only if it is another one: what is selected stays selected. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Makes `parent` hold one element for each item, in their order: `make(item)` the first time a key is seen, then
 * `update(element, item)` each time. Elements stay as long as their keys do, with focus, scroll and what is unfolded.
 */
export function list(parent, items, key, make, update) {
  const known = (parent.known ??= new Map());
  const seen = new Set();
  let place = parent.firstChild;
  for (const item of items) {
    const id = key(item);
    seen.add(id);
    let element = known.get(id);
    if (!element) known.set(id, (element = make(item)));
    if (element === place) place = place.nextSibling;
    else parent.insertBefore(element, place);
    update(element, item);
  }
  for (const [id, element] of known) {
    if (!seen.has(id)) {
      element.remove();
      known.delete(id);
    }
  }
}
