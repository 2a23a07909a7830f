/*
 * What can be seen of page, device and moment, as JSON text: measurements, never opinions.
 *
 * Decides how each is measured. Texts are cut to what the engine's reader takes.
 */
import { enter, json, life } from './door.js';

const cut = (text) => String(text ?? '').slice(0, 1000);

const address = () => cut(location.href.split('#')[0]);

const page = () => ({ url: address(), title: cut(document.title), language: cut(document.documentElement.lang) });

/** The page as it is now. */
const pageText = () => json(page());

/** Whether the page is only prepared, for a shopper who may never look at it. */
const prerendering = () => document.prerendering === true;

/** Tells every declaration in the page, in its order. */
const declarations = (code) =>
  document.querySelectorAll('script[type="application/json"][data-shopbell]').forEach((script) => enter(code, script.textContent));

/** Whether nobody looks at the tab. */
const hidden = () => document.hidden;

/** All that is known when a page view begins. */
function startText() {
  const { userAgent, language, webdriver, globalPrivacyControl } = navigator;
  const touch = matchMedia('(pointer: coarse)').matches;
  let from = '';
  try {
    from = new URL(document.referrer).host;
  } catch {
    // A direct visit.
  }
  let timeZone;
  try {
    timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  } catch {
    // A page without Intl.
  }
  const entropy = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const text = json({
    entropy,
    ...page(),
    referrer: from === location.host ? '' : from,
    kind: touch ? (Math.min(screen.width, screen.height) < 600 ? 'mobile' : 'tablet') : 'desktop',
    touch,
    width: innerWidth,
    speaks: language,
    // Loaded anew, gone back to, or begun anew after a fault.
    again: life > 0 || /^(reload|back)/.test(performance.getEntriesByType?.('navigation')[0]?.type),
    zone: timeZone,
    bot: webdriver === true || /bot\b|crawl|spider|headless/i.test(userAgent),
    // An answer to the consent question, if it is there at all.
    marketing: globalPrivacyControl === true ? false : undefined,
  });
  // Without chance all visitors would be one.
  if (!/[1-9a-f]/.test(entropy) || text.indexOf(entropy) < 0) throw Error('chance or JSON is broken');
  return text;
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** Offset in minutes east of Greenwich now, the time of the next change (0 where none is in sight), and the offset from then on. */
function zone(offset) {
  let before = wall();
  const now = offset(before);
  for (let day = 0; day < 200; day += 10) {
    let after = before + 10 * DAY;
    if (offset(after) !== now) {
      while (after - before > MINUTE) {
        const middle = before + (after - before) / 2;
        if (offset(middle) === now) before = middle;
        else after = middle;
      }
      // Clocks change on whole minutes.
      return [now, Math.floor(after / MINUTE) * MINUTE, offset(after)];
    }
    before = after;
  }
  return [now, 0, 0];
}

/** The shop's zone by its IANA name and the visitor's; UTC where the browser knows no such name. */
function zonesText(name) {
  const visitor = (at) => -new Date(at).getTimezoneOffset();
  let shop = () => 0;
  try {
    // The only calendar format that `Date.parse` must read back is ISO; Swedish writes it.
    const format = new Intl.DateTimeFormat('sv', {
      __proto__: null,
      timeZone: name || 'UTC',
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    shop = (at) => Math.round((Date.parse(format.format(at).replace(' ', 'T') + 'Z') - at) / MINUTE);
  } catch {
    // The rule file names a zone that this browser does not have.
  }
  return json([...zone(shop), ...zone(visitor)]);
}

/** How far down the page the window's lower edge has come, in percent of what can be scrolled; -1 where nothing can. */
function depth() {
  const room = document.documentElement.scrollHeight - innerHeight;
  return room > 0 ? Math.min(100, Math.round((scrollY * 100) / room)) : -1;
}

/** Pixels that the page is scrolled by. */
const scrolledBy = () => scrollY;

/** Milliseconds of a clock that never runs backwards. */
const monotonic = () => performance.now();

/** Milliseconds since 1970, as far as the device knows; 0 where that is no time. */
function wall() {
  const now = Date.now();
  return Math.abs(now) < 8e12 ? +now : 0;
}

/** What Rust calls, see page.rs. */
export const measure = { prerendering, pageText, startText, zonesText, declarations, hidden, depth, scrolledBy, monotonic, wall };
