/*
 * Nothing lost: what becomes of outcomes when requests and replies are lost, tabs die and the visitor withdraws.
 *
 * The collector of these tests does what each test says, and writes down what arrived: a request to it is real, on another origin.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { ACCEPTED, shop, shown, until, visitor } from './shop.mjs';

// Playwright starts Chromium without the cache of the back button.
shop(['--disable-back-forward-cache']);

const KEY = /^shopbell\.o\./;
const BAR = { surface: 'bar', position: 'bottom', blocks: [{ text: 'Hello' }] };
const RULES = {
  format: 1,
  site: { currency: 'EUR', quiet_interval: '0s' },
  campaigns: [{ id: 'hello', on: [{ page_view: {} }], frequency: { at_most: 1, per: 'page', after_dismiss: '0s' }, variants: [{ id: 'a', show: BAR }] }],
};

const opened = [];
after(() => opened.forEach((server) => (server.closeAllConnections(), server.close())));

/**
 * A collector. `answer` is what it does next: 'keep' (and say so), 'hold' the answer until `release()`, 'lose' the request, 'lose reply', or
 * a status with headers.
 */
async function collector(answer = 'keep') {
  const it = { answer, batches: [], held: [] };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      const ids = JSON.parse(body).outcomes.map(({ id }) => id);
      const headers = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After' };
      it.batches.push(ids);
      it.types ??= [request.headers['content-type'], request.headers.cookie];
      // Some write it with room: more than the engine takes of a text.
      const keep = () => response.writeHead(200, headers).end(JSON.stringify({ accepted: ids, rejected: [] }) + ' '.repeat(5000));
      if (it.answer === 'keep') keep();
      else if (it.answer === 'hold') it.held.push(keep);
      else if (it.answer === 'lose') request.socket.destroy();
      else response.writeHead(it.answer.status, { ...headers, ...it.answer.headers }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  opened.push(server);
  it.address = `http://127.0.0.1:${server.address().port}/v1/outcomes`;
  it.ids = () => new Set(it.batches.flat());
  it.release = () => it.held.splice(0).forEach((keep) => keep());
  /** Waits for the request of this number. */
  it.asked = (times) => until(() => it.batches.length >= times, `request ${times}`);
  return it;
}

/** A visitor of a shop with this collector. The pages come from the server as they are: browsers ask before others may reach this machine. */
async function visit(far, more) {
  const it = await visitor(RULES, more);
  await it.owner.addInitScript((collector) => (window.shopbell_config = { __proto__: null, collector }), far.address);
  return it;
}
const keys = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => /^shopbell\.o\b/.test(key)));
const ids = async (page) => (await keys(page)).filter((key) => KEY.test(key)).map((key) => key.replace(KEY, ''));
const emptied = (page) => page.waitForFunction(() => !Object.keys(localStorage).some((key) => /^shopbell\.o\b/.test(key)));
/** Both outcomes of the message. */
const seen = async (it) => until(() => it.told.length >= 2 && it.told.map(({ id }) => id), 'both outcomes');

test('an outcome is written before it is sent, and deleted once the collector lists it', async () => {
  const far = await collector('hold');
  const it = await visit(far);
  const page = await it.open('/');
  const told = await seen(it);
  await until(() => far.ids().size === 2, 'both to arrive');
  assert.deepEqual((await ids(page)).sort(), told.toSorted(), 'as long as nobody answered');
  const kept = await page.evaluate((id) => JSON.parse(localStorage['shopbell.o.' + id]), told[0]);
  assert.equal(kept.type, 'exposed');
  far.release();
  far.answer = 'keep';
  await emptied(page);
  assert.deepEqual(far.types, ['text/plain;charset=UTF-8', undefined], 'no question in advance, no cookie');
  assert.equal(it.told.length, 2, 'the page hears of each once');
  await it.close();
});

test('a 503 is asked again after what its Retry-After says', async () => {
  const far = await collector({ status: 503, headers: { 'retry-after': '60' } });
  const it = await visit(far, { clock: new Date() });
  const page = await it.open('/');
  const told = await seen(it);
  await until(() => far.ids().size === 2, 'both to arrive');
  far.answer = 'keep';
  const before = far.batches.length;
  await it.pass(50_000, page);
  assert.equal(far.batches.length, before);
  assert.deepEqual((await ids(page)).sort(), told.toSorted());
  await it.pass(13_000, page);
  await emptied(page);
  assert.deepEqual(far.batches.at(-1).toSorted(), told.toSorted(), 'the same ids, in one request');
  await it.close();
});

test('what is lost on the way is sent again', async () => {
  const far = await collector('lose');
  const it = await visit(far);
  const page = await it.open('/');
  const told = await seen(it);
  await far.asked(1);
  far.answer = 'keep';
  await emptied(page);
  assert.deepEqual([...far.ids()].sort(), told.toSorted());
  await it.close();
});

