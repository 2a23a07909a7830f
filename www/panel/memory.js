/*
 * What the panel remembers in this tab: whether it is folded, which campaigns are unfolded, the filter. Storage may refuse; then
 * it forgets.
 */
const KEY = 'shopbell.panel';

function read() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    return kept && typeof kept === 'object' ? kept : {};
  } catch {
    return {};
  }
}

const kept = read();

/** What was kept under this name. */
export const recall = (name) => (Object.hasOwn(kept, name) ? kept[name] : undefined);

/** Keeps it. */
export function keep(name, value) {
  kept[name] = value;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // It is forgotten with the page.
  }
}
