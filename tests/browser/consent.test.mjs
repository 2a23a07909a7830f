/* Consent before memory: what leaves and what is stored before the answer, after either answer, and when it is taken back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCEPTED, cartOf, gone, leave, messages, nothing, shown, visitor } from './shop.mjs';

const UNASKED = cartOf('MUG-01', 'TEA-01');
const strict = (tag) => tag.replace('data-consent="required"', 'data-consent="strict"');

/** What shopbell has stored, by key. */
const stored = (page) =>
  page.evaluate(() => {
    const all = Object.entries(localStorage).concat(Object.entries(sessionStorage));
    return Object.fromEntries(all.filter(([key]) => !key.startsWith('demo-shop.')).map(([key, text]) => [key, JSON.parse(text)]));
  });
const posts = (it) => it.requests.filter((request) => !request.startsWith('GET '));

test('before the answer messages come, but nothing is asked for besides files, and no id is kept', async () => {
  const it = await visitor('free-gift', { storage: UNASKED });
  const page = await it.open('/collection.html');
  await page.getByTestId('consent').waitFor();
  await shown(page);
  await messages(page).getByRole('button', { name: 'Close' }).click();
  await gone(page);
  await it.open('/product.html?sku=CND-01', page);
  await nothing(it, page);
  assert.deepEqual(posts(it), []);
  assert.deepEqual(it.told, []);
  for (const request of it.requests) assert.match(request, /^GET \/[\w/.-]*(\?sku=CND-01)?(#\w+)?$/, 'a static file');
  const { 'shopbell.profile': profile, ...rest } = await stored(page);
  assert.deepEqual(Object.keys(rest), ['shopbell.layer', 'shopbell.tab']);
  assert.ok(!('visitor' in profile));
  assert.ok(profile.marks.every(([, , , , , exposure]) => /^0+$/.test(exposure)), 'no exposure can be told from another');
  await it.close();
});

test('"Accept" releases what waited, in order, with an id that stays', async () => {
  const it = await visitor('free-gift', { storage: UNASKED });
  const page = await it.open('/collection.html');
  const bar = await shown(page);
  await bar.getByRole('button', { name: 'Add linden tea' }).click();
  await it.settled(page);
  assert.deepEqual(posts(it), []);
  await page.getByTestId('consent-accept').click();
  await it.outcome('clicked');
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression', 'clicked']);
  const { visitor: [, id] } = (await stored(page))['shopbell.profile'];
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.ok(it.sent.every((outcome) => outcome.visitor === id && outcome.unassigned), 'the variant was not drawn by lot, and that is said');
  assert.equal(new Set(it.sent.map((outcome) => outcome.session)).size, 1);

  await it.open('/index.html', page);
  assert.equal((await stored(page))['shopbell.profile'].visitor[1], id);
  await it.close();
});

test('"Only necessary" drops what waited; no id is stored, then or later', async () => {
  const it = await visitor('free-gift', { storage: UNASKED });
  const page = await it.open('/collection.html');
  const bar = await shown(page);
  await page.getByTestId('consent-necessary').click();
  await bar.getByRole('button', { name: 'Add linden tea' }).click();
  await bar.getByRole('button', { name: 'Close' }).click();
  await gone(page);
  await it.open('/cart.html', page);
  await nothing(it, page);
  assert.deepEqual(posts(it), []);
  assert.deepEqual(it.told, []);
  assert.ok(!('visitor' in (await stored(page))['shopbell.profile']));
  await it.close();
});

test('taken back: the id goes at once and nothing more leaves', async () => {
  const it = await visitor('free-gift', { storage: { ...ACCEPTED, ...UNASKED } });
  const page = await it.open('/collection.html');
  const bar = await shown(page);
  await it.outcome('impression');
  await page.getByTestId('privacy-choices').click();
  await page.getByTestId('consent-necessary').click();
  await it.settled(page);
  const { 'shopbell.profile': profile } = await stored(page);
  assert.ok(!('visitor' in profile) && profile.assigned.length === 0);
  await bar.getByRole('button', { name: 'Add linden tea' }).click();
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression']);
  await it.close();
});

test('strict: before the answer nothing is stored and nothing interrupts; after it all is as always', async () => {
  const it = await visitor('exit-coupon', { storage: UNASKED, tag: strict });
  const page = await it.open('/collection.html');
  await leave(page);
  await nothing(it, page);
  assert.deepEqual(await stored(page), {});
  await it.open('/cart.html', page);
  await leave(page);
  await nothing(it, page);
  assert.deepEqual(await stored(page), {});
  assert.deepEqual(posts(it), []);

  await page.getByTestId('consent-accept').click();
  // Leaving is remembered for ten seconds, so the answer alone may bring it; leaving again does in any case.
  await leave(page);
  await shown(page);
  assert.deepEqual(Object.keys(await stored(page)).filter((key) => !/^shopbell\.(layer$|o\b)/.test(key)).sort(), ['shopbell.profile', 'shopbell.tab']);
  await it.outcome('impression');
  await it.close();
});

test('strict and "only necessary": messages come and their dismissal is kept, without an id', async () => {
  const it = await visitor('free-gift', { storage: UNASKED, tag: strict });
  const page = await it.open('/collection.html');
  await nothing(it, page);
  await page.getByTestId('consent-necessary').click();
  await shown(page);
  await messages(page).getByRole('button', { name: 'Close' }).click();
  await gone(page);
  await it.open('/collection.html', page);
  await nothing(it, page);
  assert.deepEqual(it.told, []);
  assert.ok(!('visitor' in (await stored(page))['shopbell.profile']));
  await it.close();
});
