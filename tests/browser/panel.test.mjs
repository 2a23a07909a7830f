/* The debug panel, against a made-up engine: what it shows, when it asks, and that text stays text. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { openBrowser } from './page.mjs';

const panel = await readFile(new URL('../../dist/panel.js', import.meta.url));
const TOOLS = `
  export default async function init() {}
  export const check = () => [{ code: 'SB008', severity: 'error', line: 3, column: 7, pointer: 'campaigns[0].when', message: 'unknown fact' }];`;
const EVIL = '<img src=x onerror="window.pwned=1">';
const EXPLANATION = {
  facts: [
    { name: 'cart.subtotal', value: '24.00 EUR', known: true, read: true },
    { name: 'customer.orders', value: 'not reported', known: false, read: true },
    { name: 'custom.' + EVIL, value: EVIL, known: true, read: false },
  ],
  campaigns: [
    {
      id: 'free-mug',
      name: 'A free mug',
      sentence: 'Its condition does not hold.',
      state: 'blocked',
      gates: [{ gate: 'enabled', pass: true, sentence: '' }, { gate: 'when', pass: false, sentence: 'It does not hold.' }],
      clauses: [{ depth: 0, text: 'cart.subtotal is at least 30.00 EUR', verdict: 'false', seen: '24.00 EUR', missing: '6.00 to go', line: 3, column: 7, clause: true }],
    },
    { id: 'evil', name: EVIL, sentence: EVIL, state: 'showing', gates: [{ gate: EVIL, pass: false, sentence: EVIL }], clauses: [{ depth: 0, text: EVIL, verdict: 'unknown', seen: EVIL, missing: '', line: 0, column: 0, clause: true }] },
  ],
};

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function opened(init) {
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.route('**', (route) => {
    const { pathname } = new URL(route.request().url());
    const js = { '/panel.js': panel, '/tools.js': TOOLS }[pathname];
    if (js) return route.fulfill({ body: js, contentType: 'text/javascript' });
    const csp = `default-src 'none'; script-src 'self' 'unsafe-inline'; require-trusted-types-for 'script'`;
    return route.fulfill({ contentType: 'text/html', headers: { 'content-security-policy': csp }, body: '<!doctype html><title>shop</title>' });
  });
  if (init) await page.addInitScript(init);
  await page.goto('https://shop.test/?shopbell_debug=1');
  const start = () =>
    page.evaluate(async (explanation) => {
      window.asked = 0;
      window.explanation = explanation;
      const { open } = await import('/panel.js');
      const handle = { explain: async () => (window.asked++, window.explanation) };
      open({ handle, rules: new Uint8Array(), snapshot: () => 'state' });
    }, EXPLANATION);
  await start();
  await page.locator('shopbell-panel .campaign').first().waitFor();
  return { page, errors, start, find: (selector) => page.locator(`shopbell-panel ${selector}`) };
}

test('the sentence first, gates and clauses on demand', async () => {
  const { page, find, errors } = await opened();
  assert.equal(await find('.head .sentence').first().textContent(), 'Its condition does not hold.');
  assert.equal(await find('.clause').first().isVisible(), false);
  await find('.head').first().click();
  assert.equal(await find('.clause').first().isVisible(), true);
  assert.match(await find('.clause').first().textContent(), /cart\.subtotal is at least 30\.00 EUR.*saw 24\.00 EUR · 6\.00 to go.*3:7/);
  assert.match(await find('.preview').first().getAttribute('href'), /shopbell_debug=1&shopbell_preview=free-mug/);
  assert.match(await find('.problems').textContent(), /1 error in the rule file.*SB008.*unknown fact/);
  assert.deepEqual(errors, []);
  await page.close();
});

test('text is text, and no policy of the page is in the way', async () => {
  const { page, find, errors } = await opened();
  await page.waitForTimeout(100);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await find('img').count(), 0);
  assert.equal(await find('.drawer').evaluate((drawer) => getComputedStyle(drawer).position), 'fixed');
  assert.deepEqual(errors, []);
  await page.close();
});

test('it asks while it is open, at once when something happens, and not when folded', async () => {
  const { page, find } = await opened();
  const asked = () => page.evaluate(() => window.asked);
  const first = await asked();
  await page.evaluate(() => document.dispatchEvent(new CustomEvent('shopbell:outcome')));
  assert.equal(await asked(), first + 1);
  await page.waitForFunction((count) => window.asked > count, first + 1);
  await find('.fold').first().click();
  const folded = await asked();
  await page.waitForTimeout(1300);
  await page.evaluate(() => document.dispatchEvent(new CustomEvent('shopbell:outcome')));
  assert.equal(await asked(), folded);
  await find('.tab').click();
  await page.waitForFunction((count) => window.asked > count, folded);
  await page.close();
});

test('what is unfolded, folded and filtered stays so on the next page', async () => {
  const { page, find, start } = await opened();
  await find('.head').first().click();
  await find('.filter').fill('subtotal');
  await page.reload();
  await start();
  await find('.fact').first().waitFor();
  assert.equal(await find('.fact').count(), 1);
  assert.equal(await find('.clause').first().isVisible(), true);
  await find('.fold').first().click();
  await page.reload();
  await start();
  await find('.tab').waitFor();
  assert.equal(await find('.drawer').isVisible(), false);
  await page.close();
});

test('without storage it forgets, no more', async () => {
  const { page, find, errors } = await opened(() => {
    Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } });
  });
  await find('.head').first().click();
  await find('.filter').fill('x');
  assert.deepEqual(errors, []);
  await page.close();
});

test('rows stay while values change', async () => {
  const { page, find } = await opened();
  await find('.head').first().click();
  const same = await page.evaluate(async () => {
    const { shadowRoot } = document.querySelector('shopbell-panel');
    const row = shadowRoot.querySelector('.fact');
    window.explanation = structuredClone(window.explanation);
    window.explanation.facts[0].value = '31.00 EUR';
    document.dispatchEvent(new CustomEvent('shopbell:outcome'));
    await new Promise((done) => setTimeout(done, 50));
    return row === shadowRoot.querySelector('.fact') && row.textContent.includes('31.00 EUR');
  });
  assert.ok(same);
  await page.close();
});
