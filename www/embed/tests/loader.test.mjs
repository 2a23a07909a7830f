/* The script tag, in a real browser, against made-up answers: see shop.mjs. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openShop, RULES, TAG } from './shop.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

/** The page is as it was: no error of ours, and exactly these lines. */
function assertQuiet(shop, lines = 0) {
  assert.deepEqual(shop.errors, []);
  assert.equal(shop.lines.length, lines, shop.lines.join('\n'));
}

test('a tag starts the engine with the rule file and what the tag says', async () => {
  const tag = TAG.replace('async', 'async data-collector="https://c.test" data-country="RO" data-consent="strict"');
  const shop = await openShop(browser, tag);
  const options = { collector: 'https://c.test', consent: 'strict', country: 'RO' };
  assert.deepEqual(await shop.told(), [['new', RULES, options]]);
  assertQuiet(shop);
  await shop.page.close();
});

test('what was pushed before goes first and in order, and a throwing entry costs only itself', async () => {
  const queue = `<script>
    (window.shopbell = window.shopbell || []).push(['track', 'one', { a: 1 }]);
    shopbell.push(() => { throw new Error('of the page') });
    shopbell.push(['nonsense'], 7, null);
    shopbell.push((sb) => sb.set('card', sb === window.shopbell));
    shopbell.push(['track', 'two']);
  </script>`;
  const later = '<script src="/later.js" defer></script>';
  const body = `shopbell.track('three'); shopbell.push(['identify', null]);`;
  const shop = await openShop(browser, queue + TAG.replace('async', '') + later, { answers: { '/later.js': { body } } });
  const told = (await shop.told(6)).slice(1);
  assert.deepEqual(told, [['track', 'one', { a: 1 }], ['set', 'card', true], ['track', 'two'], ['track', 'three'], ['identify', null]]);
  await shop.page.evaluate(() => shopbell.push(['track', 'four'], (sb) => sb.track('five')));
  assert.deepEqual((await shop.told()).slice(6), [['track', 'four'], ['track', 'five']]);
  assert.deepEqual(shop.errors, []);
  await shop.page.close();
});

test('nothing is fetched before the page has loaded', async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const image = async (route) => {
    await held;
    await route.fulfill({ status: 404 });
  };
  const shop = await openShop(browser, TAG + '<img src="/slow.png">', { answers: { '/slow.png': image }, wait: 'domcontentloaded' });
  await shop.page.waitForFunction(() => 'shopbell' in window);
  await shop.page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  assert.deepEqual(shop.requests.filter((path) => !['/', '/shopbell.js', '/slow.png', '/favicon.ico'].includes(path)), []);
  release();
  await shop.told();
  assertQuiet(shop);
  await shop.page.close();
});

