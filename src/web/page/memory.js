/*
 * The browser's storage, which may refuse anything, even being looked at.
 *
 * Decides nothing: keys, and what happens when it refuses, are store.rs's. Keys of others are never touched.
 */
import { json, told } from './door.js';

/** What is kept, with the tab or with the visitor; nothing where storage may not be looked at. */
function kept(ofTab, key) {
  try {
    const text = (ofTab ? sessionStorage : localStorage).getItem(key);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

/** What another tab has kept under the key, if that is what the event says that is told now. */
const stored = (key) => (told.key === key ? (told.newValue ?? undefined) : undefined);

/** Whether storage can be looked at. */
function remembers() {
  try {
    localStorage.getItem('');
    return true;
  } catch {
    return false;
  }
}

/** Keeps a text; false where storage refuses. */
function keep(ofTab, key, text) {
  try {
    (ofTab ? sessionStorage : localStorage).setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

/** Forgets what is kept of the visitor. */
function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Where nothing can be looked at, nothing was kept.
  }
}

/** The visitor's keys that begin so, as a list in JSON. */
function names(prefix) {
  const found = [];
  try {
    for (let at = 0; at < localStorage.length; at++) {
      const name = localStorage.key(at);
      if (name.startsWith(prefix)) found.push(name);
    }
  } catch {
    // Nothing was kept.
  }
  return json(found);
}

/** What Rust calls, see page.rs. */
export const memory = { kept, keep, stored, remembers, forget, names };
