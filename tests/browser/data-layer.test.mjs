/* A shop that only has a data layer: GA4 events alone carry cart and orders, whoever pushes them and however often. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messages, nothing, shown, text, until, visitor } from './shop.mjs';

/** The demo shop without a word to shopbell: its analytics are all there is. */
const MUTE = 'export const tellCustomer = () => {}, tellConsent = tellCustomer, tellCart = tellCustomer, startConversation = tellCustomer;';
/** Without a data layer. */
const NAMES = ['viewedList', 'viewedItem', 'addedToCart', 'removedFromCart', 'viewedCart', 'beganCheckout', 'purchased'];
const ANALYTICS = `export const ${NAMES.map((name) => `${name} = () => {}`)};`;
const granted = (tag) => tag.replace('data-consent="required"', 'data-consent="granted"');

async function muteShop(rules, more = {}) {
  const it = await visitor(rules, { tag: granted, ...more });
  await it.owner.route('**/js/shopbell-bridge.js', (route) => route.fulfill({ contentType: 'text/javascript', body: MUTE }));
  return it;
}

test('add_to_cart and remove_from_cart move the bar as setCart would, and what was added on the page before still counts', async () => {
  const it = await muteShop('free-gift');
  const page = await it.open('/product.html?sku=MUG-01');
  await nothing(it, page);
  await page.getByTestId('add-to-cart').click();
  await nothing(it, page);
  await it.open('/product.html?sku=TEA-01', page);
  await page.getByTestId('add-to-cart').click();
  await shown(page);
  assert.match(await text(page), /^Only €13\.50 to a free mug/);
  await page.getByTestId('add-to-cart').click();
  await messages(page).getByText('Only €1 to a free mug').first().waitFor();
  await page.getByTestId('add-to-cart').click();
  await messages(page).getByText('The mug is yours.').first().waitFor();
  // The product page has no way to take something out; its analytics would say it like this.
  const item = { item_id: 'TEA-01', item_name: 'Linden tea', price: 12.5, quantity: 1 };
  await page.evaluate((items) => dataLayer.push({ event: 'remove_from_cart', ecommerce: { currency: 'EUR', value: 12.5, items } }), [item]);
  await messages(page).getByText('Only €1 to a free mug').first().waitFor();
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression']);
  await it.close();
});

test('on one page, with no page between, the second piece brings it', async () => {
  const it = await muteShop('free-gift');
  const page = await it.open('/collection.html');
  const add = (sku) => page.locator(`[data-sku=${sku}]`).getByTestId('quick-add').click();
  await add('MUG-01');
  await nothing(it, page);
  await add('TEA-01');
  await shown(page);
  assert.match(await text(page), /^Only €13\.50 to a free mug/);
  await it.close();
});

test('an order is counted once, however often the thank-you page is loaded', async () => {
  const it = await muteShop('free-gift');
  const page = await it.open('/collection.html');
  for (const sku of ['MUG-01', 'TEA-01']) await page.locator(`[data-sku=${sku}]`).getByTestId('quick-add').click();
  await shown(page);
  await it.open('/checkout.html', page);
  await page.getByTestId('fill-sample').click();
  await page.getByTestId('place-order').click();
  await page.waitForURL('**/thank-you.html*');
  await it.settled(page);
  const purchase = await it.outcome('purchase');
  assert.deepEqual([purchase.order, purchase.value, purchase.currency], [await page.getByTestId('order-number').textContent(), 4140, 'EUR']);
  for (let time = 0; time < 3; time++) {
    await page.reload();
    await it.settled(page);
  }
  // In another tab as well.
  await it.open(new URL(page.url()).pathname + new URL(page.url()).search);
  assert.deepEqual(it.left().filter((type) => type === 'purchase' || type === 'converted'), ['purchase', 'converted']);
  await it.close();
});

test('consent by gtag releases what waited', async () => {
  const it = await muteShop('free-gift', { tag: undefined });
  const page = await it.open('/collection.html');
  for (const sku of ['MUG-01', 'TEA-01']) await page.locator(`[data-sku=${sku}]`).getByTestId('quick-add').click();
  await shown(page);
  await it.settled(page);
  assert.deepEqual(it.left(), []);
  await page.evaluate(() => {
    function gtag() {
      dataLayer.push(arguments);
    }
    gtag('consent', 'update', { analytics_storage: 'granted', ad_storage: 'denied' });
  });
  await it.outcome('impression');
  assert.deepEqual(it.left(), ['exposed', 'impression']);
  await it.close();
});

test('a page without a data layer loads nothing for one; when it gets one, entries from before count', async () => {
  const it = await visitor('free-gift', { tag: granted });
  await it.owner.route('**/js/analytics.js', (route) => route.fulfill({ contentType: 'text/javascript', body: ANALYTICS }));
  await it.owner.route('**/js/shopbell-bridge.js', (route) => route.fulfill({ contentType: 'text/javascript', body: MUTE }));
  const page = await it.open('/collection.html');
  await nothing(it, page);
  assert.deepEqual(it.requests.filter((request) => request.includes('shops')), []);
  await page.evaluate(() => {
    window.dataLayer = [{ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [{ item_id: 'MUG-01', price: 24 }] } }];
    // A page view is when it is looked for.
    history.pushState(null, '', '/collection.html?another');
  });
  await page.waitForFunction(() => dataLayer.push !== Array.prototype.push);
  await page.evaluate(() => dataLayer.push({ event: 'add_to_cart', ecommerce: { items: [{ item_id: 'TEA-01', price: 12.5 }] } }));
  await shown(page);
  await messages(page).getByText('Only €13.50 to a free mug').first().waitFor();
  assert.deepEqual(it.requests.filter((request) => request.includes('shops')), ['GET /dist/shops.js', 'GET /dist/shops.wasm']);
  await it.close();
});

test('what reads the data layer cannot be loaded: one line says so, and everything else runs', async () => {
  for (const missing of ['**/dist/shops.js', '**/dist/shops.wasm']) {
    const it = await visitor('free-gift', { tag: granted });
    it.readsLayer = false;
    await it.owner.route(missing, (route) => route.fulfill({ status: 404 }));
    const page = await it.open('/collection.html');
    await until(() => it.lines.length, 'the line that says so');
    for (const sku of ['MUG-01', 'TEA-01']) await page.locator(`[data-sku=${sku}]`).getByTestId('quick-add').click();
    await shown(page);
    assert.match(await text(page), /^Only €13\.50 to a free mug/);
    assert.equal(await page.evaluate(() => dataLayer.push === Array.prototype.push), true, 'the page has its own push again');
    const [line] = it.lines;
    assert.match(line, /^shopbell: the data layer is not read \(.+\); shops\.js and shops\.wasm must be beside engine\.js\. Everything else runs\.$/);
    await it.close({ lines: [line] });
  }
});
