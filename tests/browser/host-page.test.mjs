/* The shop's page comes first: strict policies, blocked storage, a second tag, faults, routes without a load. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCEPTED, cartOf, gone, leave, messages, nothing, shown, text, until, visitor } from './shop.mjs';

const FILLED = { ...ACCEPTED, ...cartOf('MUG-01', 'TEA-01') };

test('the strictest policy is kept without a single violation', async () => {
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
  const it = await visitor('exit-coupon', { storage: FILLED, policy });
  const page = await it.open('/cart.html');
  await leave(page);
  const modal = await shown(page);
  const { borderRadius, position } = await modal.locator('.card').evaluate((card) => getComputedStyle(card));
  assert.equal(borderRadius, '16px', 'the style sheet holds');
  assert.ok(position);
  await modal.getByRole('button', { name: 'Copy code STAY-10' }).click();
  await it.outcome('coupon_copied');
  await modal.getByRole('button', { name: 'Apply to my cart' }).click();
  await it.close();

  const other = await visitor('free-gift', { storage: FILLED, policy });
  const shelf = await other.open('/collection.html');
  await shown(shelf);
  assert.ok((await messages(shelf).evaluate((root) => root.shadowRoot.querySelector('.track > *').getBoundingClientRect().width)) > 10, 'so does the bar of progress');
  await other.close();
});

test('storage that throws: nothing interrupts, everything else goes on', async () => {
  const blocked = () => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('The operation is insecure.', 'SecurityError'); } });
  };
  const quiet = { format: 1, campaigns: [{ id: 'quiet', on: [{ page_view: {} }], interrupts: false, variants: [{ id: 'a', show: { surface: 'bar', position: 'top', blocks: [{ text: 'Quiet' }] } }] }] };
  const it = await visitor('exit-coupon', { storage: {}, init: blocked });
  const page = await it.open('/product.html?sku=MUG-01');
  await page.getByTestId('add-to-cart').click();
  await page.getByTestId('consent-accept').click();
  await leave(page);
  await nothing(it, page);
  await it.rules(quiet);
  await it.open('/collection.html', page);
  await shown(page);
  await messages(page).getByRole('button', { name: 'Close' }).click();
  await gone(page);
  await it.close();
});

test('a second tag says so once and does nothing', async () => {
  const it = await visitor('free-gift', { storage: FILLED, tag: (tag) => tag + tag });
  const page = await it.open('/collection.html');
  await shown(page);
  await it.settled(page);
  assert.equal(await messages(page).count(), 1);
  assert.deepEqual(it.left(), ['exposed', 'impression']);
  assert.equal(it.requests.filter((request) => request.includes('/dist/engine.wasm')).length, 1);
  assert.match(it.lines[0], /^shopbell: it is on this page twice/);
  await it.close({ lines: it.lines.slice(0, 1) });
});

test('after a fault the engine begins anew; a second one takes all of it from the page, and the page goes on', async () => {
  const it = await visitor('free-gift', { storage: FILLED, engine: process.env.SHOPBELL_TEST_DIST });
  const page = await it.open('/collection.html');
  await shown(page);
  const fault = () =>
    page.evaluate(async () => {
      const { Engine } = await import('/dist/engine.js');
      // One engine runs a page, so the door that a second one knocks at is the same.
      new Engine(new TextEncoder().encode('{"format":1,"campaigns":[]}'), {}).testTrap();
    });
  await fault();
  await until(() => it.heard.filter(([name]) => name === 'ready').length === 2, 'the engine to begin anew');
  await fault();
  assert.equal(await page.locator('shopbell-root').count(), 0);
  assert.deepEqual(await page.evaluate(() => window.listeners), []);
  assert.match(it.lines[0], /^shopbell: it met a fault .* and begins anew; the page is not affected\.$/);
  assert.match(it.lines[1], /^shopbell: it met a fault .* is off until the next page load; the page is not affected\.$/);
  await page.getByTestId('quick-add').first().click();
  await page.waitForFunction(() => document.querySelector('[data-test=cart-count]').textContent === '3');
  await page.evaluate(() => (shopbell.track('x'), shopbell.setCart({ items: 1 }), shopbell.stop()));
  await it.open('/collection.html', page);
  assert.equal(await page.evaluate(() => shopbell.ready), true, 'the next page begins anew');
  await it.close({ lines: it.lines.slice(0, 2) });
});

test('a route without a load is a page view: what shows goes, and what the page was is forgotten', async () => {
  const rules = { format: 1, site: { currency: 'EUR', quiet_interval: '0s' }, campaigns: [{ id: 'mugs', on: [{ page_view: {} }], when: { 'page.path': '/mugs' }, frequency: { at_most: 1, per: 'page' }, variants: [{ id: 'a', show: { surface: 'bar', position: 'bottom', blocks: [{ text: 'All about mugs' }] } }] }] };
  const it = await visitor(rules);
  const page = await it.open('/');
  await nothing(it, page);
  const views = async () => (await page.evaluate(() => JSON.parse(localStorage['shopbell.profile']).visits[0][2]));
  assert.equal(await views(), 1);
  await page.evaluate(() => history.pushState(null, '', '/mugs'));
  await shown(page);
  assert.equal(await text(page), 'All about mugs');
  assert.equal(await views(), 2);
  await page.evaluate(() => history.pushState(null, '', '/bowls'));
  await gone(page);
  assert.equal(await views(), 3);
  await page.evaluate(() => history.back());
  await shown(page);
  await until(async () => (await views()) === 4, 'the fourth page view');
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression', 'exposed', 'impression']);
  assert.equal(new Set(it.sent.map(({ page_view }) => page_view)).size, 2);
  assert.equal(new Set(it.sent.map(({ session }) => session)).size, 1);
  await it.close();
});

test('a page that a route leads to says what it is, and the next one has to say it again', async () => {
  const rules = { format: 1, site: { currency: 'EUR', quiet_interval: '0s' }, campaigns: [{ id: 'cheap', on: [{ page_view: {} }], when: { 'page.type': 'product', 'page.product.price': { $lt: 10 } }, frequency: { at_most: 1, per: 'page' }, variants: [{ id: 'a', show: { surface: 'bar', position: 'bottom', blocks: [{ text: 'A small gift' }] } }] }] };
  const it = await visitor(rules);
  const page = await it.open('/');
  const views = () => page.evaluate(() => JSON.parse(localStorage['shopbell.profile']).visits[0][2]);
  await page.evaluate(() => {
    // A router does both at once, so what is said is about the page that it leads to.
    history.pushState(null, '', '/tea');
    shopbell.setPage({ type: 'product', product: { sku: 'TEA-01', price: '9.50' } });
  });
  await shown(page);
  assert.equal(await views(), 2);
  await page.evaluate(() => history.pushState(null, '', '/linen'));
  await gone(page);
  await nothing(it, page);
  assert.equal(await views(), 3);
  await it.close();
});

test('what hears of an action or of an end may press a button of ours at once', async () => {
  const blocks = [{ text: 'A present?' }, { button: { text: 'Yes', do: { emit: 'wanted' } } }, { button: { text: 'No', do: 'close' } }];
  const rules = { format: 1, site: { currency: 'EUR', quiet_interval: '0s' }, campaigns: [{ id: 'present', on: [{ page_view: {} }], variants: [{ id: 'a', show: { surface: 'modal', blocks } }] }] };
  const it = await visitor(rules);
  const page = await it.open('/');
  const modal = await shown(page);
  await page.evaluate(() => {
    const press = (label) => [...document.querySelector('shopbell-root').shadowRoot.querySelectorAll('button')].find((button) => button.textContent === label)?.click();
    document.addEventListener('shopbell:action', () => press('No'));
    document.addEventListener('shopbell:hide', () => press('Yes'));
  });
  await modal.getByRole('button', { name: 'Yes' }).click();
  await gone(page);
  await it.outcome('dismissed');
  assert.deepEqual(it.actions(), [{ do: 'emit', name: 'wanted', detail: null }]);
  await it.close();
});

test('stop() in the middle of a message: it goes, and the shop hears nothing more of us', async () => {
  const it = await visitor('exit-coupon', { storage: FILLED });
  const page = await it.open('/cart.html');
  await page.getByTestId('checkout-link').focus();
  await leave(page);
  await shown(page);
  await page.evaluate(() => shopbell.stop());
  assert.equal(await page.locator('shopbell-root').count(), 0);
  await leave(page);
  await page.getByTestId('checkout-link').click();
  await page.waitForURL('**/checkout.html');
  await it.close();
});
