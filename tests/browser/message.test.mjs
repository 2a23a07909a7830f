/* Messages in a real browser: focus, keys, answers, the clipboard. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const MODAL = {
  surface: 'modal',
  blocks: [
    { text: { style: 'headline', text: 'Before you go' } },
    { text: 'Ten percent off.' },
    { coupon: { code: 'STAY-10' } },
    { button: { text: 'Apply', do: { apply_coupon: { code: 'STAY-10' } } } },
    { button: { text: 'No', do: 'close', style: 'link' } },
  ],
};
const BAR = { surface: 'bar', position: 'bottom', blocks: [{ text: 'Free delivery.' }, { button: { text: 'Fine', do: 'close' } }] };
const NPS = {
  surface: 'bar',
  position: 'top',
  steps: [
    { id: 'score', blocks: [{ nps: { question: 'How likely?', name: 'score' } }] },
    { id: 'why', blocks: [{ comment: { label: 'Why?', name: 'why' } }] },
    { id: 'thanks', blocks: [{ text: 'Thank you' }] },
  ],
};
const loaded = (show) => rules(campaign('one', show));

async function opened(show, more) {
  const it = await openPage(browser, loaded(show), more);
  await it.shown();
  return it;
}

test('a modal takes the focus to its heading and gives it back', async () => {
  const it = await openPage(browser, rules(campaign('one', MODAL, { on: [{ event: { name: 'go' } }] })));
  await it.page.focus('#field');
  await it.page.locator('#before').focus();
  await it.page.evaluate(() => engine.track('go'));
  await it.shown();
  assert.equal(await it.focused(), 'headline');
  const dialog = it.page.getByRole('dialog', { name: 'Before you go' });
  await dialog.waitFor();
  const stops = [];
  for (let step = 0; step < 5; step++) {
    await it.page.keyboard.press('Tab');
    stops.push(await it.focused());
  }
  assert.deepEqual(stops.slice(0, 4), ['copy', 'primary', 'link', 'close']);
  await it.page.keyboard.press('Escape');
  assert.equal((await it.outcome('dismissed')).how, 'escape');
  assert.equal(await it.focused(), 'before');
  await it.page.waitForFunction(() => !document.querySelector('shopbell-root'));
  assert.deepEqual(it.errors, []);
  await it.close();
});

test('no message while the shopper types', async () => {
  const it = await openPage(browser, rules(campaign('one', MODAL, { on: [{ event: { name: 'go' } }] })));
  await it.page.focus('#field');
  await it.page.evaluate(() => engine.track('go'));
  await it.page.waitForTimeout(100);
  assert.equal(await it.count(), 0);
  await it.close();
});

test('a press beside the card closes it, dragging out of it does not', async () => {
  const it = await opened(MODAL);
  const { mouse } = it.page;
  const card = await it.find('.card').boundingBox();
  await mouse.move(card.x + 60, card.y + 60);
  await mouse.down();
  await mouse.move(20, 20);
  await mouse.up();
  assert.equal(await it.count(), 1);
  await mouse.click(20, 20);
  assert.equal((await it.outcome('dismissed')).how, 'backdrop');
  assert.equal(await it.count(), 0);
  await it.close();
});

test('the close button is large enough, named, and closes', async () => {
  const it = await opened(MODAL);
  const button = it.page.getByRole('button', { name: 'Close' });
  const box = await button.boundingBox();
  // While it comes in, pixels are shares of pixels.
  assert.ok(Math.round(box.width) >= 40 && Math.round(box.height) >= 40, JSON.stringify(box));
  await button.click();
  assert.equal((await it.outcome('dismissed')).how, 'close');
  await it.close();
});

test('copying fills the clipboard and says so for two seconds', async () => {
  const it = await opened(MODAL);
  const copy = it.find('.copy');
  await copy.click();
  await it.page.waitForFunction(() => document.querySelector('shopbell-root').shadowRoot.querySelector('.copy').textContent === 'Copied');
  assert.equal(await it.page.evaluate(() => navigator.clipboard.readText()), 'STAY-10');
  assert.equal(await it.find('[role=status]').textContent(), 'Copied');
  assert.equal((await it.outcome('coupon_copied')).code, 'STAY-10');
  await it.page.waitForFunction(() => document.querySelector('shopbell-root').shadowRoot.querySelector('.copy').textContent === 'Copy');
  await it.close();
});

test('without the clipboard the old way copies', async () => {
  const it = await opened(MODAL, { init: () => Object.defineProperty(navigator, 'clipboard', { value: undefined }) });
  await it.find('.copy').click();
  await it.page.waitForFunction(() => document.querySelector('shopbell-root').shadowRoot.querySelector('.copy').textContent === 'Copied');
  await it.close();
});

test('a button asks the shop', async () => {
  const it = await opened(MODAL);
  await it.find('.primary').click();
  assert.deepEqual(await it.said('action'), [{ do: 'apply_coupon', code: 'STAY-10' }]);
  await it.close();
});

test('a bar leaves the focus alone and hears Escape only when it has it', async () => {
  const it = await openPage(browser, rules(campaign('one', BAR, { on: [{ event: { name: 'go' } }] })));
  await it.page.locator('#before').focus();
  await it.page.evaluate(() => engine.track('go'));
  await it.shown();
  assert.equal(await it.focused(), 'before');
  await it.page.getByRole('region', { name: 'Free delivery.' }).waitFor();
  await it.page.keyboard.press('Escape');
  assert.equal(await it.count(), 1);
  // Said once to those who do not see it, then the line is cleared.
  await it.page.waitForFunction(() => document.querySelector('shopbell-root').shadowRoot.querySelector('[role=status]').textContent === 'Free delivery.');
  await it.find('.close').focus();
  await it.page.keyboard.press('Escape');
  assert.equal((await it.outcome('dismissed')).how, 'escape');
  assert.equal(await it.focused(), 'before');
  await it.close();
});

test('a score is chosen by a finger', async () => {
  const it = await opened(NPS);
  await it.find('.cell').nth(9).click();
  assert.equal(await it.find('textarea').count(), 1);
  await it.close();
});

test('Space chooses the score that has the focus', async () => {
  const it = await opened(NPS);
  await it.find('input').first().focus();
  await it.page.keyboard.press('Space');
  assert.equal(await it.find('textarea').count(), 1);
  await it.close();
});

test('arrow keys only move along the scale, Enter chooses', async () => {
  const it = await opened(NPS);
  await it.find('input').first().focus();
  for (let step = 0; step < 7; step++) await it.page.keyboard.press('ArrowRight');
  assert.equal(await it.focused(), '7');
  assert.equal(await it.find('textarea').count(), 0);
  await it.page.keyboard.press('Enter');
  assert.equal(await it.find('textarea').count(), 1);
  await it.close();
});

test('after arrow keys Space chooses the score that is marked', async () => {
  const it = await opened(NPS);
  await it.find('input').first().focus();
  for (let step = 0; step < 3; step++) await it.page.keyboard.press('ArrowRight');
  await it.page.keyboard.press('Space');
  await it.find('textarea').fill('dear');
  await it.page.getByRole('button', { name: 'Send' }).click();
  const submitted = (await it.said('outcome')).filter((outcome) => outcome.type === 'submitted');
  assert.match(JSON.stringify(submitted), /"score","3"/);
  assert.match(JSON.stringify(submitted), /"why","dear"/);
  await it.close();
});

test('an update keeps the focus and what is being typed', async () => {
  const show = {
    surface: 'modal',
    blocks: [
      { progress: { fact: 'cart.subtotal', target: 50, text: 'Only {remaining} to go', done: 'There' } },
      { comment: { label: 'Why?', name: 'why' } },
    ],
  };
  const it = await openPage(browser, loaded(show));
  await it.page.evaluate(() => engine.setCart({ currency: 'EUR', lines: [{ sku: 'A', price: 20, quantity: 1 }] }));
  await it.shown();
  await it.find('textarea').pressSequentially('half a sen');
  await it.page.evaluate(() => engine.setCart({ currency: 'EUR', lines: [{ sku: 'A', price: 20, quantity: 2 }] }));
  await it.page.waitForFunction(() => document.querySelector('shopbell-root').shadowRoot.textContent.includes('€10'));
  await it.page.keyboard.type('tence');
  assert.equal(await it.find('textarea').inputValue(), 'half a sentence');
  await it.close();
});

test('the shop hears none of the keys typed in a message', async () => {
  const it = await opened({ surface: 'modal', blocks: [{ comment: { label: 'Why?', name: 'why' } }] });
  await it.page.evaluate(() => {
    window.keys = [];
    document.addEventListener('keydown', (event) => keys.push(event.key));
    document.addEventListener('keyup', (event) => keys.push(event.key));
  });
  await it.find('textarea').pressSequentially('/s');
  assert.deepEqual(await it.page.evaluate(() => keys), []);
  await it.close();
});

test('a link stays a link, one that leads astray goes nowhere', async () => {
  const it = await opened({ surface: 'bar', position: 'top', blocks: [{ text: 'See the [returns](/returns).' }] });
  await it.find('a').click();
  await it.page.waitForURL('**/returns');
  await it.close();
});

