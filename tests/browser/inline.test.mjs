/* What stands in the shop's page: at its place, again when the page is drawn anew, and nothing jumps for it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const show = (selector, place, text = 'A mug from 50') => ({ surface: 'inline', selector, place, blocks: [{ text }, { button: { text: 'Hide', do: 'close' } }] });
const BODY = `<button id="before">shop</button><p id="top">Our kiln</p><div style="height:1500px"></div>
  <section id="low"><p id="summary" class="sum">Two mugs</p></section><p id="last">Thank you</p><div style="height:2000px"></div>`;

/** Notes every shift that a shopper sees and has not asked for by a press. */
function watchShifts() {
  window.shifts = [];
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().filter(({ hadRecentInput }) => !hadRecentInput))).observe({
    type: 'layout-shift',
    buffered: true,
  });
}

async function opened(campaigns, more = {}) {
  const it = await openPage(browser, rules(...campaigns), { body: BODY, init: watchShifts, ...more });
  it.frames = () => it.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
  it.still = async () => {
    await it.frames();
    // Before the engine began it was the shop itself, which a slow machine lays out in pieces.
    const shifts = await it.page.evaluate(() =>
      window.shifts.filter(({ startTime }) => startTime >= window.begun).map(({ value, sources }) => `${value} ${sources.map(({ node }) => node?.id || node?.nodeName)}`));
    assert.deepEqual(shifts, [], 'nothing jumped');
    assert.deepEqual(it.errors, []);
  };
  it.where = () =>
    it.page.evaluate(() => [...document.querySelectorAll('shopbell-root')].map((root) => `${root.previousElementSibling?.id ?? ''}|${root.parentElement.id || root.parentElement.localName}|${root.nextElementSibling?.id ?? ''}`));
  return it;
}

const PLACES = { before: '|low|summary', after: 'summary|low|', start: '|summary|', end: '|summary|' };
for (const [place, where] of Object.entries(PLACES))
  test(`it stands ${place} its element below the window at once, and changes nothing else`, async () => {
    const it = await opened([campaign('one', show('#summary', place))]);
    const attributes = () => it.page.evaluate(() => [...document.querySelectorAll('body, body *:not(shopbell-root)')].map((one) => one.cloneNode().outerHTML).join());
    await it.page.evaluate(() => document.querySelector('#before').focus());
    await it.shown();
    assert.deepEqual(await it.where(), [where]);
    assert.equal(await it.focused(), 'before');
    assert.equal(await it.page.evaluate(() => scrollY), 0);
    const box = await it.find('.card').boundingBox();
    assert.ok(box.width > 200 && box.height > 30 && box.y > 700, JSON.stringify(box));
    assert.equal(await it.page.getByRole('region', { name: 'A mug from 50' }).count(), 1);
    assert.equal(await it.find('.close').count(), 0);
    const now = await attributes();
    await it.page.evaluate(() => engine.stop());
    assert.equal(await attributes(), now);
    assert.deepEqual(await it.where(), []);
    await it.still();
    await it.close();
  });

test('in sight it waits, and comes with a press or when it is out of sight', async () => {
  const it = await opened([campaign('one', show('#top', 'after'))]);
  await it.frames();
  assert.equal(await it.count(), 0);
  await it.page.click('#before');
  await it.shown();
  assert.deepEqual(await it.where(), ['top|body|']);
  await it.still();
  await it.close();

  const other = await opened([campaign('one', show('#top', 'after'))]);
  await other.page.evaluate(() => scrollTo(0, 600));
  await other.shown();
  const last = await other.page.evaluate(() => document.querySelector('#low').getBoundingClientRect().top);
  await other.frames();
  assert.equal(await other.page.evaluate(() => document.querySelector('#low').getBoundingClientRect().top), last);
  await other.still();
  await other.close();
});

test('room that the shop keeps for it is filled at once', async () => {
  const it = await opened([campaign('one', show('#room', 'start'))], { body: `<div id="room" style="min-height:200px"></div>${BODY}` });
  await it.shown();
  await it.still();
  await it.close();
});

test('its element may come later, be drawn anew, go and come back: one exposure', async () => {
  const it = await opened([campaign('one', show('#late', 'after'))]);
  await it.frames();
  assert.equal(await it.count(), 0);
  const add = () => it.page.evaluate(() => document.querySelector('#low').insertAdjacentHTML('beforeend', '<p id="late">Late</p>'));
  await add();
  await it.shown();
  assert.deepEqual(await it.where(), ['late|low|']);
  await it.page.evaluate(() => (document.querySelector('#low').innerHTML = '<p id="late">Anew</p><p>More</p>'));
  await it.frames();
  assert.equal(await it.count(), 1);
  await it.page.evaluate(() => document.querySelector('#late').remove());
  await it.frames();
  assert.equal(await it.count(), 0);
  await add();
  await it.page.waitForFunction(() => document.querySelector('shopbell-root'));
  assert.deepEqual((await it.outcomes()).filter((type) => type === 'exposed'), ['exposed']);
  await it.still();
  await it.close();
});

test('a page that takes it away again and again wins, and goes on', async () => {
  const it = await opened([campaign('one', show('#summary', 'after'))]);
  await it.shown();
  await it.page.evaluate(() => {
    window.taken = 0;
    const take = () => document.querySelectorAll('shopbell-root').forEach((root) => (window.taken++, root.remove()));
    new MutationObserver(take).observe(document.body, { childList: true, subtree: true });
    take();
  });
  await it.frames();
  assert.ok((await it.page.evaluate(() => window.taken)) < 100);
  await it.close();
});

test('two stand beside each other, and follow the cart', async () => {
  const progress = { ...show('#last', 'before'), blocks: [{ progress: { fact: 'cart.subtotal', target: 50, text: 'Only {remaining} to a mug' } }] };
  const it = await opened([campaign('one', show('#summary', 'after')), campaign('two', progress)], {
    head: '<script type="application/json" data-shopbell>{"cart":{"currency":"EUR","subtotal":"36.50","items":2}}</script>',
  });
  await it.page.waitForFunction(() => document.querySelectorAll('shopbell-root').length === 2);
  assert.deepEqual(await it.where(), ['summary|low|', 'low|body|last']);
  await it.page.evaluate(() => engine.setCart({ currency: 'EUR', subtotal: '40', items: 3 }));
  await it.page.waitForFunction(() => [...document.querySelectorAll('shopbell-root')].some(({ shadowRoot }) => /10/.test(shadowRoot.textContent)));
  await it.still();
  await it.close();
});

test('its own button takes it away', async () => {
  const it = await opened([campaign('one', show('#summary', 'after'))]);
  await it.shown();
  await it.page.getByRole('button', { name: 'Hide' }).click();
  assert.equal((await it.outcome('dismissed')).how, 'button');
  assert.deepEqual(await it.where(), []);
  await it.still();
  await it.close();
});
