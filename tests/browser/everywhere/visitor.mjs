/*
 * A visitor of the demo shop in any engine: finds things by their name, uses them with real pointer and keys, waits by asking the page.
 */
import assert from 'node:assert/strict';
import { setTimeout as moment } from 'node:timers/promises';
import { front } from './front.mjs';

const PATIENCE_MS = 20_000;
export const ACCEPTED = { 'demo-shop.consent': { analytics: true, marketing: true, preferences: true } };
export const cartOf = (...skus) => ({ 'demo-shop.cart': { lines: skus.map((sku) => ({ sku, option: '', quantity: 1 })), coupons: [] } });

export async function until(found, what) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const it = await found();
    if (it) return it;
    if (Date.now() > end) throw new assert.AssertionError({ message: `waited in vain for ${what}` });
    await moment(20);
  }
}

/** In the page: where the middle of what has this name is, when it has come to rest. */
async function place(name) {
  const roots = [...document.querySelectorAll('shopbell-root:not([data-leaving])')].map((root) => root.shadowRoot);
  const all = [...roots, document].flatMap((root) => [...root.querySelectorAll('button, a, input, textarea, [data-test]')]);
  const isIt = (one) => [one.dataset.test, one.getAttribute('aria-label'), one.textContent.trim(), one.name && `${one.name} ${one.value}`].includes(name);
  const one = all.find((one) => isIt(one) && one.getClientRects().length);
  if (!one) return null;
  one.scrollIntoView({ block: 'nearest' });
  const seat = one.matches('input[type=radio]') ? one.closest('label') ?? one : one;
  const frame = () => new Promise(requestAnimationFrame);
  for (let before = ''; ; ) {
    const { left, top, width, height } = seat.getBoundingClientRect();
    const now = [left, top, width, height].join();
    if (now === before) return [left + width / 2, top + height / 2];
    before = now;
    await frame();
    await frame();
  }
}

/** In the page: all that the engine was asked is answered. */
async function calm() {
  await window.shopbell.ready;
  for (let round = 0; round < 3; round++) await navigator.locks.request('shopbell', () => {});
}

const FOCUS = `(() => {
  let active = document.activeElement;
  while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active.getAttribute('aria-label') || active.dataset.test || (active.tagName === 'BUTTON' && active.textContent.trim()) || active.className || (active.type === 'radio' && active.value) || active.textContent.trim() || active.tagName;
})()`;
const MESSAGE = `document.querySelector('shopbell-root:not([data-leaving])')?.shadowRoot`;

/** A visitor with an empty profile but for `storage`, and a first tab. */
export async function visitor(engine, origin, rules, { storage = ACCEPTED, size, ...served } = {}) {
  const it = await front(origin, rules, { storage, ...served });
  const tabs = [];

  it.tab = async () => {
    const driven = await engine.tab({ size, from: tabs[0]?.driven });
    const call = (job, ...given) => driven.run(`(${job})(...${JSON.stringify(given)})`);
    const tab = { driven, run: driven.run, call, front: driven.front, move: driven.move, press: driven.press, type: driven.type, resize: driven.resize, screenshot: driven.screenshot };
    const asked = (source) => driven.run(source).catch((error) => (/context|destroyed|navigat|window|document/i.test(error.message) ? null : Promise.reject(error)));
    tab.until = (source) => until(() => asked(`!!(${source})`), source);
    tab.open = async (path = '/') => {
      await driven.goto(it.origin + path);
      await tab.settled();
    };
    tab.settled = async () => {
      await tab.until('window.shopbell?.ready');
      await call(calm);
      await until(() => it.sent.length >= it.told().length, 'outcomes to leave the page');
    };
    tab.reload = async () => {
      await driven.reload();
      await tab.settled();
    };
    tab.back = () => driven.back();
    tab.click = async (name) => {
      const at = await until(() => driven.run(`(${place})(${JSON.stringify(name)})`), `${name} to click at`);
      await driven.click(...at);
    };
    tab.clickAt = driven.click;
    /** The pointer goes up and out. Drivers cannot leave the page, so the last step is the event that browsers make of it. */
    tab.leave = async () => {
      for (const y of [420, 300, 160, 60]) await driven.move(500, y);
      await driven.run(`void document.elementFromPoint(500, 60).dispatchEvent(new MouseEvent('mouseout', { bubbles: true, relatedTarget: null, clientX: 500, clientY: -1 }))`);
    };
    /** Leaves until a message holds the shopper up: a slow driver's pointer may be too slow to count the first time. */
    tab.heldUp = () => until(async () => (await tab.leave(), await asked(`!!(${MESSAGE})`)), 'a message for who leaves');
    tab.shown = () => tab.until(MESSAGE);
    tab.gone = () => tab.until(`!(${MESSAGE})`);
    tab.nothing = async () => {
      await tab.settled();
      assert.equal(await driven.run(`!!(${MESSAGE})`), false, 'a message on screen');
    };
    tab.says = (words) => tab.until(`${MESSAGE}?.textContent.includes(${JSON.stringify(words)})`);
    tab.message = (job) => driven.run(`(${job})(${MESSAGE})`);
    tab.focus = () => driven.run(FOCUS);
    tabs.push(tab);
    return tab;
  };
  it.of = (kind) => it.heard.filter(([name]) => name === kind).map(([, detail]) => detail);
  it.told = () => it.of('outcome');
  it.left = () => it.sent.map(({ type }) => type);
  it.outcome = (type) => until(() => it.sent.find((outcome) => outcome.type === type), `an outcome ${type}`);
  /** Ends the visit: no errors, no violations, nothing on the console but these lines. */
  const { close } = it;
  it.end = async (lines = []) => {
    assert.deepEqual(it.of('error'), [], 'errors on the page');
    assert.deepEqual(it.of('violation'), [], 'violations of the policy');
    assert.deepEqual(it.of('line'), lines, 'lines on the console');
  };
  it.leaveAll = async () => {
    for (const tab of tabs.reverse()) await tab.driven.close().catch(() => {});
    await close();
  };
  return it;
}
