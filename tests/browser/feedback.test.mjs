/* What kept you from ordering? A form for one segment: who is asked, what is asked next, and what the answers are. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCEPTED, cartOf, DAY, gone, HOUR, messages, nothing, shown, text, visitor } from './shop.mjs';

const CUSTOMER = { 'demo-shop.customer': 'returning' };
const MORNING = '2026-11-02T09:00:00+02:00';

/** Somebody with a cart comes back after two hours and stays for eight seconds. */
async function back(storage) {
  const it = await visitor('feedback', { storage: { ...ACCEPTED, ...cartOf('VAS-01'), ...storage }, clock: MORNING });
  const page = await it.open('/product.html?sku=VAS-01');
  await it.pass(20_000, page);
  await nothing(it, page);
  await it.away(2 * HOUR, page);
  await it.pass(7_000, page);
  await nothing(it, page);
  await it.pass(1_500, page);
  return { it, page };
}

test('a customer is asked; the choice and the comment leave together, and delivery is answered', async () => {
  const { it, page } = await back(CUSTOMER);
  await shown(page);
  const dialog = page.getByRole('dialog', { name: 'What kept you from ordering?' });
  await dialog.getByRole('radio', { name: 'Delivery cost or time' }).check();
  await dialog.getByRole('textbox', { name: 'Anything you’d like to add?' }).fill('I only found out at the very end.');
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression'], 'nothing leaves before it is sent');
  await dialog.getByRole('button', { name: 'Send' }).click();

  await messages(page).getByText('Delivery is free from 75 euro').first().waitFor();
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression', 'submitted', 'converted', 'step']);
  assert.deepEqual(it.sent[2].answers, [['reason', 'delivery'], ['more', 'I only found out at the very end.']]);
  assert.deepEqual(it.sent[4].step, 'delivery');
  await page.getByRole('dialog').getByRole('link', { name: 'Back to my cart' }).or(page.getByRole('dialog').getByRole('button', { name: 'Back to my cart' })).click();
  await page.waitForURL('**/cart.html');
  await nothing(it, page);
  assert.equal((await it.outcome('clicked')).action, 'navigate');
  await it.close();
});

test('any other reason is thanked, and whoever answered is not asked again', async () => {
  const { it, page } = await back(CUSTOMER);
  await shown(page);
  await messages(page).getByRole('radio', { name: 'Just not today' }).check();
  await messages(page).getByRole('button', { name: 'Send' }).click();
  await messages(page).getByText('Somebody here reads every answer.').first().waitFor();
  assert.deepEqual((await it.outcome('submitted')).answers, [['reason', 'later']]);
  await messages(page).getByRole('button', { name: 'Back to the shop' }).click();
  await gone(page);
  await it.away(60 * DAY, page);
  await it.pass(9_000, page);
  await nothing(it, page);
  await it.close();
});

test('whoever would rather not say says nothing', async () => {
  const { it, page } = await back(CUSTOMER);
  await shown(page);
  await messages(page).getByRole('radio', { name: 'The price' }).check();
  await messages(page).getByRole('textbox').fill('half a thought');
  await messages(page).getByRole('button', { name: 'Rather not say' }).click();
  await gone(page);
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression', 'dismissed']);
  assert.ok(!JSON.stringify(it.sent).includes('half a thought'));
  assert.ok(!(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).includes('half a thought'));
  await it.close();
});

test('a stranger is not asked until the shop says who it is', async () => {
  const { it, page } = await back({});
  await nothing(it, page);
  assert.deepEqual(it.left(), []);
  await page.getByTestId('demo-controls').click();
  await page.getByTestId('demo-login').click();
  await shown(page);
  assert.match(await text(page), /^What kept you from ordering\?/);
  await it.close();
});
