// What the shop remembers, under "demo-shop.*". Storage may be blocked, full or edited by hand: then a value
// lives as long as the page, and what cannot be read counts as absent. Callers check the shape of what they get.
const PREFIX = "demo-shop.";
const memory = new Map();

export function recall(name) {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? (memory.get(name) ?? null) : JSON.parse(text);
  } catch {
    return memory.get(name) ?? null;
  }
}

export function remember(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Kept in memory above.
  }
}

export function forget(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was stored.
  }
}

/** Calls back when another tab of the shop changes the value. */
export function whenChangedElsewhere(name, callback) {
  addEventListener("storage", (event) => {
    if (event.key === PREFIX + name || event.key === null) callback();
  });
}

/** Empties everything this origin keeps, shopbell's profile included; early.js repeats it on the next page. */
export function forgetEverything() {
  memory.clear();
  try {
    localStorage.clear();
    sessionStorage.clear();
    sessionStorage.setItem(`${PREFIX}reset`, "1");
  } catch {
    // Blocked storage holds nothing.
  }
}
