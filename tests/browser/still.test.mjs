/* Nothing on the page moves because of us: all examples at once, with motion, on every page of the shop, and every surface. The sum of shifts is 0. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';
import { ACCEPTED, cartOf, gone, leave, messages, profileOf, shown, visitor } from './shop.mjs';

const FILLED = { ...ACCEPTED, ...cartOf('MUG-01', 'TEA-01') };
const MORNING = '2026-11-02T09:00:00+02:00';
// Somebody for whom the lot draws a message: one in ten visitors is in the holdout of the test of two texts, and sees less.
const DRAWN = { ...FILLED, ...profileOf('00000000000000000000000000000003', Date.parse(MORNING) - 1000) };
const SCREENS = [
  ['large', { viewport: { width: 1280, height: 800 } }],
  ['small', { viewport: { width: 360, height: 740 } }],
];

for (const [size, context] of SCREENS) {
  test(`a bar whose text changes without a press moves nothing, on a ${size} screen`, async () => {
    const it = await visitor('free-gift', { storage: FILLED, ...context });
    const page = await it.open('/collection.html');
    await shown(page);
    await page.evaluate(() => shopbell.setCart({ currency: 'EUR', lines: [{ sku: 'A', price: 60, quantity: 1 }] }));
    await messages(page).getByText('The mug is yours.').first().waitFor();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await it.close();
  });

  test(`a walk through the shop with all examples, on a ${size} screen`, async () => {
    const it = await visitor('all', { storage: DRAWN, clock: MORNING, reducedMotion: 'no-preference', ...context });
    const page = await it.open('/');
    await page.evaluate(() => scrollTo(0, 240));
    await shown(page);
    assert.equal(await page.evaluate(() => scrollY), 240);
    const seen = [];
    for (const path of ['/', '/collection.html', '/product.html?sku=VAS-01', '/cart.html', '/checkout.html']) {
      await it.open(path, page);
      await page.evaluate(() => scrollTo(0, 150));
      await it.pass(40_000, page);
      await leave(page);
      await it.settled(page);
      seen.push(...it.heard.filter(([name]) => name === 'show').map(([, { campaign }]) => campaign));
      assert.equal(await page.evaluate(() => scrollY), 150, path);
      while (await messages(page).count()) {
        await messages(page).first().getByRole('button', { name: 'Close' }).click();
        await it.pass(31_000, page);
      }
      assert.equal(await page.evaluate(() => scrollY), 150, path);
    }
    assert.ok(new Set(seen).size >= 2, `several messages were seen: ${seen}`);
    // Closing checks that the sum of all shifts, those after a press left out, is 0.
    await it.close();
  });

  for (const [rules, preview] of [['free-gift', 'free-mug'], ['exit-coupon', 'exit-coupon'], ['nps', 'nps'], ['feedback', 'cart-feedback'], ['ab-test', 'welcome-line']]) {
    test(`${preview} comes and goes on a ${size} screen, and the page stays where it is`, async () => {
      const it = await visitor(rules, { storage: FILLED, reducedMotion: 'no-preference', ...context });
      const page = await it.open(`/collection.html?shopbell_preview=${preview}`);
      await shown(page);
      await page.evaluate(() => scrollTo(0, 333));
      const place = () => page.evaluate(() => [scrollY, document.documentElement.clientWidth, ...[...document.querySelectorAll('main h1, .card-link, .site-header')].slice(0, 6).map((element) => Math.round(element.getBoundingClientRect().top))]);
      const before = await place();
      await messages(page).getByRole('button', { name: 'Close' }).click();
      await gone(page);
      assert.deepEqual(await place(), before);
      await it.close();
    });
  }
}

/* ── every surface: coming, another text, leaving ── */

const LINES = [{ text: 'Your cart: {cart.items}' }, { button: { text: 'Fine', do: 'close' } }];
const CARD = { blocks: [{ text: { style: 'headline', text: 'Made by hand' } }, ...LINES] };
/** A row a surface: its name, what is shown, whether it holds the focus. */
const SURFACES = [
  ['modal', { surface: 'modal', ...CARD }, true],
  ['fullscreen', { surface: 'fullscreen', ...CARD }, true],
  ['side', { surface: 'side', ...CARD }, false],
  ['bar at the top', { surface: 'bar', position: 'top', blocks: LINES }, false],
  ['bar at the bottom', { surface: 'bar', position: 'bottom', blocks: LINES }, false],
  ['bar that pushes from the top', { surface: 'bar', position: 'push-top', blocks: LINES }, false],
  ['bar that pushes from the bottom', { surface: 'bar', position: 'push-bottom', blocks: LINES }, false],
  ['teaser', { surface: 'modal', teaser: '10 % off?', ...CARD }, false],
];

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const BODY = '<h1>Mugs</h1><p>From our kiln.</p><div style="height:900px"></div><button id="held">Add</button><div style="width:3000px;height:3000px"></div>';

for (const [name, show, holds] of SURFACES)
  for (const scrolled of [0, 600])
    test(`${name}: nothing moves, and the focus is kept, scrolled by ${scrolled}`, async () => {
      const often = { on: [{ event: { name: 'go' } }], frequency: { at_most: 9, per: 'page', after_dismiss: '0s' } };
      const it = await openPage(browser, rules(campaign('one', show, often)), {
        body: BODY,
        context: { reducedMotion: 'no-preference' },
        init: () => {
          window.shifts = [];
          new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: 'layout-shift', buffered: true });
        },
      });
      const { page } = it;
      const frames = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      /** What is seen of the page, as far as it is scrolled beside, and who has the focus. Where a bar pushes, the number scrolled by is another. */
      const seen = () =>
        page.evaluate(() => [scrollX, ...['h1', 'p', '#held'].map((at) => Math.round(document.querySelector(at).getBoundingClientRect().top))]);
      const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.localName);
      const cart = (quantity) => page.evaluate((quantity) => engine.setCart({ currency: 'EUR', lines: [{ sku: 'A', price: 6, quantity }] }), quantity);
      await cart(1);
      await page.waitForFunction(() => performance.getEntriesByType('paint').length);
      await page.evaluate(() => document.querySelector('#held').focus({ preventScroll: true }));
      await page.evaluate((top) => scrollTo(top / 10, top), scrolled);
      await frames();
      const before = await seen();
      const same = async (when) => {
        await frames();
        assert.deepEqual(await seen(), before, when);
        assert.equal(await page.evaluate(() => window.shifts.reduce((sum, shift) => sum + shift, 0)), 0, `shifts, ${when}`);
      };
      await page.evaluate(() => engine.track('go'));
      await page.locator('shopbell-root').waitFor({ state: 'attached' });
      await same('coming');
      assert.equal(await focus(), holds ? 'shopbell-root' : 'held');
      await cart(12_000);
      await same('with another text');
      assert.equal(await focus(), holds ? 'shopbell-root' : 'held');
      // By its own button: a key that the page hears is no press of ours.
      await page.evaluate(() => document.querySelector('shopbell-root').shadowRoot.querySelector('.close').click());
      await page.waitForFunction(() => !document.querySelector('shopbell-root'));
      await same('gone');
      assert.equal(await focus(), 'held');
      assert.deepEqual(it.errors, []);
      await it.close();
    });