for (const [name, tag, answers, says] of [
  ['no data-rules', TAG.replace('data-rules', 'data-other'), {}, /no data-rules/],
  ['a missing rule file', TAG, { '/rules.json': { status: 404 } }, /\/rules\.json answered 404; put it there, or correct data-rules/],
  ['a web page for a rule file', TAG, { '/rules.json': { body: '\n <!doctype html>' } }, /\/rules\.json is a web page \(HTML\)/],
  ['a rule file that cannot be reached', TAG, { '/rules.json': null }, /could not be fetched \(TypeError/],
  ['a rule file that never comes', TAG, { '/rules.json': () => {} }, /took longer than 2 seconds/],
  ['a missing engine', TAG, { '/engine.js': { status: 404 } }, /engine could not be loaded \(TypeError.*beside shopbell\.js/],
  ['wasm that is refused', '<script>wasmFails = true</script>' + TAG, {}, /CompileError: made up.*engine\.twin\.js/],
  ['everything missing', TAG, { '/rules.json': { status: 500 }, '/engine.js': null }, /answered 500/],
]) {
  test(`${name}: the page goes on, the console has one line`, async () => {
    const shop = await openShop(browser, tag, { answers });
    assert.match(await shop.line(), says);
    assert.match(shop.lines[0], /^shopbell: /);
    const explained = await shop.page.evaluate(() => {
      shopbell.track('ignored');
      return shopbell.explain().catch((error) => error.message);
    });
    assert.match(explained, /not running/);
    assert.equal(await shop.page.evaluate(() => shopbell.ready), false);
    await shop.settled();
    assertQuiet(shop, 1);
    await shop.page.close();
  });
}

test('a second and a third tag do nothing but say so once', async () => {
  const shop = await openShop(browser, TAG + TAG + TAG.replace('async', 'defer'));
  assert.match(await shop.line(), /on this page twice/);
  await shop.settled();
  assert.equal((await shop.told()).length, 1);
  assertQuiet(shop, 1);
  await shop.page.close();
});

test('in a frame nothing happens unless the tag allows it', async () => {
  const frame = (tag) => ({ contentType: 'text/html', body: `<!doctype html>${tag}` });
  const answers = { '/no': frame(TAG), '/yes': frame(TAG.replace('async', 'async data-frame="allow"')) };
  const shop = await openShop(browser, '<iframe src="/no"></iframe><iframe src="/yes"></iframe>', { answers });
  const inFrame = (path) => shop.page.frames().find((candidate) => candidate.url().endsWith(path));
  await inFrame('/yes').waitForFunction(() => window.told?.length === 1);
  await shop.settled();
  assert.deepEqual(await inFrame('/no').evaluate(() => [window.told, window.shopbell]), [undefined, undefined]);
  assertQuiet(shop);
  await shop.page.close();
});

test('shopbell_config beats the tag, and only what is really written there', async () => {
  const config = `<script>
    Object.prototype.collector = 'https://evil.test'; Object.prototype.locale = 'xx';
    window.shopbell_config = { consent: 'granted', country: 'RO' };
  </script>`;
  const shop = await openShop(browser, config + TAG.replace('async', 'async data-consent="denied"'));
  const own = await shop.page.evaluate(async () => (await shopbell.ready, Object.entries(told[0][2])));
  assert.deepEqual(Object.fromEntries(own), { consent: 'granted', country: 'RO' });
  assertQuiet(shop);
  await shop.page.close();
});

test('elements with our names configure nothing', async () => {
  const head = `${TAG.replace('async', 'defer')}<body><form id="shopbell_config"><input name="rules" value="/evil.json"></form>
    <img name="currentScript" data-rules="/evil.json"><i id="shopbell"></i>`;
  const shop = await openShop(browser, head);
  assert.deepEqual(await shop.told(), [['new', RULES, {}]]);
  assertQuiet(shop);
  await shop.page.close();
});

test('rules may be written into the page', async () => {
  const shop = await openShop(browser, `<script>shopbell_config = { rules: ${RULES} }</script><script async src="/shopbell.js"></script>`);
  assert.equal((await shop.told())[0][1], RULES);
  assert.ok(!shop.requests.includes('/rules.json'));
  assertQuiet(shop);
  await shop.page.close();
});

test('the address asks for the panel and a preview', async () => {
  const shop = await openShop(browser, TAG, { at: '/?shopbell_debug=1&shopbell_preview=free-gift:bar' });
  assert.deepEqual(await shop.told(), [['new', RULES, { debug: true, preview: 'free-gift:bar' }]]);
  await shop.page.waitForFunction(() => window.panel);
  assert.deepEqual(await shop.page.evaluate(() => window.panel), [true, RULES.length, 'snapshot']);
  assertQuiet(shop);
  await shop.page.close();
});

test('explain loads the tools build when asked, and not before', async () => {
  const shop = await openShop(browser, TAG);
  await shop.told();
  assert.ok(!shop.requests.includes('/tools.js'));
  assert.deepEqual(await shop.page.evaluate(() => shopbell.explain()), { bytes: RULES.length, snapshot: 'snapshot' });
  await shop.page.close();
});

test('on hears the events on document until it is told to stop', async () => {
  const shop = await openShop(browser, TAG);
  const heard = await shop.page.evaluate(() => {
    const heard = [];
    const off = shopbell.on('outcome', (event) => heard.push(event.detail));
    const say = (detail) => document.dispatchEvent(new CustomEvent('shopbell:outcome', { detail }));
    say(1);
    off();
    say(2);
    return heard;
  });
  assert.deepEqual(heard, [1]);
  await shop.page.close();
});

test('an engine that traps is let go, and the page never notices', async () => {
  const shop = await openShop(browser, TAG);
  await shop.told();
  await shop.page.evaluate(() => (shopbell.track('trap'), shopbell.track('after'), shopbell.stop()));
  assert.match(await shop.line(), /^shopbell: the engine failed in track\(\)/);
  assert.equal((await shop.told()).length, 1);
  assertQuiet(shop, 1);
  await shop.page.close();
});

test('stop ends it, before the engine came as well', async () => {
  const shop = await openShop(browser, TAG.replace('async', '') + '<script>shopbell.stop(); shopbell.track("x")</script>');
  await shop.settled();
  assert.deepEqual(await shop.page.evaluate(async () => [window.told, await shopbell.ready]), [null, false].map((v) => v ?? undefined));
  const running = await openShop(browser, TAG);
  await running.told();
  await running.page.evaluate(() => (shopbell.stop(), shopbell.track('x'), shopbell.stop()));
  assert.deepEqual((await running.told()).slice(1), [['stop']]);
  for (const one of [shop, running]) {
    assertQuiet(one);
    await one.page.close();
  }
});

test('a page that replaced fetch, timers and Promise later does not stop it', async () => {
  const hostile = `for (const name of ['fetch', 'setTimeout', 'requestIdleCallback', 'Promise']) window[name] = () => { throw name };
    Object.assign(Array.prototype, { forEach: null, map: null, slice: null });`;
  // The page has taken away what playwright's own questions need, so the engine speaks up by itself.
  const body = `export default async () => {}; export class Engine { begin() {} track(name) { console.log('shopbell was told ' + name) } }`;
  const head = TAG.replace('async', '') + `<script>shopbell.track('one'); ${hostile}</script>`;
  const answers = { '/engine.js': { contentType: 'text/javascript', body } };
  const shop = await openShop(browser, head, { answers, wait: 'commit' });
  assert.equal(await shop.line(), 'shopbell was told one');
  assertQuiet(shop, 1);
  await shop.page.close();
});
