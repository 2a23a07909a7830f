/* The door: faults, stopping, and pages that mean no good. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const MODAL = { surface: 'modal', blocks: [{ text: 'Hello' }] };
const BAR = { surface: 'bar', blocks: [{ text: 'Hello' }] };

/** Counts what is listened to on window and document, from before anything runs; not what the test's own tools listen to. */
function counting() {
  const kinds = ['pageshow', 'pagehide', 'visibilitychange', 'storage', 'scroll', 'focusin', 'copy', 'mouseout', 'pointermove', 'keydown', 'popstate'];
  window.listeners = 0;
  for (const [name, step] of [['addEventListener', 1], ['removeEventListener', -1]]) {
    const original = EventTarget.prototype[name];
    EventTarget.prototype[name] = function (type, ...rest) {
      if ((this === window || this === document) && kinds.includes(type)) window.listeners += step;
      return original.call(this, type, ...rest);
    };
  }
}

test('stopping takes everything from the page', async () => {
  const it = await openPage(browser, rules(campaign('one', BAR, { on: [{ page_view: {} }, { scroll: { depth: 90 } }, { click: { selector: '#x' } }] })), {
    init: counting,
  });
  await it.shown();
  const [before, pushes] = await it.page.evaluate(() => [window.listeners, history.pushState === History.prototype.pushState]);
  assert.equal(before, 6, 'the lifecycle, scroll, and the focus while there is a bar');
  assert.ok(pushes, 'where there is a Navigation API, history is left alone');
  await it.page.evaluate(() => engine.stop());
  assert.equal(await it.page.evaluate(() => document.querySelectorAll('shopbell-root').length), 0);
  assert.equal(await it.page.evaluate(() => window.listeners), 0);
  assert.deepEqual(it.errors.concat(it.lines), []);
  await it.close();
});

test('only what a campaign reads is listened to', async () => {
  const lazy = await openPage(browser, rules(campaign('one', BAR, { on: [{ event: { name: 'x' } }] })), { init: counting });
  const eager = await openPage(browser, rules(campaign('one', BAR, { on: [{ inactivity: { for: '30s' } }, { exit_intent: {} }, { text_copied: {} }] })), {
    init: counting,
  });
  const count = (it) => it.page.evaluate(() => window.listeners);
  // The lifecycle; the route is on the Navigation API.
  assert.equal(await count(lazy), 4);
  assert.equal(await count(eager), 9);
  await lazy.close();
  await eager.close();
});

test('an exported call never throws, whatever it is given', async () => {
  const it = await openPage(browser, rules(campaign('one', BAR)));
  await it.shown();
  await it.page.evaluate(() => {
    const round = {};
    round.self = round;
    const thrower = { get x() { throw new Error('of the page'); } };
    for (const value of [undefined, null, 0, 1n, 'x', NaN, round, thrower, Symbol.iterator, () => {}, [[[]]], new Date(NaN), document.body, 'x'.repeat(1e6)]) {
      for (const name of ['track', 'identify', 'setCart', 'setPage', 'set', 'consent', 'snapshot']) {
        engine[name](value, value);
        engine[name]();
        engine[name]('name', value);
      }
    }
  });
  assert.deepEqual(it.errors.concat(it.lines), []);
  assert.equal(await it.count(), 1);
  await it.close();
});

test('problems of the rule file are one line on the console', async () => {
  const text = '{\n"format":1,"campaigns":[\n{"id":"a","on":[{"page_view":{}}],"when":{"cart.totl":1},"variants":[{"id":"v","show":{"surface":"bar","blocks":[{"text":"x"}]}}]},\n{"id":"b","variants":7}]}';
  const it = await openPage(browser, text);
  assert.equal(it.lines.length, 1);
  assert.match(it.lines[0], /^shopbell: \d+ problems in the rule file \(SB008 at line 3 column \d+, SB0\d\d at line 4 column \d+.*\); the campaigns concerned stay away\. \?shopbell_debug=1 says more\.$/);
  assert.deepEqual(it.errors, []);
  await it.close();
});

for (const [what, init] of [
  ['a polluted Object.prototype', () => {
    Object.assign(Object.prototype, { once: true, passive: 1, capture: 0, collector: 'https://evil.test', mode: 'closed', timeZone: 'Mars/One', method: 'PUT', threshold: 7, detail: 1 });
  }],
  ['storage that throws when looked at', () => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });
  }],
  ['storage that is full', () => {
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
  }],
  ['no locks', () => Object.defineProperty(navigator, 'locks', { value: undefined })],
  ['no Navigation API', () => delete window.navigation],
  ['a dataLayer that is no list', () => (window.dataLayer = { push() {} })],
  ['a dataLayer with traps in it', () => {
    const round = { event: 'x' };
    round.round = round;
    window.dataLayer = [null, 7, 'x', round, { get event() { throw new Error('of the page'); } }, document];
  }],
  ['broken Intl', () => {
    Intl.NumberFormat = Intl.DateTimeFormat = function () { throw new Error('of the page'); };
    Intl.DateTimeFormat = Object.assign(() => ({ resolvedOptions: () => ({}) }), {});
  }],
]) {
  test(`${what} is survived`, async () => {
    const show = { surface: 'bar', blocks: [{ progress: { fact: 'cart.subtotal', target: 50, text: 'Only {remaining}', done: 'x' } }] };
    const it = await openPage(browser, rules(campaign('one', show, { interrupts: false })), { init });
    await it.page.evaluate(() => engine.setCart({ currency: 'EUR', lines: [{ sku: 'A', price: 20, quantity: 1 }] }));
    await it.shown();
    assert.equal(await it.count(), 1);
    assert.deepEqual(it.errors.concat(it.lines), []);
    await it.close();
  });
}

test('hostile style sheets change nothing', async () => {
  const hostile = [
    '*{all:unset!important}',
    ':not(html,body){display:none!important}',
    'shopbell-root{display:none!important;opacity:0!important;transform:scale(0)!important}',
    'body{transform:rotate(3deg)}html{font-size:62.5%;letter-spacing:9px;line-height:3;color:red;text-align:right}',
    '*,*::before,*::after{animation:none!important;position:static!important;visibility:hidden!important;z-index:-1!important}',
    'shopbell-root *{color:red!important}::part(card){}div{background:red!important}dialog{display:none!important}',
  ];
  const shot = async (css) => {
    const it = await openPage(browser, rules(campaign('one', MODAL)), { body: '', head: `<style>${css}</style>`, context: { reducedMotion: 'reduce' } });
    await it.shown();
    const png = await it.find('.card').screenshot();
    await it.close();
    return png.toString('base64');
  };
  const plain = await shot('');
  for (const css of hostile) assert.equal(await shot(css), plain, css);
});

test('a strict policy stops nothing', async () => {
  const csp = `default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'`;
  const it = await openPage(browser, rules(campaign('one', MODAL)), { body: '', head: `<meta http-equiv="Content-Security-Policy" content="${csp}">` });
  await it.shown();
  assert.equal(await it.find('.card').evaluate((card) => getComputedStyle(card).borderRadius), '16px');
  assert.deepEqual(it.errors.concat(it.lines), []);
  await it.close();
});

