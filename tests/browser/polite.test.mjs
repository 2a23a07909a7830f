/*
 * What messages wait for on a real page: each thing by itself, named by `explain()`, and the message comes when it is gone.
 *
 * The clock is the test's: nobody waits for the second after which the page is looked at again.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';

const built = (name) => readFile(new URL(`../../dist/${name}`, import.meta.url));
const BAR = { surface: 'bar', blocks: [{ text: 'Free delivery.' }] };
const MODAL = { surface: 'modal', blocks: [{ text: 'Join our letter.' }] };
const BOX = 'position:fixed;right:0;bottom:0;width:320px;height:400px;background:#ccc';
const BUTTON = 'position:fixed;right:0;bottom:0;width:64px;height:64px;background:#ccc';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

/** Opens a page on which a campaign wants the screen when `go` is tracked. */
async function opened(body, more = {}) {
  const file = rules(campaign('one', BAR, { on: [{ event: { name: 'go' } }], ...more.campaign }));
  file.site.avoid = ['#size-guide', '['];
  const it = await openPage(browser, file, { body, ...more });
  it.rules = JSON.stringify(file);
  await it.page.context().route('**/tools.*', async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    await route.fulfill({ body: await built(name), contentType: name.endsWith('js') ? 'text/javascript' : 'application/wasm' });
  });
  /** What `explain()` says of the campaign. */
  it.why = () =>
    it.page.evaluate(async (rules) => {
      const tools = await import('/tools.js');
      await tools.default();
      const text = tools.explain(new TextEncoder().encode(rules), engine.snapshot());
      return (typeof text === 'string' ? JSON.parse(text) : text).campaigns[0].sentence;
    }, it.rules);
  /** Wants the screen, and gives the answer about it the time that it takes. */
  it.ask = () => it.page.evaluate(async () => {
    engine.track('go');
    for (let round = 0; round < 3; round++) await navigator.locks.request('shopbell', () => {});
  });
  return it;
}

/** What is in the way: how it looks, what is said of it, and how it goes away. */
const gone = (page) => page.evaluate(() => document.querySelector('#it').remove());
const WAYS = [
  ['a dialog of the page', `<dialog id="it" open>Choose a size</dialog>`, 'a dialog of the page is open', gone],
  ['what says that it is a dialog', `<div id="it" aria-modal="true" style="${BOX}">Cart</div>`, 'a dialog of the page is open', gone],
  ['a cookie banner', `<div id="it"><div id="onetrust-banner-sdk" style="${BOX}">Cookies?</div></div>`, 'a cookie banner is open', gone],
  ['a cookie banner whose box is in its shadow', `<div id="it"><div id="usercentrics-root"><template shadowrootmode="open"><p style="${BOX}">Cookies?</template></div></div>`, 'a cookie banner is open', gone],
  ['a chat window', `<div id="it"><div class="intercom-messenger-frame" style="${BOX}">Hello</div></div>`, 'a chat window is open', gone],
  ['a chat that was opened from its button', `<div id="it"><iframe id="tidio-chat-iframe" style="${BOX}"></iframe></div>`, 'a chat window is open', (page) => page.evaluate((css) => (document.querySelector('iframe').style.cssText = css), BUTTON)],
  ['what the shop wants to be avoided', `<div id="it"><div id="size-guide">S, M, L</div></div>`, 'something is on screen that `avoid` names', gone],
  ['typing', `<input autofocus>`, 'the shopper is typing', (page) => page.evaluate(() => document.activeElement.blur())],
  ['typing in an editable text', `<p contenteditable autofocus>Dear`, 'the shopper is typing', (page) => page.evaluate(() => document.activeElement.blur())],
  ['a video that plays', `<video></video>`, 'a video plays', (page) => page.evaluate(() => (window.plays = false)), () => {
    window.plays = true;
    Object.defineProperty(HTMLMediaElement.prototype, 'paused', { get: () => !window.plays });
  }],
];

