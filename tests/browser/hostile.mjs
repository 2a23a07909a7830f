/*
 * A stage for hostile pages: a shop whose every answer a test may spoil, and a watch in the page that nothing of it can fool.
 *
 * The server is a real one, so that answers can be slow, cut off and of any kind. Whoever looks at a page from here looks past its own
 * JavaScript: by the driver's own world, or by what the watch took for itself before anything else ran.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { setTimeout as moment } from 'node:timers/promises';
import { openBrowser } from './page.mjs';

export const PATIENCE_MS = 8_000;
const SHIPPED = new URL('../../dist/', import.meta.url);

/** Says much of what a message can say, and listens to much of what can be listened to. */
export const RULES = {
  format: 1,
  site: { currency: 'EUR', quiet_interval: '0s', time_zone: 'Europe/Bucharest' },
  campaigns: [
    {
      id: 'hello',
      on: [{ page_view: {} }],
      when: { 'cart.items': { $gte: 1 }, 'time.hour': { $gte: 0 } },
      frequency: { at_most: 1, per: 'page', after_dismiss: '0s' },
      variants: [
        {
          id: 'a',
          show: {
            surface: 'bar',
            position: 'bottom',
            blocks: [{ text: 'Hello' }, { progress: { fact: 'cart.subtotal', target: 50, text: 'Only {remaining}', done: 'Done' } }],
          },
        },
      ],
    },
    {
      id: 'never',
      on: [{ scroll: { depth: 99 } }, { click: { selector: '.nowhere' } }, { exit_intent: {} }, { inactivity: { for: '1h' } }, { element_visible: { selector: '.nowhere' } }],
      variants: [{ id: 'a', show: { surface: 'modal', blocks: [{ text: 'Never' }] } }],
    },
  ],
};

/** The same, but for a message that does not interrupt: where nothing can be remembered, nothing interrupts. */
export const QUIET = { ...RULES, campaigns: RULES.campaigns.map((campaign) => ({ ...campaign, interrupts: false })) };

export const TAG = '<script async src="shopbell.js" data-rules="rules.json" data-collector="collect" data-consent="granted"></script>';
const CART = { cart: { currency: 'EUR', subtotal: '36.50', items: 2, lines: [{ sku: 'MUG-01', name: 'Mug', price: 18.25, quantity: 2 }] } };
const SHOP = `<main><h1>Shop</h1><button id="buy">Buy</button><output id="bought">0</output></main>
  <script type="application/json" data-shopbell>${JSON.stringify(CART)}</script>${'<br>'.repeat(120)}`;

const TYPES = { js: 'text/javascript', wasm: 'application/wasm', json: 'application/json' };

/** Runs in the page before all else: takes what it needs, and is asked later whether anything that is everybody's has changed. */
function watch() {
  const { ownKeys, getOwnPropertyDescriptor: described } = Reflect;
  const { is } = Object;
  const roots = { __proto__: null, window, document, history, navigator, console, JSON, Math, Intl, Reflect, customElements, html: document.documentElement };
  const classes = 'Object Array Function String Number Boolean Symbol Date RegExp Promise Map Set WeakMap Error URL URLSearchParams Event CustomEvent EventTarget Node Element HTMLElement Document ShadowRoot History Storage Response Request TextEncoder TextDecoder MutationObserver IntersectionObserver Location Navigator XMLHttpRequest CSSStyleSheet';
  for (const name of classes.split(' ')) {
    roots[name] = window[name];
    roots[name + '.prototype'] = window[name].prototype;
  }
  const names = ownKeys(roots);
  // Made by the browser itself when it is asked for, or by the test's own tools.
  const passing = { __proto__: null, event: 1, chrome: 1, __playwright_builtins__: 1, __pwInitScripts: 1 };
  let before;
  const look = () => {
    const all = { __proto__: null };
    for (let at = 0; at < names.length; at++) {
      const of = (all[names[at]] = { __proto__: null });
      const keys = ownKeys(roots[names[at]]);
      for (let index = 0; index < keys.length; index++) of[keys[index]] = described(roots[names[at]], keys[index]);
    }
    return all;
  };
  const text = String;
  const bought = document.getElementsByTagName('output');
  const watch = {
    __proto__: null,
    begin: () => void (before = look()),
    /** What is otherwise now. */
    changed() {
      const now = look();
      let list = '';
      for (let at = 0; at < names.length; at++) {
        const was = before[names[at]];
        const is_ = now[names[at]];
        const keys = ownKeys({ __proto__: null, ...was, ...is_ });
        for (let index = 0; index < keys.length; index++) {
          const a = was[keys[index]];
          const b = is_[keys[index]];
          if (passing[keys[index]] || (a && b && is(a.value, b.value) && a.get === b.get && a.set === b.set)) continue;
          list += (names[at] + '.' + text(keys[index])) + '\n';
        }
      }
      return list;
    },
  };
  Object.defineProperty(window, 'watch', { value: watch });
  // The shop's own: it works by what it took before anything was spoiled, as its scripts come first.
  addEventListener('click', ({ target }) => {
    if (target.id === 'buy') bought[0].value = text(+bought[0].value + 1);
  }, true);
}

