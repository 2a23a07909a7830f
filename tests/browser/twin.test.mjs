/*
 * Pages on which wasm may not run: the same engine as JavaScript takes its place, and nobody else loads it.
 * That it decides alike is tested with every scenario, in tests/wasm/parity.test.mjs.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCEPTED, cartOf, leave, messages, shown, text, until, visitor } from './shop.mjs';

const FILLED = { ...ACCEPTED, ...cartOf('MUG-01', 'TEA-01') };
const STRICT =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

const asked = (it, name) => it.requests.filter((request) => request.endsWith(`/dist/${name}`)).length;

test('a policy that forbids wasm: the twin comes, works, and one violation is reported', async () => {
  const it = await visitor('exit-coupon', { storage: FILLED, policy: STRICT });
  const page = await it.owner.newPage();
  await page.goto('/cart.html');
  assert.equal(await page.evaluate(() => shopbell.ready), true);
  await leave(page);
  const modal = await shown(page);
  await modal.getByRole('button', { name: 'Copy code STAY-10' }).click();
  await it.outcome('coupon_copied');
  await modal.getByRole('button', { name: 'Apply to my cart' }).click();
  await until(() => it.actions().some(({ do: name }) => name === 'apply_coupon'), 'the shop to be told');
  assert.equal(asked(it, 'engine.twin.js'), 1);
  assert.equal(asked(it, 'engine.wasm'), 0, 'what may not run is not fetched');
  // Whoever watches the policy hears of it once: of the engine's try. The demo shop's data layer has a module, and a try, of its own.
  const violations = it.heard.filter(([name]) => name === 'violation').map(([, said]) => said);
  assert.equal(violations.filter((said) => said.includes('engine.js')).length, 1, violations.join('\n'));
  assert.ok(violations.every((said) => said.startsWith('script-src wasm-eval')), violations.join('\n'));
  assert.deepEqual(it.errors, []);
  await it.owner.close();
});

test('a browser without WebAssembly: the cart is followed as always', async () => {
  const it = await visitor('free-gift', { storage: FILLED });
  await it.owner.addInitScript(() => delete window.WebAssembly);
  const page = await it.owner.newPage();
  await page.goto('/collection.html');
  const bar = await shown(page);
  assert.match(await text(page), /^Only €13\.50 to a free mug/);
  await bar.getByRole('button', { name: 'Add linden tea' }).click();
  await page.waitForFunction(() => document.querySelector('[data-test=cart-count]').textContent === '3');
  await page.waitForFunction(() => /Only €1 /.test(document.querySelector('shopbell-root').shadowRoot.textContent));
  assert.equal(await messages(page).count(), 1);
  assert.deepEqual([it.errors, it.lines], [[], []]);
  await it.owner.close();
});

test('where wasm runs, nobody loads the twin', async () => {
  const it = await visitor('free-gift', { storage: FILLED });
  const page = await it.open('/collection.html');
  await shown(page);
  assert.deepEqual([asked(it, 'engine.wasm'), asked(it, 'engine.twin.js'), asked(it, 'shops.twin.js')], [1, 0, 0]);
  await it.close();
});
