/* What the browser reports: signals, page views, other tabs, the shop's own data, and what leaves. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const BAR = { surface: 'bar', position: 'bottom', blocks: [{ text: 'Hello' }] };
const on = (...triggers) => rules(campaign('one', BAR, { on: triggers }));
/** Whether a message comes within a moment. */
const comes = (it) => it.page.waitForFunction(() => window.said.some(([name]) => name === 'show'), null, { timeout: 3000 }).then(() => true, () => false);
const absent = async (it) => {
  await it.page.waitForTimeout(250);
  return (await it.count()) === 0;
};

test('scroll depth counts to the last pixel', async () => {
  const it = await openPage(browser, on({ scroll: { depth: 100 } }));
  await it.page.mouse.wheel(0, 1200);
  assert.ok(await absent(it));
  await it.page.evaluate(() => scrollTo(0, 1e6));
  assert.ok(await comes(it));
  await it.close();
});

test('the pointer leaving through the top is leaving, towards an open list it is not', async () => {
  const leave = (target, y) =>
    `document.querySelector('${target}').dispatchEvent(new MouseEvent('mouseout', { bubbles: true, relatedTarget: null, clientX: 50, clientY: ${y} }))`;
  const it = await openPage(browser, on({ exit_intent: {} }), { body: '<main>shop</main><select id="list"><option>x</select>' });
  const move = async () => {
    await it.page.mouse.move(300, 400);
    await it.page.waitForTimeout(60);
    await it.page.mouse.move(300, 150);
  };
  await move();
  await it.page.evaluate(leave('main', 200));
  await it.page.evaluate(leave('#list', -4));
  assert.ok(await absent(it));
  await move();
  await it.page.evaluate(leave('main', -4));
  assert.ok(await comes(it));
  await it.close();
});

test('clicks, also on what is inside; never on a field for secrets', async () => {
  const body = '<button class="buy"><b id="inside">x</b></button><div class="buy"><input id="secret" type="password"></div>';
  const it = await openPage(browser, on({ click: { selector: '.buy' } }), { body });
  await it.page.click('#secret');
  assert.ok(await absent(it));
  await it.page.click('#inside');
  assert.ok(await comes(it));
  await it.close();
});

test('an element that comes later and is scrolled to', async () => {
  const it = await openPage(browser, on({ element_visible: { selector: '#late' } }));
  await it.page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<p id="late">here</p>'));
  assert.ok(await absent(it));
  await it.page.evaluate(() => document.querySelector('#late').scrollIntoView());
  assert.ok(await comes(it));
  await it.close();
});

test('forms and copying', async () => {
  const body = '<form id="f" onsubmit="event.preventDefault()"><button>go</button></form><p id="text">some text</p>';
  const form = await openPage(browser, on({ form_submit: { selector: '#f' } }), { body });
  await form.page.click('#f button');
  assert.ok(await comes(form));
  const copy = await openPage(browser, on({ text_copied: {} }), { body });
  await copy.page.evaluate(() => {
    getSelection().selectAllChildren(document.querySelector('#text'));
    document.execCommand('copy');
  });
  assert.ok(await comes(copy));
  await form.close();
  await copy.close();
});

test('a time asked for is kept by one timer', async () => {
  const it = await openPage(browser, on({ page_view: { after: '1s' } }));
  assert.ok(await absent(it));
  assert.ok(await comes(it));
  await it.close();
});

for (const [how, init] of [['the Navigation API', undefined], ['a wrapped history', () => delete window.navigation]]) {
  test(`routes are page views, by ${how}; fragments and filters are not`, async () => {
    const it = await openPage(browser, on({ page_view: {} }), { init });
    await it.shown();
    const after = async (job) => {
      const was = await it.page.evaluate(() => engine.snapshot());
      await it.page.evaluate(job);
      await it.page.waitForTimeout(150);
      const is = await it.page.evaluate(() => engine.snapshot());
      return JSON.parse(was).page_at !== JSON.parse(is).page_at;
    };
    assert.equal(await after(() => history.pushState(null, '', '/two')), true);
    assert.equal(await after(() => history.pushState(null, '', '#part')), false);
    assert.equal(await after(() => history.replaceState(null, '', '/two?price=1-5')), false);
    assert.equal(await after(() => history.replaceState(null, '', '/three')), true);
    assert.equal(await after(() => history.back()), true);
    // What the page's own calls return and throw stays theirs.
    assert.equal(await it.page.evaluate(() => history.pushState(null, '', '/four')), undefined);
    assert.equal(await it.page.evaluate(() => { try { history.pushState(() => {}, '', '/five'); } catch (error) { return error.name; } }), 'DataCloneError');
    assert.deepEqual(it.errors.concat(it.lines), []);
    await it.close();
  });
}

