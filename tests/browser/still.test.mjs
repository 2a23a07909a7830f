/* Nothing on the page moves because of us: all examples at once, with motion, on every page of the shop. The sum of shifts is 0. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
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
