/* Countdowns, ratings and products in a real browser. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const often = { frequency: { at_most: 99, per: 'session' } };
const opened = async (show, more) => {
  const it = await openPage(browser, rules(campaign('one', show, often)), more);
  await it.shown();
  return it;
};
const bar = (...blocks) => ({ surface: 'bar', blocks });
const modal = (...blocks) => ({ surface: 'modal', blocks });

/** What the digits show, unit by unit. */
const digits = (it) => it.find('.number').evaluateAll((all) => all.map((one) => one.textContent));
const CLOCK = { clock: '2026-11-24T20:00:00Z' };
const SALE = { countdown: { text: 'Offer ends {end}', until: '2026-11-26T22:30' } };
const WELCOME = { countdown: { text: 'Yours until {end}', for: '2m' } };

test('digits tick at the full second, for those who see them; the end is said in words', async () => {
  const it = await opened(modal(SALE), CLOCK);
  await it.page.clock.pauseAt('2026-11-24T20:00:20.400Z');
  assert.deepEqual(await digits(it), ['2', '02', '29', '40']);
  await it.page.clock.runFor(500);
  assert.deepEqual(await digits(it), ['2', '02', '29', '40']);
  await it.page.clock.runFor(100);
  assert.deepEqual(await digits(it), ['2', '02', '29', '39']);
  await it.page.getByRole('dialog', { name: /^Offer ends Nov 26.*10:30/ }).waitFor();
  assert.equal(await it.find('.digits').getAttribute('aria-hidden'), 'true');
  assert.deepEqual(it.errors, []);
  await it.close();
});

test('days are there as long as there are any, in the language of the message', async () => {
  const korean = rules(campaign('one', { ...bar(SALE), locale: 'ko' }));
  korean.site.locales = ['en', 'ko'];
  const it = await openPage(browser, korean, { clock: '2026-11-25T22:29:00Z' });
  await it.shown();
  await it.page.clock.pauseAt('2026-11-25T22:29:58Z');
  assert.equal(await it.find('.label').first().textContent(), '일');
  assert.deepEqual(await digits(it), ['1', '00', '00', '02']);
  await it.page.clock.runFor(3000);
  assert.deepEqual(await digits(it), ['23', '59', '59']);
  await it.close();
});

test('nothing ticks while nobody looks; afterwards the digits are right at once', async () => {
  const it = await opened(bar(SALE), CLOCK);
  await it.page.clock.pauseAt('2026-11-24T20:00:20Z');
  const look = (hidden) =>
    it.page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await look(true);
  const before = await digits(it);
  await it.page.clock.runFor(5000);
  assert.deepEqual(await digits(it), before);
  await look(false);
  assert.equal((await digits(it)).at(-1), '35');
  await it.page.clock.runFor(1000);
  assert.equal((await digits(it)).at(-1), '34');
  await it.close();
});

test('a visitor’s countdown goes on after a reload, ends the message, and never begins again', async () => {
  const it = await opened(bar(WELCOME), CLOCK);
  await it.page.clock.pauseAt('2026-11-24T20:01:00Z');
  await it.page.reload();
  await it.start();
  await it.shown();
  const [minutes, seconds] = (await digits(it)).slice(-2).map(Number);
  assert.ok(minutes * 60 + seconds <= 61, `${minutes}:${seconds}`);
  await it.page.clock.runFor(65_000);
  await it.page.waitForFunction(() => window.said.some(([name]) => name === 'hide'));
  await it.page.reload();
  await it.start();
  await it.page.clock.runFor(5_000);
  await it.page.waitForFunction(() => window.said.some(([name]) => name === 'ready'));
  assert.equal(await it.count(), 0);
  assert.deepEqual(it.errors, []);
  await it.close();
});

const RATED = modal({ rating: { question: 'How was it?', name: 'order' } });
const lit = (it) => it.find('.star [data-on]').count();

test('a star is a radio that says its number; pressing one answers and goes on', async () => {
  const it = await opened(RATED);
  assert.equal(await it.page.getByRole('group', { name: 'How was it?' }).getByRole('radio').count(), 5);
  await it.page.getByRole('radio', { name: '4 of 5' }).click();
  assert.deepEqual((await it.outcome('submitted')).answers, [['order', '4']]);
  await it.page.waitForFunction(() => !document.querySelector('shopbell-root'));
  await it.close();
});

test('arrow keys light the stars and do not go on; Enter does', async () => {
  const it = await opened(RATED);
  await it.page.getByRole('radio', { name: '1 of 5' }).focus();
  await it.page.keyboard.press('ArrowRight');
  await it.page.keyboard.press('ArrowRight');
  assert.equal(await lit(it), 3);
  assert.ok(!(await it.outcomes()).includes('submitted'));
  await it.page.keyboard.press('Enter');
  assert.deepEqual((await it.outcome('submitted')).answers, [['order', '3']]);
  await it.close();
});

const item = (name, more) => ({ name, price: 24, url: '/product/' + name, image: '/img/' + name + '.webp', sku: name, button: 'Add', ...more });
const PRODUCTS = modal({ text: 'You may also like' }, { products: { items: [item('mug', { was: 30 }), item('bowl'), item('teapot')] } });

test('products are a list: links, prices, and buttons that say what they add', async () => {
  const it = await opened(PRODUCTS);
  assert.equal(await it.page.getByRole('listitem').count(), 3);
  assert.equal(await it.page.getByRole('link', { name: 'mug' }).getAttribute('href'), '/product/mug');
  assert.match(await it.find('.price').first().textContent(), /^Before: €30€24$/);
  await it.page.getByRole('button', { name: 'Add: bowl' }).click();
  assert.deepEqual(await it.said('action'), [{ ...(await it.said('action'))[0], do: 'add_to_cart', sku: 'bowl', quantity: 1 }]);
  await it.find('.status').filter({ hasText: 'Adding…' }).waitFor();
  await it.page.evaluate(() => engine.setCart({ currency: 'EUR', subtotal: 24, items: 1, lines: [{ sku: 'bowl', name: 'Bowl', price: 24, quantity: 1 }] }));
  await it.page.getByRole('button', { name: 'Added: bowl' }).waitFor();
  assert.equal(await it.page.getByRole('button', { name: /^Add:/ }).count(), 2);
  assert.deepEqual(it.errors, []);
  await it.close();
});

test('three stand in a row; at 320 pixels one below the other, and nothing scrolls sideways', async () => {
  for (const [width, rows] of [[1280, 1], [320, 3]]) {
    const it = await opened(PRODUCTS, { context: { viewport: { width, height: 720 } } });
    const boxes = await it.find('.product').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
    assert.equal(new Set(boxes.map(({ top }) => top)).size, rows);
    for (const { left, right } of boxes) assert.ok(left >= 0 && right <= width, `${left} to ${right} of ${width}`);
    assert.ok(await it.find('.content').evaluate((content) => content.scrollWidth <= content.clientWidth));
    await it.close();
  }
});

test('what the page recommends comes from its declaration', async () => {
  const declared = { page: { type: 'product', recommended: [{ sku: 'TEA-01', name: 'Linden tea', price: '9.50', url: '/tea' }] } };
  const head = `<script type="application/json" data-shopbell>${JSON.stringify(declared)}</script>`;
  const it = await opened(bar({ products: { from: 'recommended', button: 'Add' } }), { head });
  await it.page.getByRole('link', { name: 'Linden tea' }).waitFor();
  assert.equal(await it.find('.price').textContent(), '€9.50');
  await it.close();
});
