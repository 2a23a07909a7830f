/* Bars that push: the page makes room for them, and nothing that is looked at moves for it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const GO = { on: [{ event: { name: 'go' } }], frequency: { at_most: 9, per: 'page', after_dismiss: '0s' } };
const bar = (position) => ({ surface: 'bar', position, blocks: [{ text: 'Free delivery.' }] });
const BODY = '<h1>Mugs</h1><p>From our kiln.</p><div style="height:3000px"></div><p id="end">The end</p>';

/** In the page: notes every shift, those after a press too. */
function watchShifts() {
  window.shifts = [];
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({ type: 'layout-shift', buffered: true });
}

async function opened(position, { css = '', body = BODY } = {}) {
  const it = await openPage(browser, rules(campaign('one', bar(position), GO)), { body, head: `<style>${css}</style>`, init: watchShifts });
  const { page } = it;
  /** Twice a frame: what was laid out has been painted and measured. */
  it.frame = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  it.room = () => page.evaluate(() => document.querySelector('shopbell-room')?.getBoundingClientRect().height ?? 0);
  it.bar = () => page.evaluate(() => Math.ceil(document.querySelector('shopbell-root:not([data-leaving])').shadowRoot.querySelector('.bar').getBoundingClientRect().height));
  it.seen = () => page.evaluate(() => ['h1', 'p', '#end'].map((name) => Math.round(document.querySelector(name)?.getBoundingClientRect().top)));
  it.shifts = () => page.evaluate(() => window.shifts.reduce((sum, shift) => sum + shift, 0));
  it.go = async () => {
    await page.evaluate(() => ((window.said.length = 0), engine.track('go')));
    await it.shown();
    await it.frame();
  };
  it.scroll = async (top) => {
    await page.evaluate((top) => scrollTo({ top, behavior: 'instant' }), top);
    await it.frame();
  };
  // A paint, so that what comes now comes late.
  await page.waitForFunction(() => performance.getEntriesByType('paint').length);
  return it;
}

test('at the top of the page a bar lies over it until the beginning is out of sight', async () => {
  const it = await opened('push-top');
  const before = await it.seen();
  await it.go();
  assert.equal(await it.room(), 0);
  assert.deepEqual(await it.seen(), before);
  await it.scroll(40);
  const high = await it.bar();
  assert.equal(await it.room(), high);
  assert.deepEqual(await it.seen(), before.map((top) => top - 40), 'what is seen stays');
  assert.equal(await it.page.evaluate(() => scrollY), 40 + high);
  await it.scroll(0);
  assert.deepEqual(await it.seen(), before.map((top) => top + high), 'the page begins below the bar');
  assert.equal(await it.shifts(), 0);
  await it.close();
});

for (const behavior of ['auto', 'smooth'])
  test(`further down the page nothing moves, coming and going; scrolling is ${behavior}`, async () => {
    const it = await opened('push-top', { css: `html { scroll-behavior: ${behavior} }` });
    await it.scroll(500);
    const before = await it.seen();
    await it.go();
    assert.equal(await it.room(), await it.bar());
    assert.deepEqual(await it.seen(), before);
    await it.find('.close').click();
    await it.frame();
    assert.equal(await it.room(), 0);
    assert.deepEqual(await it.seen(), before);
    assert.equal(await it.page.evaluate(() => scrollY), 500);
    assert.equal(await it.shifts(), 0);
    await it.close();
  });

test('at the bottom the end of the page is not covered, and nothing moves', async () => {
  const it = await opened('push-bottom');
  const before = await it.seen();
  await it.go();
  const high = await it.bar();
  assert.equal(await it.room(), high);
  assert.deepEqual(await it.seen(), before);
  await it.scroll(99_999);
  const [, , end] = await it.seen();
  const top = await it.page.evaluate(() => document.querySelector('shopbell-root').shadowRoot.querySelector('.bar').getBoundingClientRect().top);
  assert.ok(end + 20 < top, `the last line at ${end} is above the bar at ${top}`);
  assert.equal(await it.shifts(), 0);
  await it.close();
});

test('room that is looked at goes once it is out of sight, or with the press that closes its bar', async () => {
  const it = await opened('push-bottom');
  await it.go();
  await it.scroll(99_999);
  const before = await it.seen();
  // Without a press: the page says that it has a dialog of its own, or leads elsewhere.
  await it.page.evaluate(() => engine.stop());
  assert.equal(await it.room(), 0, 'whoever is stopped leaves nothing behind');
  assert.notDeepEqual(await it.seen(), before);
  await it.close();
  const other = await opened('push-top');
  await other.scroll(40);
  await other.go();
  await other.scroll(0);
  const high = await other.bar();
  const seen = await other.seen();
  await other.find('.close').click();
  await other.frame();
  assert.equal(await other.room(), 0);
  assert.deepEqual(await other.seen(), seen.map((top) => top - high));
  await other.close();
});

test('a page that is laid out in its own way is left alone', async () => {
  const it = await opened('push-top', { css: 'html { display: flex } body { flex: 1 }' });
  await it.scroll(300);
  const before = await it.seen();
  await it.go();
  assert.equal(await it.room(), 0);
  assert.deepEqual(await it.seen(), before);
  assert.deepEqual(it.errors, []);
  await it.close();
});

test('no style sheet of the page changes the room', async () => {
  const it = await opened('push-top', { css: '* { height: 9px !important; display: none; margin: 30px !important } html, body, h1, p, div { display: block; height: auto !important } div { height: 3000px !important }' });
  await it.scroll(300);
  await it.go();
  assert.equal(await it.room(), await it.bar());
  await it.close();
});

test('after another start bars are still kept from what comes to the focus', async () => {
  const it = await opened('bottom', { body: '<div style="height:2000px"></div><p style="text-align:center"><button id="low">low</button></p><div style="height:2000px"></div>' });
  const covers = async () => {
    await it.go();
    await it.page.evaluate(() => {
      document.activeElement.blur();
      const low = document.querySelector('#low');
      scrollTo(0, low.offsetTop - innerHeight + 60);
      low.focus({ preventScroll: true });
    });
    await it.frame();
    return it.page.evaluate(() => {
      const bar = document.querySelector('shopbell-root:not([data-leaving])').shadowRoot.querySelector('.bar').getBoundingClientRect();
      return document.querySelector('#low').getBoundingClientRect().bottom > bar.top;
    });
  };
  assert.equal(await covers(), false);
  await it.page.evaluate(() => engine.stop());
  await it.start();
  assert.equal(await covers(), false, 'after another start');
  await it.close();
});