test('declarations in the page and the data layer', async () => {
  const declared = rules(campaign('one', BAR, { when: { 'cart.subtotal': { $gte: 30 } } }));
  const body = `<script type="application/json" data-shopbell>{"cart":{"currency":"EUR","lines":[{"sku":"A","price":36.5,"quantity":1}]}}</script>`;
  const page = await openPage(browser, declared, { body });
  assert.ok(await comes(page));
  await page.close();

  const init = () => {
    window.dataLayer = [{ event: 'gtm.js' }, { event: 'add_to_cart', ecommerce: { currency: 'EUR', value: 40, items: [{ item_id: 'A', price: 40, quantity: 1 }] } }];
    dataLayer.push = function (...entries) {
      return Array.prototype.push.apply(this, entries) * 1000;
    };
  };
  const replayed = await openPage(browser, declared, { init });
  assert.ok(await comes(replayed));
  await replayed.close();

  const tracked = await openPage(browser, on({ event: { name: 'sign_up' } }), { init });
  assert.ok(await absent(tracked));
  const result = await tracked.page.evaluate(() => {
    function gtag() {
      return dataLayer.push(arguments);
    }
    return gtag('event', 'sign_up', { method: 'x' });
  });
  assert.equal(result, 3000, 'the page gets the result of its own push');
  assert.ok(await comes(tracked));
  await tracked.close();
});

test('outcomes are told to the page and go to the collector, once a step', async () => {
  const it = await openPage(browser, on({ event: { name: 'go' } }), { options: { collector: 'https://shop.test/collect' } });
  await it.page.evaluate(() => engine.track('go'));
  await it.shown();
  await it.outcome('impression');
  await it.page.waitForTimeout(100);
  const sent = it.sent.map((body) => JSON.parse(body));
  for (const body of sent) assert.equal(body.format, 1);
  assert.deepEqual(sent.flatMap((body) => body.outcomes), await it.said('outcome'));
  const [shown] = await it.said('show');
  assert.equal(shown.campaign, 'one');
  assert.equal(shown.exposure, (await it.outcome('exposed')).exposure);
  await it.close();
});

test('two tabs show one message', async () => {
  const it = await openPage(browser, rules(campaign('one', BAR, { on: [{ event: { name: 'go' } }], frequency: { at_most: 1, per: 'ever' } })));
  const other = await it.page.context().newPage();
  await other.goto('/');
  await other.evaluate(
    async (text) => {
      window.shown = 0;
      document.addEventListener('shopbell:show', () => window.shown++);
      const { default: start, Engine } = await import('/engine.js');
      await start();
      window.engine = new Engine(new TextEncoder().encode(text), { consent: 'granted' });
      window.engine.begin();
    },
    JSON.stringify(rules(campaign('one', BAR, { on: [{ event: { name: 'go' } }], frequency: { at_most: 1, per: 'ever' } }))),
  );
  await Promise.all([it.page, other].map((page) => page.evaluate(() => engine.track('go'))));
  await it.page.waitForTimeout(400);
  // A hidden tab shows nothing either way; what counts is that there are not two.
  const shown = (await it.said('show')).length + (await other.evaluate(() => window.shown));
  assert.equal(shown, 1);
  await it.close();
});

test('a preview says so and leaves nothing', async () => {
  const it = await openPage(browser, on({ event: { name: 'never' } }), { options: { preview: 'one:a', collector: 'https://shop.test/collect' } });
  assert.ok(await comes(it));
  assert.equal(await it.find('.ribbon').textContent(), 'Preview');
  await it.find('.close').click();
  await it.page.waitForTimeout(100);
  assert.deepEqual(it.sent, []);
  assert.deepEqual(await it.said('outcome'), []);
  assert.deepEqual(await it.page.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage))), []);
  await it.close();
});

test('time zones are measured where a campaign reads them, with the next change', async () => {
  const reads = rules(campaign('one', BAR, { when: { 'time.hour': { $gte: 0 } } }));
  reads.site.time_zone = 'Asia/Seoul';
  const it = await openPage(browser, reads, { context: { timezoneId: 'America/New_York' } });
  const { zones } = JSON.parse(await it.page.evaluate(() => engine.snapshot()));
  const [seoul, change, then, here, next, after] = zones;
  assert.deepEqual([seoul, change, then], [540, 0, 0], 'clocks in Seoul stay');
  assert.deepEqual([here, after].sort(), [-240, -300], 'clocks in New York are put on or back');
  assert.ok(next > Date.now());
  await it.close();
});

test('what a page measures', async () => {
  const it = await openPage(browser, rules(campaign('one', BAR, { when: { 'device.kind': 'mobile', 'page.url': { $contains: '/x?a=1' } } })), {
    at: '/x?a=1#part',
    context: { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true },
  });
  assert.ok(await comes(it));
  const { facts } = JSON.parse(await it.page.evaluate(() => engine.snapshot()));
  assert.match(JSON.stringify(facts), /mobile/);
  await it.close();
});
