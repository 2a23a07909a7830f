/* The coupon for those who leave: the pointer goes out through the top, a modal comes, and all ways through it and out of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCEPTED, cartOf, DAY, focused, gone, leave, messages, nothing, shown, text, visitor } from './shop.mjs';

const FILLED = { ...ACCEPTED, ...cartOf('MUG-01', 'TEA-01') };

test('the pointer leaves through the top and a modal offers the coupon; copying it says so', async () => {
  const it = await visitor('exit-coupon', { storage: FILLED });
  const page = await it.open('/cart.html');
  await nothing(it, page);
  await leave(page);
  const modal = await shown(page);
  await page.getByRole('dialog', { name: 'Take 10% off the cart you just filled' }).waitFor();
  assert.match(await text(page), /Before you go/i);
  assert.equal(await modal.locator('code').textContent(), 'STAY-10');
  assert.deepEqual(it.left(), ['exposed', 'impression']);

  const copy = modal.getByRole('button', { name: 'Copy code STAY-10' });
  await copy.click();
  await page.waitForFunction(() => document.querySelector('shopbell-root').shadowRoot.querySelector('.copy').textContent === 'Copied');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'STAY-10');
  assert.equal((await it.outcome('coupon_copied')).code, 'STAY-10');
  await it.close();
});

test('applying it changes the total in the shop, and the next page leaves whoever has it in peace', async () => {
  const it = await visitor('exit-coupon', { storage: FILLED });
  const page = await it.open('/cart.html');
  assert.equal(await page.getByTestId('cart-total').textContent(), '€41.40');
  await leave(page);
  const modal = await shown(page);
  await modal.getByRole('button', { name: 'Apply to my cart' }).click();
  await page.waitForFunction(() => document.querySelector('[data-test=cart-total]').textContent === '€37.75');
  assert.equal(await page.getByTestId('cart-discount').textContent(), '−€3.65');
  assert.deepEqual(it.actions(), [{ do: 'apply_coupon', code: 'STAY-10' }]);
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression', 'clicked', 'converted']);
  assert.equal(it.sent[3].goal, 1);
  await messages(page).getByRole('button', { name: 'Close' }).click();
  await gone(page);

  await it.open('/collection.html', page);
  await leave(page);
  await nothing(it, page);
  await it.close();
});

test('Escape closes it and the focus returns to where it was', async () => {
  const it = await visitor('exit-coupon', { storage: FILLED });
  const page = await it.open('/product.html?sku=MUG-01');
  await page.getByTestId('add-to-cart').focus();
  await leave(page);
  await shown(page);
  assert.equal(await focused(page), 'headline');
  await page.keyboard.press('Escape');
  await gone(page);
  assert.equal(await focused(page), 'add-to-cart');
  assert.equal((await it.outcome('dismissed')).how, 'escape');
  await leave(page);
  await nothing(it, page);
  await it.close();
});

test('behind it the page stays where it was and cannot be reached; no is as good as the cross', async () => {
  const it = await visitor('exit-coupon', { storage: FILLED });
  const page = await it.open('/collection.html');
  await page.evaluate(() => scrollTo(0, 300));
  await leave(page);
  const modal = await shown(page);
  for (const name of ['Copy code STAY-10', 'Apply to my cart', 'No, thank you', 'Close', 'Copy code STAY-10']) {
    await page.keyboard.press('Tab');
    // Between the last and the first the focus may be on the browser's own buttons.
    if ((await focused(page)) === 'BODY') await page.keyboard.press('Tab');
    assert.ok(await modal.getByRole('button', { name }).evaluate((button) => button.getRootNode().activeElement === button), name);
  }
  assert.equal(await page.evaluate(() => scrollY), 300);
  await modal.getByRole('button', { name: 'No, thank you' }).click();
  await gone(page);
  assert.equal((await it.outcome('dismissed')).how, 'button');
  assert.equal(await page.evaluate(() => scrollY), 300);
  await it.close();
});

test('not in checkout, not with an empty cart, not for a pointer that only wanders', async () => {
  const it = await visitor('exit-coupon', { storage: FILLED });
  const page = await it.open('/checkout.html');
  await leave(page);
  await nothing(it, page);
  await it.open('/cart.html', page);
  await page.mouse.move(400, 500);
  await page.mouse.move(600, 90, { steps: 5 });
  await nothing(it, page);
  await it.close();

  const empty = await visitor('exit-coupon');
  const home = await empty.open('/');
  await leave(home);
  await nothing(empty, home);
  assert.deepEqual(empty.left(), []);
  await empty.close();
});

test('a month of peace after it was closed, in days that pass', async () => {
  const it = await visitor('exit-coupon', { storage: FILLED, clock: '2026-11-02T09:00:00+02:00' });
  const page = await it.open('/cart.html');
  await leave(page);
  await shown(page);
  await page.keyboard.press('Escape');
  await gone(page);
  for (const [days, comes] of [[8, false], [21, false], [2, true]]) {
    await it.away(days * DAY, page, '/cart.html');
    await leave(page);
    if (comes) await shown(page);
    else await nothing(it, page);
  }
  await it.close();
});

test('on a phone it is a sheet at the lower edge, after a fast scroll up', async () => {
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
  const it = await visitor('exit-coupon', { storage: FILLED, ...phone });
  const page = await it.open('/collection.html');
  await page.evaluate(() => scrollTo(0, 1600));
  // Far, and within the half second in which a scroll is one.
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const begun = performance.now();
    while (performance.now() - begun < 200) await frame();
    for (let y = 1600; y > 200; y -= 120) {
      scrollTo(0, y);
      await frame();
    }
  });
  await shown(page);
  const card = await messages(page).locator('.card').boundingBox();
  assert.ok(card.width >= 340 && Math.abs(card.y + card.height - 740) <= 12, JSON.stringify(card));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  await it.close();
});
