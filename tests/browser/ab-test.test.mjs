/* Two welcomes and a holdout: who gets what is a matter of the visitor's id, the same on every page, counted the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCEPTED, DAY, gone, messages, nothing, profileOf, shown, text, visitor } from './shop.mjs';

const NOW = '2026-11-02T09:00:00+02:00';

/** 32-bit FNV-1a over UTF-16 code units, as GrowthBook has it. */
const fnv = (text) => [...text].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0, 0x811c9dc5);
/** The lot of a visitor in phase 1 of the example. */
const lot = (id) => (fnv(String(fnv('welcome-line.1' + id))) % 10_000) / 10_000;
/** The first id whose lot is in this part. */
function visitorIn(from, to) {
  for (let number = 1; ; number++) {
    const id = number.toString(16).padStart(32, '0');
    if (from <= lot(id) && lot(id) < to) return id;
  }
}
const HOLDOUT = visitorIn(0, 0.1);
const OFFER = visitorIn(0.1, 0.55);
const STORY = visitorIn(0.55, 1);

/** A first visit with this id, on its second page, five seconds later. */
async function arrive(id, rules = 'ab-test') {
  const storage = { ...ACCEPTED, ...profileOf(id, Date.parse(NOW) - 1000) };
  const it = await visitor(rules, { storage, clock: NOW });
  const page = await it.open('/');
  await it.pass(5_000, page);
  await nothing(it, page);
  assert.deepEqual(it.left(), []);
  await it.open('/collection.html?category=linen', page);
  await it.pass(5_000, page);
  return { it, page };
}

test('the holdout sees nothing and is exposed all the same, once', async () => {
  const { it, page } = await arrive(HOLDOUT);
  await nothing(it, page);
  assert.deepEqual(it.left(), ['exposed']);
  const [exposed] = it.sent;
  assert.deepEqual([exposed.visitor, exposed.campaign, exposed.variant], [HOLDOUT, 'welcome-line', 'holdout']);
  assert.ok(!('unassigned' in exposed));
  await it.open('/collection.html?category=ceramics', page);
  await it.pass(5_000, page);
  await nothing(it, page);
  assert.deepEqual(it.left(), ['exposed'], 'its cap is used up like that of the others');
  await it.close();
});

for (const [id, variant, says] of [[OFFER, 'offer', 'New here? Your first order is delivered free.'], [STORY, 'story', 'Thrown, woven and blended by five people we know by name.']]) {
  test(`another id is shown the ${variant}`, async () => {
    const { it, page } = await arrive(id);
    await shown(page);
    assert.ok((await text(page)).startsWith(says));
    await it.settled(page);
    assert.deepEqual(it.sent.map((outcome) => [outcome.type, outcome.visitor, outcome.variant]), [['exposed', id, variant], ['impression', id, variant]]);
    const bar = await messages(page).locator('.bar').boundingBox();
    assert.ok(bar.y < 100, 'at the top');
    await it.close();
  });
}

test('a reload, a later visit and other weights change nothing', async () => {
  const often = { frequency: { at_most: 1, per: 'page' }, when: { 'session.page_views': { $gte: 1 } } };
  const { campaigns: [welcome], ...rest } = JSON.parse(await (await import('node:fs/promises')).readFile(new URL('../../rules-examples/ab-test/rules.json', import.meta.url)));
  const weighted = (...weights) => ({ ...rest, site: { ...rest.site, quiet_interval: '0s' }, campaigns: [{ ...welcome, ...often, variants: welcome.variants.map((variant, index) => ({ ...variant, weight: weights[index] })) }] });
  const storage = { ...ACCEPTED, ...profileOf(OFFER, Date.parse(NOW) - 1000) };
  const it = await visitor(weighted(10, 45, 45), { storage, clock: NOW });
  const page = await it.open('/');
  const again = async () => {
    await it.pass(5_000, page);
    await shown(page);
    assert.match(await text(page), /^New here\?/);
  };
  await again();
  await page.reload();
  await it.settled(page);
  await again();
  await it.away(3 * DAY, page);
  await again();
  await it.rules(weighted(90, 1, 9));
  await it.open('/', page);
  await again();
  assert.deepEqual([...new Set(it.sent.map(({ variant }) => variant))], ['offer']);
  assert.equal(new Set(it.sent.map(({ revision }) => revision)).size, 1, 'weights are not what a campaign says');
  await it.close();
});

test('a press on the button leads on, and both goals are reached by this visitor', async () => {
  const { it, page } = await arrive(OFFER);
  const bar = await shown(page);
  await bar.getByText('Look around').click();
  await page.waitForURL('**/collection.html');
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression', 'clicked', 'converted']);
  await page.getByTestId('quick-add').first().click();
  await it.open('/checkout.html', page);
  await page.getByTestId('fill-sample').click();
  await page.getByTestId('place-order').click();
  await page.waitForURL('**/thank-you.html*');
  await it.settled(page);
  const converted = it.sent.filter(({ type }) => type === 'converted');
  assert.deepEqual(converted.map(({ goal, exposure, variant }) => [goal, exposure, variant]), [[1, it.sent[0].exposure, 'offer'], [0, it.sent[0].exposure, 'offer']]);
  await it.close();
});

test('closed is closed: the same visitor reads neither on the next page', async () => {
  const { it, page } = await arrive(STORY);
  await shown(page);
  await messages(page).getByRole('button', { name: 'Close' }).click();
  await gone(page);
  await it.open('/collection.html', page);
  await it.pass(5_000, page);
  await nothing(it, page);
  await it.close();
});
