/*
 * Text is text, wherever it comes from: three hundred hostile ones in every text of every block, in every fact that a text can
 * name, and in the names of campaigns, become no element, attribute or style. The page has the strictest policy there is, and
 * nothing of ours offends against it.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';
import { PAYLOADS } from './payloads.mjs';

const POLICY =
  "default-src 'none'; script-src 'self' 'nonce-shop' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
const built = (name) => readFile(new URL(`../../dist/${name}`, import.meta.url));
/** So many of a block are in one message. */
const AT_ONCE = 50;

/** As a text that is no template; as one that has no emphasis and no links either. */
const plain = (text) => text.replaceAll('{', '{{').replaceAll('}', '}}');
const rich = (text) => plain(text.replace(/[\\*[]/g, '\\$&'));

/** What can stand in a link as it is. */
const inLink = (text) => text.replace(/[\\*[\]]/g, '') || 'x';

/** Every block with the text `say` in each of its texts; `name` is another one for each. A new block is one more line. */
const BLOCKS = {
  text: (say) => ({ text: rich(say) }),
  headline: (say) => ({ text: { style: 'headline', text: rich(say) } }),
  link: (say) => ({ text: `[${plain(inLink(say))}](/there) and on` }),
  button: (say) => ({ button: { text: plain(say), do: { emit: 'pressed' } } }),
  image: (say) => ({ image: { src: '/mug.png', alt: plain(say), width: 8, height: 8 } }),
  nps: (say, name) => ({ nps: { question: rich(say), low: plain(say), high: plain(say), name } }),
  choice: (say, name) => ({ choice: { question: rich(say), options: [{ text: plain(say), value: 'a' }, { text: 'b', value: 'b' }], name } }),
  comment: (say, name) => ({ comment: { label: rich(say), placeholder: plain(say), name } }),
  progress: (say) => ({ progress: { fact: 'cart.items', target: 9, text: rich(say), done: rich(say) } }),
};

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

/** Opens a page with that policy; what offends against it is noted. */
async function opened(file, more = {}) {
  const init = () => {
    window.offences = [];
    addEventListener('securitypolicyviolation', (event) => window.offences.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`), true);
  };
  const body = '<button id="before">shop</button><script nonce="shop">window.nonce = true</script>';
  const it = await openPage(browser, file, { init, body, headers: { 'content-security-policy': POLICY }, ...more });
  await it.page.context().route(/\/(tools|panel)\./, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    await route.fulfill({ body: await built(name), contentType: name.endsWith('js') ? 'text/javascript' : 'application/wasm' });
  });
  /** Nothing came of any text, nobody was offended, and nobody was asked for anything that the page did not want. */
  it.calm = async () => {
    assert.deepEqual(await it.page.evaluate(() => ({ hit: window.hit, nonce: window.nonce, offences: window.offences })), { hit: undefined, nonce: true, offences: [] });
    assert.deepEqual(it.errors, []);
    assert.deepEqual(it.lines, []);
    await it.close();
  };
  await it.page.evaluate(() => {
    /** Attributes that hold words. */
    const WORDS = ['aria-label', 'alt', 'placeholder', 'data-done', 'title'];
    /** What a message is, but for its words: elements, attributes, styles. */
    window.bones = (root) =>
      [...root.querySelectorAll('*')]
        .map((element) => {
          let depth = 0;
          for (let at = element; at.parentElement; at = at.parentElement) depth++;
          const attributes = [...element.attributes].map(({ name, value }) => (WORDS.includes(name) ? name : `${name}=${value}`));
          return `${depth} ${element.localName} ${attributes.sort().join(' ')}`;
        })
        .join('\n');
    /** Its words. */
    window.words = (root) => [root.textContent, ...[...root.querySelectorAll('*')].flatMap((element) => WORDS.map((name) => element.getAttribute(name) ?? ''))].join('\u241e');
    /** Messages by their campaigns, in the order in which they came. */
    window.shown = () => {
      const roots = [...document.querySelectorAll('shopbell-root:not([data-leaving])')];
      const names = window.said.filter(([name]) => name === 'show').map(([, { campaign }]) => campaign);
      return new Map(names.map((name, place) => [name, roots[place]]));
    };
  });
  return it;
}

/** What the payloads of a message are: whole letters only, as they arrive. */
const arrived = (text) => text.toWellFormed();
const batches = [];
for (let at = 0; at < PAYLOADS.length; at += AT_ONCE) batches.push([...PAYLOADS.slice(at, at + AT_ONCE), ...Array(AT_ONCE).fill('x')].slice(0, AT_ONCE));

test('there are three hundred payloads', () => assert.ok(PAYLOADS.length >= 300));

test('in every text of every block', async (all) => {
  for (const [kind, block] of Object.entries(BLOCKS)) {
    await all.test(kind, async () => {
      const quiet = { interrupts: false, on: [{ event: { name: 'go' } }] };
      const of = (texts) => ({ surface: 'bar', blocks: texts.map((text, place) => block(text, `field${place}`)) });
      const messages = [Array(AT_ONCE).fill('x'), ...batches].map((texts, place) => campaign(`batch-${place}`, of(texts), quiet));
      const it = await opened(rules(...messages));
      await it.page.evaluate(() => (engine.setCart({ currency: 'EUR', items: 3 }), engine.track('go')));
      await it.page.waitForFunction((count) => window.said.filter(([name]) => name === 'show').length === count, messages.length, { timeout: 15_000 }).catch(() => assert.fail(it.lines.join('\n') || 'not all messages came'));
      const wrong = await it.page.evaluate((texts) => {
        const [calm, ...others] = [...window.shown().values()].map((root) => root.shadowRoot);
        const wrong = [];
        others.forEach((root, place) => {
          if (window.bones(root) !== window.bones(calm)) wrong.push(`batch ${place} has other elements, attributes or styles`);
          const words = window.words(root);
          for (const text of texts[place]) if (!words.includes(text)) wrong.push(`batch ${place} does not say ${JSON.stringify(text)}`);
        });
        return wrong;
      }, batches.map((texts) => texts.map((text) => arrived(kind === 'link' ? inLink(text) : text))));
      assert.deepEqual(wrong.slice(0, 5), []);
      await it.calm();
    });
  }
});

/** Facts that hold texts of others, and who tells them. */
const SOURCES = {
  'custom.note': 'engine.set("note", text)',
  'page.product.name': '',
  'page.product.brand': '',
  'page.title': 'engine.setPage({ title: text, type: "product", product: { sku: text, name: text, brand: text, category: text } })',
  'page.product.sku': '',
  'page.product.category': '',
  'customer.tier': 'engine.identify({ id: "c1", tier: text, tags: [text] })',
};

test('in every fact that a text names', { timeout: 60_000 }, async () => {
  const facts = Object.keys(SOURCES);
  const blocks = [
    ...facts.flatMap((fact) => [{ text: `{${fact}}` }, { text: `*{${fact}}* [{${fact}}](/there)` }]),
    ...facts.map((fact, place) => ({ choice: { question: `{${fact}}`, options: [{ text: `{${fact}}`, value: 'a' }], name: `choice${place}` } })),
    { button: { text: '{custom.note}', do: { emit: 'pressed' } } },
    { image: { src: '/mug.png', alt: '{custom.note}', width: 8, height: 8 } },
    { comment: { label: '{custom.note}', placeholder: '{custom.note}', name: 'comment' } },
    { nps: { question: '{custom.note}', low: '{custom.note}', high: '{custom.note}', name: 'nps' } },
  ];
  const file = { ...rules(campaign('one', { surface: 'bar', blocks }, { on: [{ event: { name: 'go' } }] })), custom: { note: 'text' } };
  const it = await opened(file);
  const wrong = await it.page.evaluate(
    async ([texts, times]) => {
      const tell = (text) => {
        engine.set('note', text);
        engine.setPage({ title: text, type: 'product', product: { sku: text, name: text, brand: text, category: text } });
        engine.identify({ id: 'c1', tier: text, tags: [text] });
      };
      tell('x');
      engine.track('go');
      await new Promise((done) => (document.querySelector('shopbell-root') ? done() : document.addEventListener('shopbell:show', done)));
      const root = document.querySelector('shopbell-root').shadowRoot;
      const calm = window.bones(root);
      const wrong = [];
      for (const text of texts) {
        tell(text);
        if (window.bones(root) !== calm) wrong.push(`${JSON.stringify(text)} became other elements, attributes or styles`);
        const said = window.words(root).split(text.toWellFormed()).length - 1;
        if (said < times) wrong.push(`${JSON.stringify(text)} is said ${said} times`);
      }
      return wrong;
    },
    [PAYLOADS, facts.length * 5],
  );
  assert.deepEqual(wrong.slice(0, 5), []);
  await it.calm();
});

test('in the query of the address', { timeout: 60_000 }, async () => {
  const short = PAYLOADS.filter((text) => encodeURIComponent(text.toWellFormed()).length < 150);
  const blocks = Array.from({ length: 5 }, (_, place) => ({ text: `{page.query.q${place}}` }));
  const often = { frequency: { at_most: 100, per: 'page' }, on: [{ event: { name: 'go' } }] };
  const it = await opened(rules(campaign('one', { surface: 'bar', blocks }, often)));
  const wrong = await it.page.evaluate(async (texts) => {
    const wrong = [];
    let calm;
    for (let at = -1; at < texts.length; at += 5) {
      const some = at < 0 ? ['x', 'x', 'x', 'x', 'x'] : texts.slice(at, at + 5).concat(['x', 'x', 'x', 'x']).slice(0, 5);
      if (at < 0) at = -5;
      history.pushState(null, '', '?' + some.map((text, place) => `q${place}=${encodeURIComponent(text)}`).join('&'));
      const came = new Promise((done) => document.addEventListener('shopbell:show', done, { once: true }));
      engine.track('go');
      await came;
      const root = document.querySelector('shopbell-root:not([data-leaving])').shadowRoot;
      calm ??= window.bones(root);
      if (window.bones(root) !== calm) wrong.push(`${JSON.stringify(some)} became other elements, attributes or styles`);
      for (const text of some) if (!root.textContent.includes(text)) wrong.push(`${JSON.stringify(text)} is not said`);
    }
    return wrong;
  }, short.map(arrived));
  assert.deepEqual(wrong.slice(0, 5), []);
  await it.calm();
});

test('in names of campaigns: explain() and the panel', async () => {
  const file = rules(...PAYLOADS.map((name, place) => campaign(`c${place}`, { surface: 'bar', blocks: [{ text: 'x' }] }, { name: arrived(name), on: [{ event: { name: 'never' } }] })));
  const it = await opened(file);
  await it.page.evaluate(async (rules) => {
    const bytes = new TextEncoder().encode(rules);
    const tools = await import('/tools.js');
    await tools.default();
    const explain = async () => tools.explain(bytes, engine.snapshot());
    const panel = await import('/panel.js');
    panel.open({ handle: { explain }, rules: bytes, snapshot: () => engine.snapshot() });
  }, JSON.stringify(file));
  await it.page.locator('shopbell-panel .campaign').nth(PAYLOADS.length - 1).waitFor({ state: 'attached' });
  const seen = await it.page.evaluate((texts) => {
    const root = document.querySelector('shopbell-panel').shadowRoot;
    const campaigns = [...root.querySelectorAll('.campaign')];
    const bones = new Set(campaigns.map((one) => window.bones(one).replaceAll(/(href|id|aria-controls|aria-labelledby)=\S+/g, '$1')));
    const words = window.words(root);
    return { kinds: bones.size, missing: texts.filter((text) => !words.includes(text)).slice(0, 5) };
  }, PAYLOADS.map(arrived));
  assert.deepEqual(seen, { kinds: 1, missing: [] }, 'each campaign is drawn like the others');
  await it.calm();
});

test('a whole visit offends against nothing: show, answer, step, copy, close, explain() and the panel', async () => {
  const steps = [
    { id: 'ask', blocks: [{ text: 'Before you go' }, { nps: { question: 'How likely?', name: 'score' } }] },
    { id: 'give', blocks: [{ text: 'Thank you' }, { progress: { fact: 'cart.items', target: 9, text: '{remaining} more', done: 'Yours' } }, { coupon: { code: 'STAY-10' } }] },
  ];
  const file = rules(campaign('one', { surface: 'modal', theme: { accent: '#2f5d50' }, steps }));
  const it = await opened(file);
  await it.page.evaluate(() => engine.setCart({ currency: 'EUR', items: 3 }));
  await it.shown();
  await it.page.getByRole('radio', { name: '9' }).click();
  const next = it.page.getByRole('button', { name: /next|send|continue/i });
  if (await next.count()) await next.click();
  await it.page.getByRole('button', { name: /STAY-10/ }).click();
  await it.outcome('coupon_copied');
  await it.find('.close').click();
  await it.outcome('dismissed');
  await it.page.evaluate(async (rules) => {
    const bytes = new TextEncoder().encode(rules);
    const tools = await import('/tools.js');
    await tools.default();
    const explain = async () => tools.explain(bytes, engine.snapshot());
    const panel = await import('/panel.js');
    panel.open({ handle: { explain }, rules: bytes, snapshot: () => engine.snapshot() });
  }, JSON.stringify(file));
  await it.page.locator('shopbell-panel .campaign').first().waitFor();
  await it.calm();
});
