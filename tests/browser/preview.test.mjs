/* A preview shows a message at once, says that it is one, and leaves no trace: no outcome, no request, no key, no coupon. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCEPTED, cartOf, gone, leave, messages, nothing, shown, text, visitor } from './shop.mjs';

const FILLED = { ...ACCEPTED, ...cartOf('MUG-01', 'TEA-01') };

const keys = (page) => page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage }).filter((key) => !key.startsWith('demo-shop.')));
async function noTrace(it, page) {
  await it.settled(page);
  assert.deepEqual(it.told, []);
  assert.deepEqual(it.requests.filter((request) => !request.startsWith('GET ')), []);
  assert.deepEqual(await keys(page), []);
}

for (const [name, wanted, says] of [
  ['free-gift', 'free-mug', /^Only €13\.50 to a free mug/],
  ['exit-coupon', 'exit-coupon', /Take 10% off/],
  ['nps', 'nps:bar', /How likely are you to recommend us/],
  ['feedback', 'cart-feedback', /What kept you from ordering/],
  ['ab-test', 'welcome-line', /Your first order is delivered free/],
  ['ab-test', 'welcome-line:story', /five people we know by name/],
]) {
  test(`${wanted} is shown at once, under a ribbon`, async () => {
    const it = await visitor(name, { storage: FILLED });
    const page = await it.open(`/?shopbell_preview=${wanted}`);
    await shown(page);
    await page.waitForFunction((says) => new RegExp(says).test(document.querySelector('shopbell-root').shadowRoot.textContent), says.source.replace('^', ''));
    assert.equal(await messages(page).locator('.ribbon').innerText(), 'Preview');
    await noTrace(it, page);
    await it.close();
  });
}

test('all that can be pressed in it leaves no trace, in the shop neither', async () => {
  const it = await visitor('exit-coupon', { storage: FILLED });
  const page = await it.open('/cart.html?shopbell_preview=exit-coupon:offer');
  const modal = await shown(page);
  await modal.getByRole('button', { name: 'Copy code STAY-10' }).click();
  await modal.getByRole('button', { name: 'Apply to my cart' }).click();
  await it.settled(page);
  assert.equal(await page.getByTestId('cart-total').textContent(), '€41.40', 'the code is not applied');
  assert.deepEqual(it.actions(), []);
  await modal.getByRole('button', { name: 'No, thank you' }).click();
  await gone(page);
  await leave(page);
  await nothing(it, page);
  await noTrace(it, page);
  await it.close();
});

test('answers given in it go nowhere', async () => {
  const it = await visitor('nps', { storage: FILLED });
  const page = await it.open('/?shopbell_preview=nps');
  await shown(page);
  await messages(page).getByRole('radio', { name: '9' }).click();
  await messages(page).getByRole('textbox').fill('The glaze.');
  await messages(page).getByRole('button', { name: 'Send' }).click();
  await messages(page).getByText('Thank you.').first().waitFor();
  await noTrace(it, page);
  await it.close();
});

test('the next page view without the parameter is as if there had been none', async () => {
  const it = await visitor('free-gift', { storage: FILLED });
  const page = await it.open('/?shopbell_preview=free-mug');
  await shown(page);
  await messages(page).getByRole('button', { name: 'Close' }).click();
  await gone(page);
  await noTrace(it, page);
  await it.open('/', page);
  await shown(page);
  assert.match(await text(page), /^Only €13\.50/);
  assert.equal(await messages(page).locator('.ribbon').count(), 0);
  await it.settled(page);
  assert.deepEqual(it.left(), ['exposed', 'impression']);
  const { visits } = JSON.parse(await page.evaluate(() => localStorage['shopbell.profile']));
  assert.equal(visits[0][2], 1, 'the preview was no page view');
  await it.close();
});

test('a preview of nothing shows nothing', async () => {
  const it = await visitor('free-gift', { storage: FILLED });
  for (const wanted of ['no-such-campaign', 'free-mug:no-such-variant', '%00', '__proto__:constructor']) {
    const page = await it.open(`/?shopbell_preview=${wanted}`);
    await nothing(it, page);
    await noTrace(it, page);
    await page.close();
  }
  await it.close();
});
