/*
 * The door: every way from the browser into the engine leads through here.
 *
 * Decides that a fault inside never reaches the page: what was installed is taken back, one line is said, and the engine begins
 * anew from what was compiled. A second fault so soon after the first ends shopbell on this page. What was installed is noted on
 * this side, because after a trap the other one cannot be asked.
 *
 * INVARIANT: one engine a page; the loader's registry sees to it.
 */

/** A fault that comes so many milliseconds after another one is one too many. */
const CALM = 60_000;

/** The engine's one entry, by code; null while the door is closed. */
let entry = null;
/** How the engine begins anew; null where it must not. */
let renew = null;
/** When it met a fault. */
let faulted;
/** How often the door was closed: what somebody asked for before that is not to be told now. */
export let life = 0;
/** The campaign whose message was worked on last. */
let inHand = '';
/** How to take back what was installed. */
let undos = [];
/** What is told to the entry now, beside the code: an event, or JSON text. */
export let told;
/** What the engine answered. */
let answered;
let timer;

/** Opens the door, unless it is closed for good. */
function open(engine, again) {
  if (renew === undefined) return;
  entry = engine;
  renew = again;
}

/** Takes back all that was installed, and lets nothing in any more. */
function close() {
  entry = null;
  life++;
  const all = [...undos, sweep];
  undos = [];
  for (const job of all) {
    try {
      job();
    } catch {
      // The page took it away before us.
    }
  }
}

const sweep = () => document.querySelectorAll('shopbell-root').forEach((root) => root.remove());

/** Runs a job of ours; what it throws ends here. */
export function attempt(job) {
  if (!entry) return;
  try {
    job();
  } catch (error) {
    // Whoever was in the middle of this may fail over it, too; that is the same fault.
    if (entry) recover(error);
  }
}

/** After a fault: once more, or never. */
async function recover(error) {
  const now = performance.now();
  const isOff = now - faulted < CALM;
  const again = renew;
  faulted = now;
  renew = isOff ? undefined : null;
  const where = inHand && ` while it worked on campaign \`${inHand}\``;
  close();
  const closed = life + 1;
  warn(`it met a fault (${error})${where} and ${isOff ? 'is off until the next page load' : 'begins anew'}; the page is not affected.`);
  try {
    // What is still running inside ends first, and may have put something on the page.
    await 0;
    close();
    const begin = await again();
    // Unless it was stopped meanwhile.
    if (!isOff && closed === life) begin();
  } catch {
    // What was compiled a moment ago cannot be had any more: then it stays closed.
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

const worksOn = (campaign) => void (inHand = campaign);

/** What is told from now on. */
const hold = (value) => void (told = value);

/** What is told now, where it is a text. */
const said = () => (typeof told === 'string' ? told : '');

/** The engine's one timer. */
function wake(wait, code) {
  clearTimeout(timer);
  if (wait >= 0) timer = setTimeout(enter, wait, code);
}

/** Lists and plain objects are written as what they are, even where the page has said how all of them are to be written. */
function plain(key, value) {
  const raw = this[key];
  return Array.isArray(raw) || raw?.toJSON === {}.toJSON ? raw : value;
}

/** Any value of the page's as JSON text; what cannot be written is null. */
export function json(value) {
  try {
    return JSON.stringify(value, plain) ?? 'null';
  } catch {
    return 'null';
  }
}

/** Notes how something is taken back. */
export const undo = (job) => void undos.push(job);

/** Says one line to whoever looks after the shop. */
export function warn(sentence) {
  try {
    console.warn('shopbell: ' + sentence);
  } catch {
    // The page has a console of its own.
  }
}

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
export const door = { open, close, attempt, enter, ask, answer, worksOn, hold, said, wake, json, warn, hear };