test('nothing on the page moves when a bar comes', async () => {
  const it = await openPage(browser, rules(campaign('one', BAR, { on: [{ event: { name: 'go' } }] })));
  await it.page.evaluate(() => {
    window.shifts = 0;
    new PerformanceObserver((list) => (window.shifts += list.getEntries().length)).observe({ type: 'layout-shift', buffered: true });
    engine.track('go');
  });
  await it.shown();
  await it.page.waitForTimeout(400);
  assert.equal(await it.page.evaluate(() => shifts), 0);
  await it.close();
});

test('the page scrolls what has the focus out from under a bar', async () => {
  const body = '<div style="height:560px"></div><button id="low">low</button><div style="height:2000px"></div>';
  const it = await openPage(browser, loaded(BAR), { body, context: { viewport: { width: 800, height: 600 } } });
  await it.shown();
  await it.page.evaluate(() => document.querySelector('#low').focus({ preventScroll: true }));
  await it.page.waitForFunction(() => {
    const bar = document.querySelector('shopbell-root').shadowRoot.querySelector('.bar').getBoundingClientRect();
    return document.querySelector('#low').getBoundingClientRect().bottom <= bar.top;
  });
  await it.close();
});

test('a plural says what the language says of so many, and follows the number', async () => {
  const text = '{cart.items, plural, =0 {Gol} one {Un produs} few {# produse} other {# de produse}} în coș';
  const file = loaded({ surface: 'bar', blocks: [{ text }] });
  file.site.locales = ['ro'];
  const it = await openPage(browser, file);
  for (const [items, said] of [[1, 'Un produs în coș'], [3, '3 produse în coș'], [1020, '1.020 de produse în coș'], [0, 'Gol în coș']]) {
    await it.page.evaluate((count) => engine.setCart({ currency: 'RON', subtotal: count, items: count }), items);
    await it.find('.headline').filter({ hasText: said }).waitFor();
    assert.equal(await it.find('.bar').getAttribute('aria-label'), said);
  }
  await it.close();
});
