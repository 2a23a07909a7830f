/* axe finds nothing on any message of the examples, at each step, large and small, light and dark: WCAG 2.2 A and AA, best practice. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { ACCEPTED, cartOf, messages, shown, visitor } from './shop.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const FILLED = { ...ACCEPTED, ...cartOf('MUG-01', 'TEA-01') };

/** What axe finds in the message, as `rule: where`. */
async function findings(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (values) => {
    const { violations, passes } = await axe.run('shopbell-root', { runOnly: { type: 'tag', values } });
    if (passes.length < 5) throw new Error(`axe looked at nothing: ${passes.map(({ id }) => id)}`);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target.flat()} ${any.map(({ message }) => message)}`));
  }, TAGS);
}

/** Every message, and how to come to its other steps. */
const MESSAGES = [
  ['free-gift', 'free-mug:bar'],
  ['exit-coupon', 'exit-coupon:offer'],
  ['ab-test', 'welcome-line:offer'],
  ['nps', 'nps:bar', [
    async (message) => message.getByRole('radio', { name: '9' }).click(),
    async (message) => message.getByRole('button', { name: 'Send' }).click(),
  ]],
  ['feedback', 'cart-feedback:question', [
    async (message) => {
      await message.getByRole('radio', { name: 'Delivery cost or time' }).check();
      await message.getByRole('button', { name: 'Send' }).click();
    },
  ]],
];
const SCREENS = [
  ['1280 wide', { viewport: { width: 1280, height: 800 } }],
  ['1280 wide, dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ['360 wide', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
];

for (const [screen, context] of SCREENS)
  test(`nothing to be found, ${screen}`, async () => {
    for (const [rules, preview, steps = []] of MESSAGES) {
      const it = await visitor(rules, { storage: FILLED, ...context });
      const page = await it.open(`/collection.html?shopbell_preview=${preview}`);
      await shown(page);
      assert.deepEqual(await findings(page), [], preview);
      for (const [number, step] of steps.entries()) {
        const before = await messages(page).evaluate((root) => root.shadowRoot.textContent);
        await step(messages(page));
        await page.waitForFunction((before) => document.querySelector('shopbell-root').shadowRoot.textContent !== before, before);
        assert.deepEqual(await findings(page), [], `${preview}, step ${number + 2}`);
      }
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing scrolls sideways');
      await it.close();
    }
  });

test('at 320 pixels and with text at 200 % everything is there and can be reached', async () => {
  for (const [rules, preview] of MESSAGES) {
    const large = () => {
      const { replaceSync } = CSSStyleSheet.prototype;
      CSSStyleSheet.prototype.replaceSync = function (css) {
        replaceSync.call(this, css + ':host{font-size:32px!important}');
      };
    };
    const it = await visitor(rules, { storage: FILLED, viewport: { width: 320, height: 640 }, init: large });
    const page = await it.open(`/collection.html?shopbell_preview=${preview}`);
    await shown(page);
    // A message has its own size of text: what enlarges text alone enlarges that.
    const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.querySelector('shopbell-root').shadowRoot.querySelector('.content')).fontSize));
    assert.equal(await size(), 32, `${preview}: text is twice as large`);
    for (const button of await messages(page).getByRole('button').all()) {
      await button.scrollIntoViewIfNeeded();
      const { x, y, width, height } = await button.boundingBox();
      assert.ok(x >= 0 && y >= 0 && x + width <= 320.5 && y + height <= 640.5 && width >= 24 && height >= 24, `${preview}: ${JSON.stringify({ x, y, width, height })}`);
    }
    await it.close();
  }
});