for (const [what, body, says, away, init] of WAYS) {
  test(`a message waits for ${what}, and comes when it is gone`, async () => {
    const it = await opened(body, { init });
    await it.page.waitForFunction(() => !document.querySelector('[autofocus]') || document.activeElement !== document.body);
    await it.ask();
    assert.equal(await it.count(), 0);
    assert.match(await it.why(), new RegExp('^It waits: ' + says));
    await away(it.page);
    await it.shown();
    assert.equal(await it.count(), 1);
    assert.deepEqual(it.errors, []);
    await it.close();
  });
}

const NOT = [
  ['a dialog that is closed', '<dialog>Choose a size</dialog>'],
  ['a drawer that is kept beside the window', `<div aria-modal="true" style="${BOX};transform:translateX(100%)">Cart</div>`],
  ['a banner that was answered and hidden', `<div id="onetrust-banner-sdk" style="display:none">Cookies?</div>`],
  ['a banner that was answered and faded', `<div style="opacity:0"><div id="onetrust-banner-sdk" style="${BOX}">Cookies?</div></div>`],
  ['a banner without a size', `<div id="CybotCookiebotDialog" style="height:0"></div>`],
  ['the button that opens a chat', `<iframe id="tidio-chat-iframe" style="${BUTTON}"></iframe><div id="ShopifyChat"><template shadowrootmode="open"><button style="${BUTTON}">Chat</button></template></div>`],
  ['a box to tick that has the focus', '<input type="checkbox" autofocus>'],
  ['a silent film in the background', '<video muted></video>'],
];

test('what is not in the way holds up nothing', async () => {
  for (const [what, body] of NOT) {
    const it = await opened(body, { init: () => Object.defineProperty(HTMLMediaElement.prototype, 'paused', { get: () => false }) });
    await it.ask();
    await it.shown();
    assert.equal(await it.count(), 1, what);
    await it.close();
  }
});

test('a selector that this browser does not know is told once, and the others hold', async () => {
  const it = await opened('<div id="size-guide">S, M, L</div>');
  await it.ask();
  assert.equal(await it.count(), 0);
  assert.deepEqual(it.lines, ['shopbell: `[` is not a CSS selector this browser knows, so nothing waits for it.']);
  await it.close();
});

test('what stands in the page waits for nothing, also behind what waits', async () => {
  const file = rules(campaign('one', BAR), campaign('two', BAR, { interrupts: false, on: [{ page_view: { after: '1s' } }] }));
  const it = await openPage(browser, file, { body: '<dialog open>Choose a size</dialog>' });
  await it.shown();
  assert.deepEqual((await it.said('show')).map(({ campaign }) => campaign), ['two']);
  await it.close();
});

test('nothing interrupts in the checkout', async () => {
  const it = await opened('');
  await it.page.evaluate(() => engine.setPage({ type: 'checkout' }));
  await it.ask();
  assert.equal(await it.count(), 0);
  assert.match(await it.why(), /^The shopper is in checkout/);
  await it.close();
});

test('the first page that a phone sees from a search is not covered; a bar comes, and the modal on the next page', async () => {
  const context = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, screen: { width: 360, height: 740 } };
  const init = () => Object.defineProperty(document, 'referrer', { get: () => (location.pathname === '/' ? 'https://www.google.com/' : '') });
  const it = await opened('<p>Mugs', { context, init, campaign: { variants: [{ id: 'a', show: MODAL }] } });
  await it.ask();
  assert.equal(await it.count(), 0);
  assert.match(await it.why(), /^A phone that comes from a search engine sees its first page uncovered/);
  await it.page.evaluate(() => history.pushState(null, '', '/mugs'));
  await it.page.evaluate(() => engine.setPage({ type: 'product' }));
  await it.ask();
  await it.shown();
  assert.equal(await it.count(), 1);
  await it.close();

  const bar = await opened('<p>Mugs', { context, init });
  await bar.ask();
  await bar.shown();
  assert.equal(await bar.count(), 1);
  await bar.close();
});
