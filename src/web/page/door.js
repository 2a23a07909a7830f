/*
 * The door: every way from the browser into the engine leads through here.
 *
 * Decides that a fault inside ends shopbell and never reaches the page: what was installed is taken back, one line is said,
 * and nothing gets in any more. What was installed is noted on this side, because after a trap the other one cannot be asked.
 *
 * INVARIANT: one engine a page; the loader's registry sees to it.
 */

/** The engine's one entry, by code; null while the door is closed. */
let entry = null;
let broken = false;
/** How to take back what was installed. */
let undos = [];
/** What is told to the entry now, beside the code: an event, or JSON text. */
export let told;
/** What the engine answered. */
let answered;
let timer;

/** Opens the door; after a fault it stays closed for this page. */
function open(engine) {
  if (!broken) entry = engine;
}

/** Takes back all that was installed, and lets nothing in any more. */
function close() {
  entry = null;
  const all = undos;
  undos = [];
  for (const job of all) {
    try {
      job();
    } catch {
      // The page took it away before us.
    }
  }
  document.querySelectorAll('shopbell-root').forEach((root) => root.remove());
}

/** Runs a job of ours; what it throws ends here. */
export function attempt(job) {
  if (!entry) return;
  try {
    job();
  } catch (error) {
    close();
    if (!broken) warn(`it met a fault (${error}) and is off until the next page load; the page is not affected.`);
    broken = true;
  }
}

/** Tells the engine. */
export const enter = (code, value) =>
  attempt(() => {
    // The page may tell something while it is told something itself.
    const outer = told;
    told = value;
    entry(code);
    told = outer;
  });

/** Asks the engine; the answer is a text, empty where the door is closed. */
function ask(code) {
  answered = '';
  enter(code);
  return answered;
}

const answer = (text) => void (answered = text);

/** What is told from now on. */
const hold = (value) => void (told = value);

/** What is told now, where it is a text. */
const said = () => (typeof told === 'string' ? told : '');

/** The engine's one timer. */
function wake(wait, code) {
  clearTimeout(timer);
  if (wait >= 0) timer = setTimeout(enter, wait, code);
}

/** Any value of the page's as JSON text; what cannot be written is null. */
export function json(value) {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return 'null';
  }
}

/** Notes how something is taken back. */
export const undo = (job) => void undos.push(job);

/** Says one line to whoever looks after the shop. */
export const warn = (sentence) => console.warn('shopbell: ' + sentence);

// Without prototype: what the page added to Object.prototype is no option of ours.
const options = { __proto__: null, capture: true, passive: true };

/** Listens until the door closes; never holds up scrolling. */
export function listen(target, type, hear) {
  target.addEventListener(type, hear, options);
  undo(() => target.removeEventListener(type, hear, options));
}

/** Listens on window or document. */
const hear = (onDocument, type, code) => listen(onDocument ? document : window, type, (event) => enter(code, event));

/** What Rust calls, see page.rs, and what front.js does. */
export const door = { open, close, attempt, enter, ask, answer, hold, said, wake, json, warn, hear };
