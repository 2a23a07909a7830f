/* What a shopper and a shop count on, the same in Chromium, Firefox and WebKit: one suite, run in each engine that is here. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as chromium from '../engines/chromium.mjs';
import * as firefox from '../engines/firefox.mjs';
import * as webkit from '../engines/webkit.mjs';
import { shop } from './front.mjs';
import { ACCEPTED, cartOf, until, visitor } from './visitor.mjs';

const FILLED = { ...ACCEPTED, ...cartOf('MUG-01', 'TEA-01') };
const UNASKED = cartOf('MUG-01', 'TEA-01');
const BAR = { surface: 'bar', position: 'bottom', blocks: [{ text: 'Hello' }] };
const file = (show, more = {}) => ({
  format: 1,
  site: { currency: 'EUR', quiet_interval: '0s' },
  campaigns: [{ id: 'one', on: [{ page_view: {} }], variants: [{ id: 'a', show }], ...more }],
});
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
const MUTE = 'export const tellCustomer = () => {}, tellConsent = tellCustomer, tellCart = tellCustomer, startConversation = tellCustomer;';
const stored = `Object.keys({ ...localStorage, ...sessionStorage }).filter((key) => key.startsWith('shopbell.'))`;

/** Each is what a visitor of these rules does. `needs` names what not every driver can. */
const SUITE = {
  'the bar comes with the cart, and its button fills both': [
    'free-gift', {},
    async (it, tab) => {
      await tab.open('/product.html?sku=MUG-01');
      await tab.click('add-to-cart');
      await tab.nothing();
      await tab.open('/product.html?sku=TEA-01');
      await tab.click('add-to-cart');
      await tab.says('Only €13.50 to a free mug');
      assert.equal(await tab.message((root) => root.querySelector('[role=progressbar]').getAttribute('aria-valuenow')), '73');
      await tab.click('Add linden tea');
      await tab.says('Only €1 to a free mug');
      assert.equal(await tab.run(`document.querySelector('[data-test=cart-count]').textContent`), '3');
      assert.deepEqual(it.of('action'), [{ do: 'add_to_cart', sku: 'TEA-01', quantity: 1 }]);
    },
  ],
  'outcomes leave with ids, and an impression after its exposure': [
    'free-gift', { storage: FILLED },
    async (it, tab) => {
      await tab.open('/collection.html');
      await it.outcome('impression');
      assert.deepEqual(it.left(), ['exposed', 'impression']);
      for (const outcome of it.sent) assert.match(outcome.visitor + outcome.exposure, /^[0-9a-f]{64}$/);
    },
  ],
  'closing holds on the next page': [
    'free-gift', { storage: FILLED },
    async (it, tab) => {
      await tab.open('/collection.html');
      await tab.shown();
      await tab.click('Close');
      await tab.gone();
      assert.equal((await it.outcome('dismissed')).how, 'close');
      await tab.open('/index.html');
      await tab.nothing();
    },
  ],
  'closing holds in a tab that shows it as well': [
    'free-gift', { storage: FILLED, needs: 'a second tab' },
    async (it, tab) => {
      await tab.open('/collection.html');
      await tab.shown();
      const other = await it.tab();
      await other.open('/product.html?sku=VAS-01');
      await other.shown();
      await tab.front();
      await tab.click('Close');
      await tab.gone();
      await other.gone();
    },
  ],
  'an order ends it and is counted': [
    'free-gift', { storage: FILLED },
    async (it, tab) => {
      await tab.open('/collection.html');
      await tab.shown();
      await tab.open('/checkout.html');
      await tab.nothing();
      await tab.click('fill-sample');
      await tab.click('place-order');
      const purchase = await it.outcome('purchase');
      assert.deepEqual([purchase.value, purchase.currency], [4140, 'EUR']);
      assert.equal((await it.outcome('converted')).campaign, 'free-mug');
    },
  ],
  'a modal for who leaves takes the focus, and Escape gives it back': [
    'exit-coupon', { storage: FILLED },
    async (it, tab) => {
      await tab.open('/product.html?sku=MUG-01');
      await tab.run(`document.querySelector('[data-test=add-to-cart]').focus()`);
      await tab.heldUp();
      await tab.until(`${'document.activeElement.shadowRoot'}?.activeElement?.className === 'headline'`);
      await tab.press('Escape');
      await tab.gone();
      assert.equal(await tab.focus(), 'add-to-cart');
      assert.equal((await it.outcome('dismissed')).how, 'escape');
    },
  ],
  'the focus stays in the modal': [
    'exit-coupon', { storage: FILLED },
    async (it, tab) => {
      await tab.open('/collection.html');
      await tab.heldUp();
      for (const name of ['Copy code STAY-10', 'Apply to my cart', 'No, thank you', 'Close', 'Copy code STAY-10']) {
        await tab.press('Tab');
        // Between the last and the first the focus may be on the browser's own buttons.
        for (let more = 0; more < 3 && (await tab.run('document.activeElement === document.body')); more++) await tab.press('Tab');
        assert.equal(await tab.focus(), name);
      }
    },
  ],
  'a press beside the card closes the modal': [
    'exit-coupon', { storage: FILLED },
    async (it, tab) => {
      await tab.open('/collection.html');
      await tab.heldUp();
      await tab.clickAt(20, 400);
      await tab.gone();
      assert.equal((await it.outcome('dismissed')).how, 'backdrop');
    },
  ],
  'copying the code says so': [
    'exit-coupon', { storage: FILLED },
    async (it, tab) => {
      await tab.open('/cart.html');
      await tab.heldUp();
      await tab.click('Copy code STAY-10');
      await tab.says('Copied');
      assert.equal((await it.outcome('coupon_copied')).code, 'STAY-10');
    },
  ],
  'applying the code changes the total': [
    'exit-coupon', { storage: FILLED },
    async (it, tab) => {
      await tab.open('/cart.html');
      await tab.heldUp();
      await tab.click('Apply to my cart');
      await tab.until(`document.querySelector('[data-test=cart-total]').textContent === '€37.75'`);
      assert.equal((await it.outcome('converted')).goal, 1);
    },
  ],
  'a score by keyboard: arrows move, Enter answers': [
    file({ surface: 'bar', position: 'top', steps: [{ id: 'score', blocks: [{ nps: { question: 'How likely?', name: 'score' } }] }, { id: 'why', blocks: [{ comment: { label: 'Why?', name: 'why' } }] }] }), {},
    async (it, tab) => {
      await tab.open('/');
      await tab.shown();
      await tab.message((root) => root.querySelector('input').focus());
      for (let step = 0; step < 7; step++) await tab.press('ArrowRight');
      assert.equal(await tab.message((root) => root.activeElement.value), '7');
      assert.ok(!it.left().includes('submitted'));
      await tab.press('Enter');
      await tab.says('Why?');
      assert.deepEqual((await it.outcome('submitted')).answers, [['score', '7']]);
    },
  ],
  'a comment is typed and sent, and the shop hears none of its keys': [
    file({ surface: 'modal', blocks: [{ comment: { label: 'Why?', name: 'why' } }] }), {},
    async (it, tab) => {
      await tab.open('/');
      await tab.shown();
      await tab.run(`(window.keys = [], document.addEventListener('keydown', (event) => keys.push(event.key)), 0)`);
      await tab.message((root) => root.querySelector('textarea').focus());
      await tab.type('The glaze');
      assert.equal(await tab.message((root) => root.querySelector('textarea').value), 'The glaze');
      assert.deepEqual(await tab.run('keys'), []);
      await tab.click('Send');
      assert.deepEqual((await it.outcome('submitted')).answers, [['why', 'The glaze']]);
    },
  ],
  'an update keeps the focus and what is being typed': [
    file({ surface: 'modal', blocks: [{ progress: { fact: 'cart.subtotal', target: 50, text: 'Only {remaining} to go', done: 'There' } }, { comment: { label: 'Why?', name: 'why' } }] }), { storage: FILLED },
    async (it, tab) => {
      await tab.open('/collection.html');
      await tab.says('€13.50');
      await tab.message((root) => root.querySelector('textarea').focus());
      await tab.type('half a sen');
      await tab.run(`shopbell.setCart({ currency: 'EUR', lines: [{ sku: 'A', price: 40, quantity: 1 }] })`);
      await tab.says('€10');
      await tab.type('tence');
      assert.equal(await tab.message((root) => root.querySelector('textarea').value), 'half a sentence');
    },
  ],
  'a drawn variant stays the same': [
    'ab-test', {},
    async (it, tab) => {
      for (let time = 0; time < 2; time++) {
        await tab.open('/');
        await tab.settled();
      }
      await until(() => it.left().includes('exposed'), 'an exposure');
      assert.equal(new Set(it.sent.filter(({ type }) => type === 'exposed').map(({ variant }) => variant)).size, 1);
    },
  ],
  'before consent nothing leaves, and accepting releases it': [
    'free-gift', { storage: UNASKED },
    async (it, tab) => {
      await tab.open('/collection.html');
      await tab.shown();
      await tab.settled();
      assert.deepEqual(it.requests.filter((request) => !request.startsWith('GET ')), []);
      await tab.click('consent-accept');
      await it.outcome('impression');
      assert.deepEqual(it.left(), ['exposed', 'impression']);
    },
  ],
  'the data layer alone fills the cart': [
    'free-gift', { files: { '/js/shopbell-bridge.js': MUTE }, tag: (tag) => tag.replace('data-consent="required"', 'data-consent="granted"') },
    async (it, tab) => {
      await tab.open('/collection.html');
      await tab.nothing();
      for (const [sku, price] of [['MUG-01', 24], ['TEA-01', 12.5]])
        await tab.call((item_id, price) => void dataLayer.push({ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [{ item_id, price, quantity: 1 }] } }), sku, price);
      await tab.says('Only €13.50 to a free mug');
    },
  ],
  'a preview is shown under a ribbon and leaves no trace': [
    'exit-coupon', { storage: FILLED },
    async (it, tab) => {
      await tab.open('/cart.html?shopbell_preview=exit-coupon');
      await tab.shown();
      assert.equal(await tab.message((root) => root.querySelector('.ribbon').textContent), 'Preview');
      await tab.click('Apply to my cart');
      await tab.settled();
      assert.deepEqual([it.told(), it.sent, it.of('action'), await tab.run(stored)], [[], [], [], []]);
    },
  ],
  'no rule file: one line says so, and the shop goes on': [
    { status: 404, body: 'no such file' }, { storage: FILLED, lines: 1 },
    async (it, tab) => {
      await tab.open('/collection.html');
      await tab.nothing();
      assert.match(it.of('line')[0], /^shopbell: the rule file \/rules\/all\.json answered 404/);
      await tab.click('quick-add');
      await tab.until(`document.querySelector('[data-test=cart-count]').textContent === '3'`);
    },
  ],
  'half a rule file: one line says where': [
    { body: JSON.stringify(file(BAR)).slice(0, -40) }, { lines: 1 },
    async (it, tab) => {
      await tab.open('/');
      await tab.nothing();
      assert.match(it.of('line')[0], /^shopbell: 1 problem in the rule file \(SB\d+ at line 1 column \d+\)/);
    },
  ],
  'the strictest policy is kept, and the style sheet holds': [
    'exit-coupon', { storage: FILLED, policy: POLICY },
    async (it, tab) => {
      await tab.open('/cart.html');
      await tab.heldUp();
      assert.equal(await tab.message((root) => getComputedStyle(root.querySelector('.card')).borderRadius), '16px');
      await tab.click('Apply to my cart');
      await it.outcome('clicked');
    },
  ],
  'storage that throws: what does not interrupt goes on': [
    file(BAR, { interrupts: false }), { blocked: true },
    async (it, tab) => {
      await tab.open('/collection.html');
      await tab.says('Hello');
      await tab.click('Close');
      await tab.gone();
    },
  ],
  'a route without a load is a page view, back too': [
    file(BAR, { when: { 'page.path': '/mugs' }, frequency: { at_most: 1, per: 'page' } }), {},
    async (it, tab) => {
      await tab.open('/');
      await tab.nothing();
      await tab.run(`history.pushState(null, '', '/mugs')`);
      await tab.shown();
      await tab.run(`history.pushState(null, '', '/bowls')`);
      await tab.gone();
      await tab.back();
      await tab.shown();
    },
  ],
  'scroll depth counts to the last pixel': [
    file(BAR, { on: [{ scroll: { depth: 100 } }] }), {},
    async (it, tab) => {
      await tab.open('/collection.html');
      await tab.nothing();
      await tab.run('scrollTo(0, 1e6)');
      await tab.shown();
    },
  ],
  'a click on what a campaign names': [
    file(BAR, { on: [{ click: { selector: '[data-test=quick-add]' } }] }), {},
    async (it, tab) => {
      await tab.open('/collection.html');
      await tab.nothing();
      await tab.click('quick-add');
      await tab.shown();
    },
  ],
  'what a campaign names is scrolled to': [
    file(BAR, { on: [{ element_visible: { selector: 'footer' } }] }), {},
    async (it, tab) => {
      await tab.open('/index.html');
      await tab.nothing();
      await tab.run(`document.querySelector('footer').scrollIntoView()`);
      await tab.shown();
    },
  ],
  'a page from the cache of the back button exposes nothing twice': [
    file(BAR, { when: { 'page.path': '/collection.html' }, frequency: { at_most: 1, per: 'page' } }), { cached: true },
    async (it, tab, t) => {
      await tab.open('/collection.html');
      await it.outcome('impression');
      await tab.open('/checkout.html');
      await tab.back();
      await tab.until(`location.pathname === '/collection.html' && document.readyState === 'complete'`);
      await tab.shown();
      await tab.settled();
      if (!it.of('back').length) return t.skip('the driver keeps no page in that cache');
      assert.deepEqual(it.left(), ['exposed', 'impression']);
    },
  ],
  'it speaks the language of the page': [
    'free-gift', { storage: FILLED, tag: (tag) => tag.replace('async', 'async data-locale="ko"') },
    async (it, tab) => {
      await tab.open('/collection.html');
      await tab.says('€13.50만 더 담으면 머그컵을 드려요');
      assert.equal(await tab.run(`document.querySelector('shopbell-root').lang`), 'ko');
    },
  ],
  'in a narrow window the card is inside it and nothing scrolls sideways': [
    'exit-coupon', { storage: FILLED },
    async (it, tab) => {
      await tab.open('/cart.html?shopbell_preview=exit-coupon');
      await tab.shown();
      await tab.resize(500, 700);
      await tab.until('innerWidth <= 520');
      const [left, right] = await tab.message((root) => [root.querySelector('.card').getBoundingClientRect().left, root.querySelector('.card').getBoundingClientRect().right]);
      assert.ok(left >= 0 && right <= (await tab.run('innerWidth')), `${left} ${right}`);
      assert.ok(await tab.run('document.documentElement.scrollWidth <= innerWidth'));
    },
  ],
  'stop() takes the message away, and the shop hears nothing more': [
    'exit-coupon', { storage: FILLED },
    async (it, tab) => {
      await tab.open('/cart.html');
      await tab.heldUp();
      await tab.run('shopbell.stop()');
      assert.equal(await tab.run(`document.querySelectorAll('shopbell-root').length`), 0);
      await tab.leave();
      assert.equal(await tab.run(`document.querySelectorAll('shopbell-root').length`), 0);
    },
  ],
};