test('three times without an answer, and the page asks no more; the next one does', async () => {
  const far = await collector('lose');
  const it = await visit(far, { clock: new Date() });
  const page = await it.open('/');
  await seen(it);
  for (let round = 0; round < 10; round++) await it.pass(65_000, page);
  const before = far.batches.length;
  assert.ok(before >= 3, `${before} requests`);
  for (let round = 0; round < 10; round++) await it.pass(65_000, page);
  assert.equal(far.batches.length, before);
  assert.equal((await ids(page)).length, 2);
  far.answer = 'keep';
  await it.open('/cart.html', page);
  await it.pass(11_000, page);
  await emptied(page);
  await it.close();
});

test('a tab that dies before the answer loses nothing: the next visit sends it with the same id', async () => {
  const far = await collector('hold');
  const it = await visit(far);
  const page = await it.open('/');
  const told = await seen(it);
  await until(() => far.ids().size === 2, 'both to arrive');
  await page.close();
  far.answer = 'keep';
  const first = far.batches.length;
  const next = await it.open('/');
  await emptied(next);
  const again = new Set(far.batches.slice(first).flat());
  for (const id of told) assert.ok(again.has(id), `${id} comes again`);
  assert.equal(far.ids().size, 4, 'two of each visit');
  await it.close();
});

test('a page that is left sends what nobody has taken yet, and keeps it', async () => {
  const far = await collector({ status: 500, headers: {} });
  const it = await visit(far, { clock: new Date() });
  let answered = 0;
  it.owner.on('response', (response) => (answered += response.request().method() === 'POST'));
  const page = await it.open('/');
  await seen(it);
  await far.asked(1);
  // No timer fires any more: what is asked from now on is asked because the page is left.
  await it.owner.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
  // Whatever the page has asked for since then comes back behind those answers: then it has read them.
  const read = async () => {
    const asked = far.batches.length;
    await page.evaluate(() => fetch('/').then((answer) => answer.text()));
    return answered > 0 && answered === asked && asked === far.batches.length;
  };
  await until(read, 'every answer');
  const before = far.batches.length;
  await page.goto('about:blank');
  await until(() => far.batches.length > before, 'a request on leaving');
  far.answer = 'keep';
  await it.owner.clock.resume();
  const next = await it.open('/');
  await emptied(next);
  assert.equal(far.ids().size, 4);
  await it.close();
});

test('a page with something on its way comes back from the cache of the back button', async () => {
  const far = await collector('hold');
  const permissions = ['local-network-access'];
  const it = await visit(far, { permissions, init: () => addEventListener('pageshow', ({ persisted }) => persisted && window.heardInPage('back', location.pathname)) });
  // The demo's server forbids all caching; shops do not.
  await it.owner.route((url) => url.pathname === '/collection.html', async (route) => {
    const answer = await route.fetch();
    const { 'cache-control': _, ...headers } = answer.headers();
    await route.fulfill({ response: answer, headers });
  });
  const page = await it.open('/collection.html');
  await shown(page);
  await until(() => far.ids().size === 2, 'both to arrive');
  await page.goto('/checkout.html');
  await it.settled(page);
  far.release();
  far.answer = 'keep';
  await page.evaluate(() => history.back());
  await until(() => it.heard.find(([name, path]) => name === 'back' && path === '/collection.html'), 'the page to come back');
  await it.close();
});

test('taken back: every key goes at once', async () => {
  const far = await collector({ status: 503, headers: { 'retry-after': '600' } });
  const it = await visit(far);
  const page = await it.open('/');
  await seen(it);
  await far.asked(1);
  assert.equal((await ids(page)).length, 2);
  const left = await page.evaluate(() => {
    shopbell.consent({ analytics: false });
    return Object.keys(localStorage).filter((key) => key.startsWith('shopbell.o'));
  });
  assert.deepEqual(left, []);
  // Nor does a page that begins with the refusal keep what an earlier one wrote.
  await page.evaluate(() => {
    localStorage['shopbell.o.' + 'f'.repeat(32)] = '{}';
    localStorage['demo-shop.consent'] = JSON.stringify({ analytics: false, marketing: false, preferences: false });
  });
  await it.open('/', page);
  assert.deepEqual(await keys(page), []);
  await it.close();
});

test('nothing is written before the answer, nor where there is no collector', async () => {
  const far = await collector();
  const asked = await visit(far, { storage: {} });
  const page = await asked.open('/');
  await shown(page);
  await asked.settled(page);
  assert.deepEqual(await keys(page), []);
  assert.equal(far.batches.length, 0);
  await page.getByTestId('consent-accept').click();
  await seen(asked);
  await until(() => far.ids().size === 2, 'both to arrive');
  await emptied(page);
  await asked.close();

  const alone = await visitor(RULES, { storage: ACCEPTED, tag: (tag) => tag.replace(/data-collector="[^"]*"/, '') });
  const quiet = await alone.owner.newPage();
  await quiet.goto('/');
  await until(() => alone.told.length >= 2, 'outcomes on the page');
  assert.deepEqual(await keys(quiet), []);
  await alone.owner.close();
});
