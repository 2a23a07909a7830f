/* A guest listens to no more than it needs: the lifecycle of the page always, a signal only while a campaign reads it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leave, messages, nothing, shown, visitor } from './shop.mjs';

/** The fixed set: pages that come and go, other tabs, routes. */
const LIFECYCLE = ['document visibilitychange', 'navigation currententrychange', 'window pagehide', 'window pageshow', 'window storage'];
const BAR = { surface: 'bar', position: 'bottom', blocks: [{ text: 'Hello' }] };
const rules = (...on) => ({ format: 1, campaigns: [{ id: 'one', on, frequency: { at_most: 1, per: 'page' }, variants: [{ id: 'a', show: BAR }] }] });

const listeners = (page) => page.evaluate(() => window.listeners.toSorted());
const TOUCH = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true };

for (const [what, on, more, context] of [
  ['no campaign reads a signal', [{ event: { name: 'never' } }], []],
  ['time and the cart', [{ page_view: { after: '1h' } }, { cart_changed: {} }], []],
  ['leaving', [{ exit_intent: {} }], ['document mousemove', 'document mouseout']],
  ['leaving, on a phone', [{ exit_intent: {} }], ['document scroll'], TOUCH],
  ['scrolling', [{ scroll: { depth: 99 } }], ['document scroll']],
  ['rest', [{ inactivity: { for: '1h' } }], ['keydown', 'pointerdown', 'pointermove', 'scroll', 'touchstart'].map((type) => `document ${type}`)],
  ['clicks, forms, copies', [{ click: { selector: '#x' } }, { form_submit: { selector: '#x' } }, { text_copied: {} }], ['document click', 'document copy', 'document submit']],
]) {
  test(`${what}: exactly what it takes`, async () => {
    const it = await visitor(rules(...on), context);
    const page = await it.open('/');
    await nothing(it, page);
    assert.deepEqual(await listeners(page), [...LIFECYCLE, ...more].sort());
    assert.equal(await page.evaluate(() => history.pushState === History.prototype.pushState), true, 'history is as it was');
    await it.close();
  });
}

test('a campaign that is switched off listens to nothing', async () => {
  const off = rules({ exit_intent: {} }, { scroll: { depth: 5 } });
  off.campaigns[0].enabled = false;
  const it = await visitor(off);
  const page = await it.open('/');
  assert.deepEqual(await listeners(page), LIFECYCLE);
  await it.close();
});

test('a bar watches where the focus goes; stop() takes back all', async () => {
  const it = await visitor(rules({ exit_intent: {} }));
  const page = await it.open('/');
  await leave(page);
  await shown(page);
  assert.deepEqual(await listeners(page), [...LIFECYCLE, 'document focusin', 'document mousemove', 'document mouseout'].sort());
  await page.evaluate(() => shopbell.stop());
  assert.deepEqual(await listeners(page), []);
  assert.equal(await messages(page).count(), 0);
  assert.deepEqual(it.left(), ['exposed', 'impression']);
  await it.close();
});

test('fifty routes later there is no listener more', async () => {
  const it = await visitor(rules({ exit_intent: {} }, { element_visible: { selector: '#never' } }));
  const page = await it.open('/');
  const before = await listeners(page);
  for (let route = 0; route < 50; route++) await page.evaluate((route) => history.pushState(null, '', `/?route=${route}`), route);
  await page.waitForFunction(() => JSON.parse(sessionStorage['shopbell.tab']).visit && JSON.parse(localStorage['shopbell.profile']).visits[0][2] > 1);
  assert.deepEqual(await listeners(page), before);
  await it.close();
});
