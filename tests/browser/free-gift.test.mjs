/* The free gift in the demo shop: the bar follows the cart, its button fills it, and closing it means peace. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCEPTED, cartOf, gone, HOUR, messages, nothing, shown, text, visitor } from './shop.mjs';

/** A mug and a pack of tea: €36.50, between the two thresholds. */
const FILLED = { ...ACCEPTED, ...cartOf('MUG-01', 'TEA-01') };

test('the bar comes with the cart, moves with it, fills it and says when the gift is reached', async () => {
  const it = await visitor('free-gift');
  const page = await it.open('/product.html?sku=MUG-01');
  await nothing(it, page);
  await page.getByTestId('add-to-cart').click();
  assert.equal(await page.getByTestId('cart-count').textContent(), '1');
  await nothing(it, page);
  assert.deepEqual(it.left(), []);

  await it.open('/product.html?sku=TEA-01', page);
  await nothing(it, page);
  await page.evaluate(() => scrollTo(0, 120));
  await page.getByTestId('add-to-cart').click();
  const bar = await shown(page);
  assert.match(await text(page), /^Only €13\.50 to a free mug/);
  assert.equal(await bar.getByRole('progressbar').getAttribute('aria-valuenow'), '73');
  assert.equal(await page.evaluate(() => scrollY), 120, 'the page stays where it was');
  assert.deepEqual(it.left(), ['exposed', 'impression']);

  const filled = () => bar.evaluate((root) => root.shadowRoot.querySelector('.track > *').getBoundingClientRect().right);
  const before = await filled();
  await bar.getByRole('button', { name: 'Add linden tea' }).click();
  await page.waitForFunction(() => document.querySelector('[data-test=cart-count]').textContent === '3');
  assert.match(await text(page), /^Only €1 to a free mug/);
  assert.ok((await filled()) > before, 'the fill has grown');
  assert.deepEqual(it.actions(), [{ do: 'add_to_cart', sku: 'TEA-01', quantity: 1 }]);

  await bar.getByRole('button', { name: 'Add linden tea' }).click();
  await page.waitForFunction(() => document.querySelector('[data-test=cart-count]').textContent === '4');
  assert.match(await text(page), /^The mug is yours\. We’ll tuck it into your parcel\./);
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression', 'clicked', 'clicked']);

  await page.goto('/cart.html');
  assert.equal(await page.getByTestId('cart-subtotal').textContent(), '€61.50');
  await nothing(it, page);
  await it.close();
});

test('what leaves says who, where and of which message, and the same of all', async () => {
  const it = await visitor('free-gift', { storage: FILLED });
  const page = await it.open('/collection.html');
  await shown(page);
  await it.outcome('impression');
  const [exposed, impression] = it.sent;
  for (const [name, shape] of Object.entries({ id: /^[0-9a-f]{32}$/, visitor: /^[0-9a-f]{32}$/, session: /^[0-9a-f]{32}$/, page_view: /^[0-9a-f]{32}$/, exposure: /^[0-9a-f]{32}$/, revision: /^[0-9a-f]{16}$/, rules: /^[0-9a-f]{16}$/ }))
    assert.match(exposed[name], shape, name);
  assert.deepEqual([exposed.format, exposed.type, exposed.campaign, exposed.variant], [1, 'exposed', 'free-mug', 'bar']);
  assert.ok(Math.abs(exposed.at - Date.now()) < 60_000);
  assert.equal(exposed.bot, true, 'a driven browser is marked');
  assert.ok(!('unassigned' in exposed), 'the visitor had said yes before, so the variant was drawn by lot');
  const { id, at, type, ...rest } = impression;
  for (const [name, value] of Object.entries(rest)) assert.deepEqual(value, exposed[name], name);
  assert.notEqual(id, exposed.id);
  const [request] = it.requests.filter((request) => request.startsWith('POST'));
  assert.equal(request, 'POST /v1/outcomes');
  await it.close();
});

test('closing it keeps it away: on the next page, in a tab opened later and in one that shows it', async () => {
  const it = await visitor('free-gift', { storage: FILLED });
  const page = await it.open('/collection.html');
  await shown(page);
  const other = await it.open('/product.html?sku=VAS-01');
  await shown(other);
  await page.bringToFront();
  await messages(page).getByRole('button', { name: 'Close' }).click();
  await gone(page);
  await gone(other);
  assert.equal((await it.outcome('dismissed')).how, 'close');

  await it.open('/index.html', page);
  await nothing(it, page);
  await nothing(it, await it.open('/product.html?sku=CND-01'));
  await it.settled(page);
  assert.equal(it.left().filter((type) => type === 'exposed').length, 2, 'one a tab');
  assert.equal(it.left().filter((type) => type === 'dismissed').length, 1);
  await it.close();
});

test('a day later it may come again', async () => {
  const it = await visitor('free-gift', { storage: FILLED, clock: '2026-11-20T10:00:00+02:00' });
  const page = await it.open('/collection.html');
  await shown(page);
  await messages(page).getByRole('button', { name: 'Close' }).click();
  await gone(page);
  await it.away(20 * HOUR, page, '/collection.html');
  await nothing(it, page);
  // The page is still open when the day is over: what it was reason to say holds until the next page view.
  await it.pass('05:00:00');
  await shown(page);
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression', 'dismissed', 'exposed', 'impression']);
  assert.equal(new Set(it.sent.map((outcome) => outcome.session)).size, 2, 'it is another visit');
  assert.equal(new Set(it.sent.map((outcome) => outcome.visitor)).size, 1, 'of the same visitor');
  await it.close();
});

test('not in checkout, and an order ends it', async () => {
  const it = await visitor('free-gift', { storage: FILLED });
  const page = await it.open('/collection.html');
  await shown(page);
  await it.open('/checkout.html', page);
  await nothing(it, page);
  await page.getByTestId('fill-sample').click();
  await page.getByTestId('place-order').click();
  await page.waitForURL('**/thank-you.html*');
  await nothing(it, page);
  const converted = await it.outcome('converted');
  assert.deepEqual([converted.campaign, converted.goal, converted.exposure], ['free-mug', 0, it.sent[0].exposure]);
  const purchase = await it.outcome('purchase');
  assert.deepEqual([purchase.value, purchase.currency], [4140, 'EUR']);
  assert.equal(purchase.order, await page.getByTestId('order-number').textContent());
  await it.close();
});

for (const [locale, remaining, button] of [
  ['ro-RO', /^Încă 13,50\sEUR până la o cană cadou/, 'Adaugă ceai de tei'],
  ['ko-KR', /^€13\.50만 더 담으면 머그컵을 드려요/, '린덴 차 담기'],
]) {
  test(`on a page in ${locale} it speaks the language of the page`, async () => {
    const [language] = locale.split('-');
    const it = await visitor('free-gift', { storage: FILLED, tag: (tag) => tag.replace('async', `async data-locale="${language}"`), locale });
    const page = await it.open('/collection.html');
    const bar = await shown(page);
    assert.match(await text(page), remaining);
    assert.equal(await bar.getAttribute('lang'), language);
    await bar.getByRole('button', { name: button }).waitFor();
    await it.close();
  });
}