/** A browser and a server for all rows of a test file. `keep` names arguments of playwright's to leave out. */
export async function openStage({ keep = [] } = {}) {
  const shows = new Map();
  const files = {};
  for (const name of ['shopbell.js', 'engine.js', 'engine.wasm', 'engine.twin.js', 'shops.js', 'shops.wasm', 'shops.twin.js']) files[name] = await readFile(new URL(name, SHIPPED));
  const server = createServer(async (request, response) => {
    const [, id, ...rest] = new URL(request.url, 'http://x').pathname.split('/');
    const show = shows.get(id);
    const name = rest.join('/');
    if (!show) return response.writeHead(404).end();
    show.asked.push(name);
    // What a page wants to be known.
    if (name.endsWith('.note')) {
      show.notes.push(JSON.parse(decodeURIComponent(request.url.split('?')[1])));
      return response.writeHead(204).end();
    }
    let body = '';
    for await (const part of request) body += part;
    const answer = show.answers?.[name];
    const send = (given) => {
      if (typeof given === 'function') return given(response, request, files, () => send(null));
      if (given) return response.writeHead(given[0], given[1]).end(given[2]);
      if (name === 'collect') {
        const { outcomes } = JSON.parse(body);
        show.sent.push(...outcomes);
        return response.writeHead(200).end(JSON.stringify({ accepted: outcomes.map(({ id }) => id), rejected: [] }));
      }
      if (name === 'rules.json') return response.writeHead(200, { 'content-type': TYPES.json }).end(JSON.stringify(show.rules ?? RULES));
      const file = name.split('/').at(-1);
      if (file in files) return response.writeHead(200, { 'content-type': TYPES[file.split('.').at(-1)] }).end((show.engine ?? files)[file] ?? files[file]);
      if (name.includes('.')) return response.writeHead(404).end();
      const spoil = show.spoil ? `<script>(${show.spoil})()</script>` : '';
      const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><script>(${watch})()</script>${show.head ?? ''}${spoil}
        <script>watch.begin()</script>${show.tag ?? TAG}<body>${show.body ?? ''}${SHOP}`;
      return response.writeHead(200, { 'content-type': 'text/html', ...show.headers }).end(html);
    };
    send(answer);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  const origin = `http://localhost:${server.address().port}`;
  const browser = await openBrowser({ ignoreDefaultArgs: keep });
  let count = 0;

  /** What the server answers in a row, under an address of its own, and what it hears. */
  function serve(row) {
    const id = String(++count);
    const it = { ...row, asked: [], notes: [], sent: [], lines: [], errors: [], address: `${origin}/${id}/` };
    shows.set(id, it);
    it.until = async (found, what) => {
      for (const end = Date.now() + PATIENCE_MS; !(await found()); await moment(15))
        if (Date.now() > end) assert.fail(`waited in vain for ${what}; on the console: ${it.lines.concat(it.errors).join('\n')}`);
    };
    it.types = () => it.sent.map(({ type, campaign }) => `${type} ${campaign}`);
    it.sends = (types) => it.until(() => types.every((type) => it.types().includes(type)), `${types} (${it.types()})`);
    it.end = () => shows.delete(id);
    return it;
  }

  /** A page of a new visitor on which a row plays. */
  async function open(row = {}) {
    const it = serve(row);
    const owner = await browser.newContext({ reducedMotion: 'reduce', ...row.context });
    owner.setDefaultTimeout(PATIENCE_MS);
    owner.on('console', (message) => {
      // What the browser itself says of what it refuses; a row tells which do.
      if (message.text().startsWith('Failed to load resource') || (row.refuses && !message.args().length)) return;
      (message.type() === 'error' ? it.errors : it.lines).push(message.text());
    });
    owner.on('weberror', (error) => it.errors.push(error.error()?.stack || String(error.error())));
    it.owner = owner;
    it.page = await owner.newPage();
    it.cdp = await owner.newCDPSession(it.page);
    /** Asks the page without any of its JavaScript but the expression's own. */
    it.ask = async (expression) => {
      const { result, exceptionDetails } = await it.cdp.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    };
    it.go = (path = '') => it.page.goto(it.address + path, { waitUntil: 'load' });
    it.messages = it.page.locator('shopbell-root:not([data-leaving])');
    it.shown = () => it.until(() => it.messages.count(), 'a message');
    it.line = (says) => it.until(() => it.lines.some((line) => says.test(line)), `a line ${says}`);
    /** The shopper buys something: the shop works. */
    it.buys = async () => {
      const before = await it.page.locator('#bought').textContent();
      await it.page.locator('#buy').click();
      assert.equal(await it.page.locator('#bought').textContent(), String(Number(before) + 1), 'the shop works');
    };
    /** How many listeners of all kinds there are on window, document and what tells of routes. */
    it.listeners = async () => {
      let count = 0;
      for (const expression of ['window', 'document', 'navigation']) {
        const { result } = await it.cdp.send('Runtime.evaluate', { expression });
        count += (await it.cdp.send('DOMDebugger.getEventListeners', { objectId: result.objectId })).listeners.length;
      }
      return count;
    };
    it.changed = async () => (await it.ask('watch.changed()')).split('\n').filter(Boolean);
    it.close = async () => {
      await owner.close();
      it.end();
    };
    return it;
  }
  const close = async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  };
  return { open, serve, close, browser, origin, visitors: new Set() };
}

/** What shopbell may leave on a page. */
const OURS = ['window.shopbell', 'window.Symbol(shopbell)'];

/** Plays a row: what must be so on every page, and what it says itself. */
export async function play(stage, row) {
  const it = await stage.open(row);
  const says = row.says ?? [];
  try {
    await it.go();
    if (row.shows === false) {
      for (const line of says) await it.line(line);
      await row.settled?.(it);
      assert.equal(await it.messages.count(), 0, 'nothing shows');
    } else {
      await it.shown();
      assert.match(await it.page.locator('shopbell-root .content').innerText(), row.text ?? /^Hello\s+Only €13\.50/);
      if (row.sends !== false) await it.sends(['exposed hello', 'impression hello']);
    }
    await it.buys();
    await row.later?.(it);
    if (row.shows !== false && row.closes !== false) {
      await it.page.locator('shopbell-root:not([data-leaving]) .close').click();
      await it.page.waitForSelector('shopbell-root:not([data-leaving])', { state: 'detached' });
      await it.buys();
      if (row.sends !== false) await it.sends(['dismissed hello']);
    }
    for (const type of row.often ? [] : ['exposed hello', 'impression hello', 'dismissed hello'])
      assert.ok(new Set(it.sent.filter((one) => `${one.type} ${one.campaign}` === type).map(({ id }) => id)).size <= 1, `${type} once`);
    assert.deepEqual(it.errors, [], 'errors');
    for (const visitor of new Set(it.sent.map((outcome) => outcome.visitor))) {
      assert.ok(!stage.visitors.has(visitor), 'a visitor of his own');
      stage.visitors.add(visitor);
    }
    assert.equal(it.lines.length, says.length, `lines on the console: ${it.lines.join('\n')}`);
    for (const line of says) assert.ok(it.lines.some((one) => line.test(one)), `${line}: ${it.lines.join('\n')}`);
    const changed = await it.changed();
    assert.deepEqual(changed.filter((name) => !(row.named && name.startsWith('document.')) && ![...OURS, ...(row.changes ?? [])].includes(name)), [], 'changed globals');
  } finally {
    await it.close();
  }
}
