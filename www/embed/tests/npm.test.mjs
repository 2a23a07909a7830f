/* The npm entry: on a server, and in a real browser against made-up answers: see shop.mjs. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openShop, RULES } from './shop.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const page = (code) => `<script type="module">import { start } from '/index.js'; ${code}</script>`;

test('importing it on a server touches nothing, and starting there does nothing', async () => {
  const { start } = await import('../../../dist/index.js');
  const handle = start({ rules: '/rules.json' });
  handle.track('x');
  handle.push(['track', 'y'], () => assert.fail());
  handle.on('show', () => {})();
  assert.equal(await handle.ready, false);
  await assert.rejects(handle.explain(), /not running/);
  handle.stop();
});

test('start returns at once; calls wait for the engine', async () => {
  const shop = await openShop(browser, page(`window.sb = start({ rules: '/rules.json', consent: 'granted' }); sb.setCart({ items: 1 });`));
  assert.deepEqual(await shop.told(2), [['new', RULES, { consent: 'granted' }], ['setCart', { items: 1 }]]);
  assert.equal(await shop.page.evaluate(() => sb.ready), true);
  assert.deepEqual([shop.lines, shop.errors], [[], []]);
  await shop.page.close();
});

for (const [name, rules] of [
  ['an object', RULES],
  ['bytes', `new TextEncoder().encode('${RULES}')`],
  ['a URL', `new URL('/rules.json', location)`],
]) {
  test(`rules may be ${name}`, async () => {
    const shop = await openShop(browser, page(`start({ rules: ${rules} })`));
    assert.equal((await shop.told())[0][1], RULES);
    await shop.page.close();
  });
}

test('without rules one line says what is missing', async () => {
  const shop = await openShop(browser, page(`window.sb = start()`));
  assert.match(await shop.line(), /^shopbell: there is no start\(\{ rules \}\)/);
  assert.equal(await shop.page.evaluate(() => sb.ready), false);
  assert.deepEqual(shop.errors, []);
  await shop.page.close();
});

test('a second start is the first; after stop it begins anew', async () => {
  const shop = await openShop(browser, page(`window.a = start({ rules: ${RULES} }); window.b = start({ rules: ${RULES} }); window.start = start;`));
  await shop.told();
  assert.equal(await shop.page.evaluate(() => a === b), true);
  const again = (rules) => (a.stop(), (window.c = start({ rules })), a.stop(), start({ rules }) === c);
  assert.equal(await shop.page.evaluate(again, JSON.parse(RULES)), true);
  assert.deepEqual((await shop.told(3)).map(([what]) => what), ['new', 'stop', 'new']);
  // Each of the two that were second said so.
  assert.equal(shop.lines.length, 2);
  await shop.page.close();
});
