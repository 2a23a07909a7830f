/*
 * What messages wait for on a real page: each thing by itself, named by `explain()`, and the message comes when it is gone.
 *
 * All of it happens on a few pages: what is in the way is put there and taken away again.
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
/** Nothing is remembered of a message but that it is on screen. */
const OFTEN = { on: [{ event: { name: 'go' } }], frequency: { at_most: 100, per: 'page', after_dismiss: '0s' } };

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

/** Opens a page on which a campaign wants the screen whenever `go` is tracked. A video plays where the test says so. */
async function opened(show, more = {}) {
  const file = rules(campaign('one', show, OFTEN));
  file.site.avoid = ['#size-guide', '['];
  const it = await openPage(browser, file, { body: '<div id="shop"></div>', ...more });
  const text = JSON.stringify(file);
  const { page } = it;
  await page.context().route('**/tools.*', async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    await route.fulfill({ body: await built(name), contentType: name.endsWith('js') ? 'text/javascript' : 'application/wasm' });
  });
  await page.evaluate(() => Object.defineProperty(HTMLMediaElement.prototype, 'paused', { get: () => !window.plays }));
  /** What is on the page now. */
  it.put = (html) => page.evaluate((html) => {
    window.plays = true;
    const shop = document.querySelector('#shop');
    shop.setHTMLUnsafe(html);
    shop.querySelector('[data-focus]')?.focus();
  }, html);
  /** What `explain()` says of the campaign. */
  it.why = () =>
    page.evaluate(async (rules) => {
      const tools = await import('/tools.js');
      await tools.default();
      return tools.explain(new TextEncoder().encode(rules), engine.snapshot()).campaigns[0].sentence;
    }, text);
  /** Wants the screen, and waits for the answer about it. */
  it.ask = () =>
    page.evaluate(async () => {
      engine.track('go');
      for (let round = 0; round < 3; round++) await navigator.locks.request('shopbell', () => {});
    });
  it.comes = () => page.waitForFunction(() => document.querySelector('shopbell-root:not([data-leaving])'));
  it.dismiss = () => it.find(':not([data-leaving]) .close, .close').first().evaluate((button) => button.click());
  return it;
}

const gone = () => document.querySelector('#shop').replaceChildren();
const blurred = () => document.activeElement.blur();

/** What is in the way: how it looks, what is said of it, and how it goes away. */
const WAYS = [
  ['a dialog of the page', `<dialog open>Choose a size</dialog>`, 'a dialog of the page is open', gone],
  ['what says that it is a dialog', `<div aria-modal="true" style="${BOX}">Cart</div>`, 'a dialog of the page is open', gone],
  ['a cookie banner', `<div id="onetrust-banner-sdk" style="${BOX}">Cookies?</div>`, 'a cookie banner is open', gone],
  [
    'a cookie banner whose box is in its shadow',
    `<div id="usercentrics-root"><template shadowrootmode="open"><p style="${BOX}">Cookies?</template></div>`,
    'a cookie banner is open',
    gone,
  ],
  ['a chat window', `<div class="intercom-messenger-frame" style="${BOX}">Hello</div>`, 'a chat window is open', gone],
  [
    'a chat that was opened from its button',
    `<iframe id="tidio-chat-iframe" style="${BOX}"></iframe>`,
    'a chat window is open',
    () => Object.assign(document.querySelector('iframe').style, { width: '64px', height: '64px' }),
  ],
  ['what the shop wants to be avoided', `<div id="size-guide">S, M, L</div>`, 'something is on screen that `avoid` names', gone],
  ['typing', `<input data-focus>`, 'the shopper is typing', blurred],
  ['typing in an editable text', `<p contenteditable data-focus>Dear`, 'the shopper is typing', blurred],
  ['a video that plays', `<video></video>`, 'a video plays', () => (window.plays = false)],
];

test('a message waits for what is in its way, says for what, and comes when it is gone', async (all) => {
  const it = await opened(BAR);
  for (const [what, html, says, away] of WAYS) {
    await all.test(what, async () => {
      await it.put(html);
      await it.ask();
      assert.equal(await it.count(), 0);
      assert.match(await it.why(), new RegExp('^It waits: ' + says));
      await it.page.evaluate(away);
      await it.comes();
      await it.dismiss();
      assert.equal(await it.count(), 0);
    });
  }
  assert.deepEqual(it.errors, []);
  assert.deepEqual(it.lines, ['shopbell: `[` is not a CSS selector this browser knows, so nothing waits for it.'], 'the others hold');
  await it.close();
});

const NOT = [
  ['a dialog that is closed', '<dialog>Choose a size</dialog>'],
  ['a drawer that is kept beside the window', `<div aria-modal="true" style="${BOX};transform:translateX(100%)">Cart</div>`],
  ['a banner that was answered and hidden', `<div id="onetrust-banner-sdk" style="display:none">Cookies?</div>`],
  ['a banner that was answered and faded', `<div style="opacity:0"><div id="onetrust-banner-sdk" style="${BOX}">Cookies?</div></div>`],
  ['a banner without a size', `<div id="CybotCookiebotDialog" style="height:0"></div>`],
  ['the button that opens a chat', `<iframe id="tidio-chat-iframe" style="${BUTTON}"></iframe>`],
  ['such a button in a shadow', `<div id="ShopifyChat"><template shadowrootmode="open"><button style="${BUTTON}">Chat</button></template></div>`],
  ['a box to tick that has the focus', '<input type="checkbox" data-focus>'],
  ['a silent film in the background', '<video muted></video>'],
];

test('what is not in the way holds up nothing', async (all) => {
  const it = await opened(BAR);
  for (const [what, html] of NOT) {
    await all.test(what, async () => {
      await it.put(html);
      await it.ask();
      assert.equal(await it.count(), 1);
      await it.dismiss();
    });
  }
  await it.close();
});

test('what does not interrupt waits for nothing, also behind what waits', async () => {
  const waits = campaign('one', BAR);
  const calm = campaign('two', BAR, { interrupts: false, on: [{ page_view: { after: '1s' } }] });
  const it = await openPage(browser, rules(waits, calm), { body: '<dialog open>Choose a size</dialog>' });
  await it.shown();
  assert.deepEqual((await it.said('show')).map(({ campaign }) => campaign), ['two']);
  await it.close();
});

test('nothing interrupts in the checkout', async () => {
  const it = await opened(BAR);
  await it.page.evaluate(() => engine.setPage({ type: 'checkout' }));
  await it.ask();
  assert.equal(await it.count(), 0);
  assert.match(await it.why(), /^The shopper is in checkout/);
  await it.close();
});

test('the first page that a phone sees from a search is not covered: a bar comes, a modal on the next page', async () => {
  const context = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, screen: { width: 360, height: 740 } };
  const init = () => Object.defineProperty(document, 'referrer', { get: () => 'https://www.google.com/' });
  const it = await opened(MODAL, { context, init });
  await it.ask();
  assert.equal(await it.count(), 0);
  assert.match(await it.why(), /^A phone that comes from a search engine sees its first page uncovered/);
  await it.page.evaluate(() => {
    history.pushState(null, '', '/mugs');
    engine.setPage({ type: 'product' });
  });
  await it.ask();
  assert.equal(await it.count(), 1);
  await it.close();

  const bar = await opened(BAR, { context, init });
  await bar.ask();
  assert.equal(await bar.count(), 1);
  await bar.close();
});
