/* The guard: what becomes of a fault inside the engine, and of all that was told and counted before it. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { RULES, openStage } from './hostile.mjs';
import { campaign, openPage, rules } from './page.mjs';

let stage;
let engine;
before(async () => {
  stage = await openStage();
  const built = (name) => readFile(join(process.env.SHOPBELL_TEST_DIST, name));
  engine = { 'engine.js': await built('engine.js'), 'engine.wasm': await built('engine.wasm') };
});
after(() => stage.close());

const AGAIN = /^shopbell: it met a fault \(.+\) while it worked on campaign `one` and begins anew; the page is not affected\.$/;
const OFF = /^shopbell: it met a fault \(.+\) while it worked on campaign `one` and is off until the next page load; the page is not affected\.$/;
const SHOW = { surface: 'bar', blocks: [{ text: 'Hello' }] };
const OFTEN = { frequency: { at_most: 99, per: 'day', after_dismiss: '0s' } };
const one = rules(campaign('one', SHOW, OFTEN));

/** How often the engine has begun. */
const begun = (it, times) => it.page.waitForFunction((times) => window.said.filter(([name]) => name === 'ready').length === times, times);
/** Until nobody in the page waits for anything. */
const settled = (it) =>
  it.page.evaluate(async () => {
    await new Promise((done) => requestIdleCallback(() => setTimeout(done)));
    for (let round = 0; round < 3; round++) await navigator.locks.request('shopbell', () => {});
  });

for (const fault of ['testTrap', 'testOverflow', 'testExhaust'])
  test(`${fault}: the message goes, the engine begins anew once; a second fault so soon ends shopbell and nothing else`, async () => {
    const it = await openPage(stage.browser, one);
    await it.shown();
    assert.equal(await it.page.evaluate((fault) => engine[fault](), fault), undefined);
    await begun(it, 2);
    await it.page.waitForFunction(() => window.said.filter(([name]) => name === 'show').length === 2);
    assert.equal(await it.count(), 1, 'the message of the engine that began anew, and no other');
    await it.find('.close').click();
    await it.outcome('dismissed');
    assert.equal(it.lines.length, 1);
    assert.match(it.lines[0], AGAIN);

    await it.page.evaluate((fault) => engine[fault](), fault);
    assert.equal(await it.page.evaluate(() => document.querySelectorAll('shopbell-root').length), 0);
    // Nothing throws afterwards, nothing comes back.
    await it.page.evaluate(() => {
      engine.track('x', {});
      engine.setCart({ total: 1 });
      engine.snapshot();
      engine.stop();
    });
    await it.start();
    await it.page.mouse.move(5, 5);
    await it.page.click('#before');
    await settled(it);
    assert.equal(await it.count(), 0);
    assert.equal(it.lines.length, 2);
    assert.match(it.lines[1], OFF);
    assert.deepEqual(it.errors, []);
    await it.close();
  });

test('a fault a minute later is a first one again', async () => {
  const it = await openPage(stage.browser, one, { clock: new Date() });
  for (const times of [2, 3, 4]) {
    await it.page.evaluate(() => engine.testTrap());
    await begun(it, times);
    await it.page.clock.fastForward(61_000);
  }
  assert.equal(it.lines.length, 3);
  for (const line of it.lines) assert.match(line, AGAIN);
  assert.deepEqual(it.errors, []);
  await it.close();
});

test('what the page has said still holds', async () => {
  const when = { 'cart.items': 2, 'custom.card': true, 'customer.logged_in': true, 'page.type': 'product', 'consent.analytics': true };
  const file = { ...rules(campaign('one', SHOW, { ...OFTEN, when })), custom: { card: 'boolean' } };
  const it = await openPage(stage.browser, file);
  await it.page.evaluate(() => {
    engine.setCart({ items: 1 });
    engine.setCart({ items: 2 });
    engine.set('card', true);
    engine.identify({ id: '7' });
    engine.setPage({ type: 'product' });
    engine.consent({ analytics: true });
  });
  await it.shown();
  await it.page.evaluate(() => engine.testTrap());
  await it.page.waitForFunction(() => window.said.filter(([name]) => name === 'show').length === 2);
  assert.equal(await it.count(), 1);
  assert.deepEqual(it.errors, []);
  await it.close();
});

test('whoever stops it while it begins anew has stopped it', async () => {
  const it = await openPage(stage.browser, one);
  await it.shown();
  await it.page.evaluate(() => {
    engine.testTrap();
    engine.stop();
  });
  await settled(it);
  assert.equal(await it.count(), 0);
  assert.equal((await it.said('ready')).length, 1);
  assert.deepEqual(it.errors, []);
  await it.close();
});

test('what was counted before a fault leaves after it, under the same ids', async () => {
  let takes = false;
  const collect = (response, request, files, keep) => (takes ? keep() : response.writeHead(503, { 'retry-after': '0' }).end());
  const it = await stage.open({ rules: RULES, engine, answers: { collect } });
  await it.go();
  await it.shown();
  const ids = () => it.ask("JSON.stringify(Object.keys(localStorage).filter((key) => key.startsWith('shopbell.o.')).map((key) => key.slice(11)))").then(JSON.parse);
  await it.until(async () => (await ids()).length === 2, 'two outcomes on the device');
  const written = await ids();
  takes = true;
  await it.ask("import('./engine.js').then(({ Engine }) => Engine.prototype.testTrap())");
  await it.until(async () => written.every((id) => it.sent.some((outcome) => outcome.id === id)), 'them to arrive');
  await it.until(async () => (await ids()).length === 0, 'nothing to be left');
  for (const id of written) assert.equal(it.sent.filter((outcome) => outcome.id === id).length, 1);
  await it.buys();
  assert.deepEqual(it.errors, []);
  assert.equal(it.lines.length, 1);
  await it.close();
});
