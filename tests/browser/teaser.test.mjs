/* Teasers and reminders in a real browser: keys, focus, the next page. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const OFFER = { surface: 'modal', teaser: { text: '10 % off?', when: 'both' }, blocks: [{ text: 'Ten percent off' }] };
const CODE = { surface: 'modal', blocks: [{ text: 'Ten percent off' }, { coupon: { code: 'SAVE10', reminder: true, apply: true } }] };

test('a teaser takes no focus, opens by keyboard, and has the focus again once the message is closed', async () => {
  const it = await openPage(browser, rules(campaign('one', OFFER, { on: [{ event: { name: 'go' } }] })));
  await it.page.focus('#before');
  await it.page.evaluate(() => engine.track('go'));
  await it.shown();
  assert.equal(await it.focused(), 'before');
  await it.page.getByRole('region', { name: '10 % off?' }).waitFor();
  await it.find('.tease').focus();
  await it.page.keyboard.press('Enter');
  await it.page.getByRole('dialog', { name: 'Ten percent off' }).waitFor();
  assert.equal(await it.focused(), 'headline');
  await it.page.keyboard.press('Escape');
  assert.equal((await it.outcome('dismissed')).how, 'escape');
  await it.page.getByRole('region', { name: '10 % off?' }).waitFor();
  assert.equal(await it.focused(), 'tease');
  await it.page.keyboard.press('Tab');
  assert.equal(await it.focused(), 'close');
  await it.page.keyboard.press('Enter');
  assert.equal(await it.count(), 0);
  assert.deepEqual(it.errors, []);
  await it.close();
});

test('a reminder is there on the next page, and gone once the code is in the cart', async () => {
  const it = await openPage(browser, rules(campaign('one', CODE)));
  await it.shown();
  await it.page.getByRole('button', { name: 'Copy code SAVE10' }).click();
  await it.page.keyboard.press('Escape');
  await it.page.getByRole('region', { name: /Your code/ }).waitFor();
  await it.page.goto('/next');
  await it.start();
  await it.page.getByRole('region', { name: /SAVE10/ }).waitFor();
  assert.equal(await it.count(), 1);
  await it.page.evaluate(() => engine.setCart({ subtotal: '40', coupons: ['SAVE10'] }));
  await it.page.waitForFunction(() => !document.querySelector('shopbell-root:not([data-leaving])'));
  assert.deepEqual(it.errors, []);
  await it.close();
});

test('the button that applies asks the shop and says so', async () => {
  const it = await openPage(browser, rules(campaign('one', CODE)));
  await it.shown();
  await it.page.getByRole('button', { name: 'Apply code SAVE10' }).click();
  assert.deepEqual(await it.said('action'), [{ do: 'apply_coupon', code: 'SAVE10' }]);
  assert.match(await it.find('[role=status]').textContent(), /Applying/);
  await it.close();
});
