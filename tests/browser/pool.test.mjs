/*
 * Codes from a pool: asked for when they are about to be seen, and what becomes of a message whose code does not come.
 *
 * The collector here does what each test says; a request to it is real, on another origin. That the real one gives no code twice is
 * tested where it is made, in `collector/tests`.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { shop, until, visitor } from './shop.mjs';

shop();

const opened = [];
after(() => opened.forEach((server) => (server.closeAllConnections(), server.close())));

/** A collector that keeps every outcome; `claim` says what it does with a claim: a status and a body, 'hold' until `release()`, or 'lose'. */
async function collector(claim) {
  const it = { claim, claims: [], held: [] };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      const reply = (status, json) => response.writeHead(status, { 'access-control-allow-origin': '*' }).end(JSON.stringify(json));
      if (request.url.startsWith('/v1/outcomes')) return reply(200, { accepted: JSON.parse(body).outcomes.map(({ id }) => id), rejected: [] });
      it.claims.push({ url: request.url, ...JSON.parse(body) });
      const answer = () => reply(...it.claim);
      if (it.claim === 'lose') request.socket.destroy();
      else if (it.claim === 'hold') it.held.push(answer);
      else answer();
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  opened.push(server);
  it.address = `http://127.0.0.1:${server.address().port}/v1/outcomes?site=ceramics`;
  it.release = (...claim) => {
    it.claim = claim;
    it.held.splice(0).forEach((answer) => answer());
  };
  return it;
}

async function visit(far, show, more = {}) {
  const campaign = { id: 'offer', on: [{ page_view: {} }], frequency: { at_most: 1, per: 'page' }, variants: [{ id: 'a', show }] };
  const it = await visitor({ format: 1, site: { currency: 'EUR', quiet_interval: '0s' }, campaigns: [campaign] }, more);
  await it.owner.addInitScript((collector) => (window.shopbell_config = { __proto__: null, collector }), far.address);
  return it;
}

const coupon = (more) => ({ coupon: { pool: 'spring', ...more } });
const OFFER = { surface: 'side', blocks: [{ text: 'A code of your own' }, coupon()] };
const told = (it, type) => until(() => it.told.find((outcome) => outcome.type === type), type);

test('the message comes with its code, and whoever comes back is the same', async () => {
  const far = await collector('hold');
  const it = await visit(far, OFFER);
  const page = await it.open('/');
  await until(() => far.claims.length, 'the claim');
  const exposed = await told(it, 'exposed');
  assert.equal(await page.locator('shopbell-root').count(), 0, 'nothing is on screen without the code');
  far.release(200, { code: 'SPRING-7K2M' });
  await page.getByText('SPRING-7K2M').waitFor();
  const { visitor: id } = exposed;
  assert.deepEqual(far.claims, [{ url: '/v1/coupons/claim?site=ceramics', campaign: 'offer', pool: 'spring', visitor: id }]);
  await page.getByRole('button', { name: 'Copy code SPRING-7K2M' }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'SPRING-7K2M');
  await page.reload();
  await page.getByText('SPRING-7K2M').waitFor();
  assert.deepEqual(far.claims.map(({ visitor }) => visitor), [id, id], 'the collector can give the same code');
  assert.deepEqual(it.errors, []);
  await it.close();
});

for (const [name, claim] of [
  ['an empty pool', [410, { error: 'empty' }]],
  ['a collector that is out of reach', 'lose'],
  ['a collector that says nonsense', [200, { code: 7 }]],
])
  test(`${name}: the other block stands in the place of the code, or nothing comes`, async () => {
    const far = await collector(claim);
    const it = await visit(far, { ...OFFER, blocks: [{ text: 'A code of your own' }, coupon({ else: { text: 'All codes are given' } })] });
    const page = await it.open('/');
    await page.getByText('All codes are given').waitFor();
    await it.close();

    const other = await visit(far, OFFER);
    const bare = await other.open('/');
    await told(other, 'error');
    assert.equal(await bare.locator('shopbell-root').count(), 0);
    assert.deepEqual(other.told.map(({ type }) => type), ['exposed', 'error'], 'the exposure counts, as for everybody');
    assert.deepEqual(other.errors, []);
    await other.close();
  });

test('behind a question something stands in the place of the code until it comes', async () => {
  const far = await collector('hold');
  const ask = { id: 'ask', blocks: [{ choice: { question: 'Why not today?', options: ['Price', 'Delivery'] } }] };
  const it = await visit(far, { surface: 'side', steps: [ask, { id: 'code', blocks: [{ text: 'Thank you' }, coupon({ else: { coupon: 'THANKS' } })] }] });
  const page = await it.open('/');
  await page.getByRole('radio', { name: 'Price' }).check();
  assert.deepEqual(far.claims, [], 'nothing is asked for before it is reached');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Getting your code…').waitFor();
  far.release(200, { code: 'SPRING-7K2M' });
  await page.getByText('SPRING-7K2M').waitFor();
  assert.equal(await page.getByText('Getting your code…').count(), 0);
  await it.close();
});

test('a visitor who refused analytics is asked for by nobody, nor is a preview', async () => {
  const far = await collector([200, { code: 'SPRING-7K2M' }]);
  const show = { ...OFFER, blocks: [{ text: 'A code of your own' }, coupon({ else: { text: 'Ask us in the shop' } })] };
  const refused = { 'demo-shop.consent': { analytics: false, marketing: false, preferences: false } };
  const it = await visit(far, show, { storage: refused });
  const page = await it.open('/');
  await page.getByText('Ask us in the shop').waitFor();
  await it.close();
  const other = await visit(far, show);
  const seen = await other.open('/?shopbell_preview=offer');
  await seen.getByText('EXAMPLE', { exact: true }).waitFor();
  assert.deepEqual(far.claims, []);
  await other.close();
});