/** What is not as in Chromium, and not yet understood: the driver's doing or ours. */
const UNCLEAR = {
  'Firefox the focus stays in the modal': 'behind the last button Tab seems to stay where it is',
  'WebKit the focus stays in the modal': 'the first Tab leaves the heading only later',
};

for (const [name, { launch, variable, cannot }] of Object.entries({ Chromium: chromium, Firefox: firefox, WebKit: webkit })) {
  const program = process.env[variable];
  describe(name, () => {
    const missing = !program && `${name} is not on this machine; \`cargo xtask setup\` gets it where it can, and ${variable} names it`;
    let engine, served;
    before(async () => {
      if (program) [engine, served] = await Promise.all([launch(program), shop()]);
    });
    after(async () => {
      if (engine) console.log(`${name} ${engine.version}`);
      await Promise.all([engine?.close(), served?.close()]);
    });
    for (const [behaviour, [rules, { lines = 0, needs, ...more }, visit]] of Object.entries(SUITE))
      test(behaviour, { skip: missing || cannot[needs] || false, todo: UNCLEAR[`${name} ${behaviour}`] ?? false, timeout: 60_000 }, async (t) => {
        const it = await visitor(engine, served.origin, rules, more);
        try {
          await visit(it, await it.tab(), t);
          assert.equal(it.of('line').length, lines, it.of('line').join('\n'));
          await it.end(it.of('line').slice(0, lines));
        } finally {
          await it.leaveAll();
        }
      });
  });
}
