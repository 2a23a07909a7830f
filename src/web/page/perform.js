/*
 * What the engine asks for and browsers may refuse: every call that can throw or fail later is caught here.
 *
 * Decides what happens instead. What is asked for is the engine's.
 */
import { enter, json, life } from './door.js';

/** Tells the page, as a DOM event with the detail that a JSON text says. */
const announce = (name, text) =>
  document.dispatchEvent(new CustomEvent('shopbell:' + name, { __proto__: null, detail: JSON.parse(text) }));

/**
 * Sends a body away, even if the page goes meanwhile. Tells what came of it: status and seconds of `Retry-After`, and on the next line
 * the body; status 0 where nothing came. A text is sent as `text/plain`, for which browsers ask no permission in advance.
 */
async function post(address, body, code, patience = 10_000) {
  let came = '[0]';
  const asked = life;
  try {
    const signal = AbortSignal.timeout(patience);
    const reply = await fetch(address, { __proto__: null, method: 'POST', body, keepalive: true, credentials: 'omit', signal });
    came = json([reply.status, parseInt(reply.headers.get('retry-after'))]) + '\n' + (await reply.text()).slice(0, 65_536);
  } catch {
    // Lost on the way, held back, or not an address.
  }
  // An engine that has begun anew counts its requests anew, too.
  if (asked === life) enter(code, came);
}

/** Asks for a code of a pool, where outcomes go, too. A message waits for it, so not for long. */
const claimCode = (collector, body, code) => post(collector.replace(/outcomes(?=$|\?)/, 'coupons/claim'), body, code, 4_000);

/** Tells once the page has nothing to do. */
const idle = (code) => (window.requestIdleCallback ?? setTimeout)(() => enter(code));

/** So many milliseconds later every tab of a browser knows what one has written. */
const KNOWN = 100;

/** Asks the browser for the screen of this visitor across tabs; true: there is nobody to ask. Else answers `[exposure, granted]`. */
function claim(exposure, code) {
  const { locks } = navigator;
  if (!locks) return true;
  let asked = false;
  const answer = (granted) => {
    if (!asked) enter(code, granted ? exposure : '-' + exposure);
    asked = true;
  };
  try {
    // Reading the profile, the decision and writing it back all happen inside. Another tab reads what was written a little later.
    const options = { __proto__: null, signal: AbortSignal.timeout(2000) };
    locks.request('shopbell', options, () => (answer(true), new Promise((done) => setTimeout(done, KNOWN)))).catch((error) => answer(error.name === 'SecurityError'));
  } catch {
    return true;
  }
  return false;
}

/** Puts text on the clipboard and tells when it is there; where that is refused, selects the code for the shopper's own keys. */
export async function clip(text, root, tell) {
  try {
    await navigator.clipboard.writeText(text);
    tell();
    return;
  } catch {
    // An older browser, an insecure page, or not allowed: as it was done before.
  }
  const shown = root.querySelector('.code');
  if (!shown) return;
  const selection = getSelection();
  selection.setBaseAndExtent(shown, 0, shown, shown.childNodes.length);
  try {
    if (document.execCommand('copy')) tell();
  } catch {
    // The code stands there, selected.
  }
}

/** Whether an address is one that a message may lead to. */
export function allowed(address) {
  try {
    const { protocol, username, password } = new URL(address, document.baseURI);
    return /^(https|mailto|tel):$/.test(protocol) ? !username && !password : protocol === location.protocol;
  } catch {
    return false;
  }
}

/** Goes there. */
export const leaveFor = (address) => allowed(address) && location.assign(address);

const expressions = new Map();

/** Whether an expression is found in a text; one that this browser does not read is not found. */
function finds(source, insensitive, text) {
  const key = insensitive + source;
  try {
    if (!expressions.has(key)) expressions.set(key, new RegExp(source, insensitive ? 'i' : ''));
    return expressions.get(key).test(text);
  } catch {
    return false;
  }
}

/** The number that a text is; an operator, because a page may have replaced `Number`. */
const numberOf = (text) => +text;

const lower = (text) => text.toLowerCase();

const formats = new Map();

/** A format of `Intl`, made once; where the browser does not know the language or currency, what it was given. */
function formatted(kind, locale, options, value) {
  const key = kind + locale + options.currency + options.month;
  try {
    if (!formats.has(key)) formats.set(key, new Intl[kind](locale || undefined, options));
    return formats.get(key).format(value);
  } catch {
    return String(value);
  }
}

/** An amount in minor units. Whole amounts without their zeros. */
export const money = (locale, minor, digits, currency) =>
  formatted('NumberFormat', locale, { __proto__: null, style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' }, minor / 10 ** digits);

/** A number, given as it is written. */
export const number = (locale, text) => formatted('NumberFormat', locale, { __proto__: null }, Number(text));

/** The plural category of a number. */
export function category(locale, count) {
  try {
    return new Intl.PluralRules(locale || undefined).select(count);
  } catch {
    return 'other';
  }
}

/** A day, given as days since 1970. */
export const day = (locale, days) =>
  formatted('DateTimeFormat', locale, { __proto__: null, timeZone: 'UTC', dateStyle: 'medium' }, days * 86_400_000);

/** A moment, given as what a clock shows. Without the year: nobody counts down for so long. */
export const moment = (locale, shown) =>
  formatted('DateTimeFormat', locale, { __proto__: null, timeZone: 'UTC', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }, shown);

/** What Rust calls, see page.rs. */
export const perform = { announce, post, claimCode, idle, claim, finds, numberOf, lower };
