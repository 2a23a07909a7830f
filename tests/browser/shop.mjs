/*
 * The demo shop and its visitors, for tests of everything together: shop, loader, engine, rules and collector, as built.
 *
 * One server a test file. A visitor is a browser profile of its own; what the page says and what leaves it is written down here,
 * for all its tabs and pages. Nothing sleeps: whoever expects that nothing happens first waits until everything has settled.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { setTimeout as moment } from 'node:timers/promises';
import { chromium, selectors } from 'playwright-core';

const PATIENCE_MS = 20_000;
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** The server and a browser, gone when the tests of this file are done. `keep` names arguments of playwright's to leave out. */
async function open(keep = []) {
  const { SHOPBELL_CHROMIUM: executablePath, SHOPBELL_XTASK: xtask } = process.env;
  if (!executablePath || !xtask) throw new Error('SHOPBELL_CHROMIUM and SHOPBELL_XTASK are not set; run these tests by `cargo xtask test --only node`');
  const server = spawn(xtask, ['serve', '--quiet'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [origin] = await once(createInterface({ input: server.stdout }), 'line');
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS, ignoreDefaultArgs: keep });
  const close = async () => {
    await browser.close();
    server.stdin.end();
    await once(server, 'exit');
  };
  return { origin, browser, close };
}

selectors.setTestIdAttribute('data-test');
let opened;
after(async () => (await opened)?.close());
/** The shop of this test file. */
export const shop = (keep) => (opened ??= open(keep));

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Waits until `found()` gives something, and gives it back. */
export async function until(found, what) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const it = await found();
    if (it) return it;
    if (Date.now() > end) throw new assert.AssertionError({ message: `waited in vain for ${what}` });
    await moment(20);
  }
}

/** What each of the shop's pages and the engine's own start need, kept as the shop keeps it. */
export const ACCEPTED = { 'demo-shop.consent': { analytics: true, marketing: true, preferences: true } };
export const cartOf = (...skus) => ({ 'demo-shop.cart': { lines: skus.map((sku) => ({ sku, option: '', quantity: 1 })), coupons: [] } });
/** A profile in which this visitor has this id, given at this time. */
export const profileOf = (id, at) => ({
  'shopbell.profile': { v: 1, visitor: [at, id], visits: [], marks: [], assigned: [], paths: [], orders: [] },
});

/** In the page, before everything else: passes on what is said and notes who listens. */
function listenAlong() {
  const tell = window.heardInPage;
  for (const name of ['outcome', 'show', 'hide', 'action', 'ready'])
    document.addEventListener('shopbell:' + name, (event) => tell(name, event.detail));
  // As browsers count them: what moves within half a second of a press is what the shopper asked for.
  // What moved before the engine was there is the shop's own.
  let since = Infinity;
  document.addEventListener('shopbell:ready', (event) => (since = event.timeStamp));
  const moved = ({ hadRecentInput, startTime, value, sources }) => {
    const of = sources.map(({ node }) => node?.className ?? node?.nodeName);
    // What the shop's own button says after its press is the shop's, too, however late it says it.
    const ours = of.some((name) => name !== 'button-label');
    if (!hadRecentInput && startTime >= since && ours) tell('shift', { value, of });
  };
  new PerformanceObserver((list) => list.getEntries().forEach(moved)).observe({ type: 'layout-shift', buffered: true });
  document.addEventListener('securitypolicyviolation', (event) => tell('violation', `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));

  // Which modules the browser has made ready: the one that reads the data layer comes after the engine.
  window.instantiated = [];
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (response, imports) => {
    const result = await instantiateStreaming.call(WebAssembly, response, imports);
    window.instantiated.push(new URL(response.url).pathname);
    return result;
  };

  // What the engine listens to on the page; in its own messages it may listen as it likes.
  window.listeners = [];
  const named = [[window, 'window'], [document, 'document'], [window.navigation, 'navigation']];
  for (const [method, step] of [['addEventListener', 1], ['removeEventListener', -1]]) {
    const original = EventTarget.prototype[method];
    EventTarget.prototype[method] = function (type, ...rest) {
      const [, name] = named.find(([target]) => target === (this ?? window)) ?? [];
      if (name && new Error().stack.includes('/dist/engine.js')) {
        const entry = `${name} ${type}`;
        if (step > 0) window.listeners.push(entry);
        else window.listeners.splice(window.listeners.indexOf(entry), 1);
      }
      return original.call(this, type, ...rest);
    };
  }
}

/**
 * A visitor with an empty browser profile but for `storage` (name to value).
 *
 * `rules` is the name of an example, a rule file as an object, or what playwright's `route.fulfill` takes. `clock` is the time at
 * which the visitor comes; with it `at()` and `pass()` steer time. `tag` adds to or replaces attributes of the shop's tag. `policy`
 * is a Content-Security-Policy. `engine` is a folder with another engine.
 */
export async function visitor(rules, { storage = ACCEPTED, clock, tag, policy, engine, init, keep, ...context } = {}) {
  const { origin, browser } = await shop(keep);
  const localStorage = Object.entries(storage).map(([name, value]) => ({ name, value: JSON.stringify(value) }));
  const owner = await browser.newContext({
    baseURL: origin,
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
    storageState: { cookies: [], origins: [{ origin, localStorage }] },
    ...context,
  });
  owner.setDefaultTimeout(PATIENCE_MS);
  const it = { origin, owner, lines: [], errors: [], told: [], sent: [], requests: [], heard: [], readsLayer: true };

  owner.on('console', (message) => {
    if (!message.text().startsWith('Failed to load resource')) it.lines.push(message.text());
  });
  owner.on('weberror', (error) => it.errors.push(String(error.error())));
  owner.on('request', (request) => {
    it.requests.push(`${request.method()} ${request.url().replace(origin, '')}`);
    // What is sent once more, because its page went before the answer came, counts once.
    const fresh = ({ id }) => !it.sent.some((outcome) => outcome.id === id);
    if (request.method() === 'POST') it.sent.push(...(JSON.parse(request.postData()).outcomes ?? []).filter(fresh));
  });
  await owner.exposeBinding('heardInPage', (_, name, detail) => {
    if (name === 'outcome') it.told.push(detail);
    it.heard.push([name, detail]);
  });
  await owner.addInitScript(listenAlong);
  if (init) await owner.addInitScript(init);
  if (clock) await owner.clock.install({ time: clock });

  /** The rule file from the next page on. */
  it.rules = async (rules) => {
    await owner.unroute('**/rules/all.json');
    await owner.route('**/rules/all.json', (route) => {
      if (typeof rules === 'string') return route.continue({ url: `${origin}/rules/${rules}.json` });
      return route.fulfill('campaigns' in rules ? { json: rules } : rules);
    });
  };
  await it.rules(rules);
  if (tag || policy)
    await owner.route((url) => /(\/|\.html)$/.test(url.pathname), async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace(/<script async src="\/dist\/shopbell\.js".*<\/script>/, (was) => tag?.(was) ?? was);
      await route.fulfill({ response: answer, body, headers: { ...answer.headers(), ...(policy ? { 'content-security-policy': policy } : {}) } });
    });
  if (engine)
    for (const [name, contentType] of [['engine.js', 'text/javascript'], ['engine.wasm', 'application/wasm']])
      await owner.route(`**/dist/${name}`, async (route) => route.fulfill({ contentType, body: await readFile(`${engine}/${name}`) }));

  /** A tab of this visitor, on this page of the shop, when all that comes by itself has come. */
  it.open = async (path = '/', page) => {
    page ??= await owner.newPage();
    await page.goto(path);
    await it.settled(page);
    return page;
  };
  /** Until the engine has begun (or never will), what the page told it or its data layer is known, and nobody waits for an answer about the screen. */
  it.settled = async (page) => {
    await page.waitForFunction(() => window.shopbell?.ready);
    // What the engine has found is wrapped; what waits for the module goes on as soon as that is ready.
    const read = async (readsLayer) => {
      const found = readsLayer && (await shopbell.ready) && window.dataLayer?.push !== Array.prototype.push && Array.isArray(window.dataLayer);
      return !found || window.instantiated.some((path) => path.endsWith('/shops.wasm'));
    };
    await until(() => page.evaluate(read, it.readsLayer), 'the data layer to be read');
    await page.evaluate(async () => {
      await shopbell.ready;
      // Claims are answered in the order in which they are made, and an answer may lead to another claim.
      for (let round = 0; round < 3; round++) await navigator.locks.request('shopbell', () => {});
    });
    await it.drained();
  };
  /** Until all that was told has left. */
  it.drained = () => until(() => it.sent.length >= it.told.length, 'outcomes to leave the page');
  /** Time passes for everybody; timers that come due fire. */
  it.pass = async (span, page) => {
    await owner.clock.fastForward(span);
    if (page) await it.settled(page);
  };
  /** The shopper leaves the shop and is back in this tab after so many milliseconds. */
  it.away = async (span, page, path = '/') => {
    const left = await page.evaluate(() => Date.now());
    await page.goto('about:blank');
    await owner.clock.setSystemTime(left + span);
    await it.open(path, page);
  };
  /** Types of what has left so far, in order. */
  it.left = () => it.sent.map((outcome) => outcome.type);
  /** The first outcome of this type, once it has left. */
  it.outcome = (type) => until(() => it.sent.find((outcome) => outcome.type === type), `an outcome ${type}`);
  /** What the page was asked to do so far. */
  it.actions = () => it.heard.filter(([name]) => name === 'action').map(([, detail]) => detail);
  /** Ends the visit: nothing went wrong, nothing moved, and what was told is what left. */
  it.close = async ({ lines = [] } = {}) => {
    await it.drained();
    assert.deepEqual(it.errors, [], 'errors on the page');
    assert.deepEqual(it.lines, lines, 'lines on the console');
    assert.deepEqual(it.heard.filter(([name]) => name === 'shift' || name === 'violation'), [], 'layout shifts and violations');
    assert.deepEqual(it.sent.map(({ id }) => id).sort(), it.told.map(({ id }) => id).sort(), 'what left is what was told');
    await owner.close();
  };
  return it;
}

/** What is on screen of ours, messages that fade not counted. */
export const messages = (page) => page.locator('shopbell-root:not([data-leaving])');
/** The text of the message on screen. */
export const text = (page) => messages(page).evaluate((root) => root.shadowRoot.querySelector('.content').innerText);
/** Waits until a message is on screen, and gives it back. */
export async function shown(page) {
  await messages(page).waitFor({ state: 'attached' });
  return messages(page);
}
/** Nothing of ours is on screen, and it is known that nothing comes by itself. */
export async function nothing(it, page) {
  await it.settled(page);
  assert.equal(await messages(page).count(), 0, 'messages on screen');
}
/** Waits until the message on screen has gone. */
export const gone = (page) => page.waitForFunction(() => !document.querySelector('shopbell-root:not([data-leaving])'));
/** What has the focus, in shadows too: its name in tests, its class or its tag. */
export const focused = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active.dataset.test || active.className || active.tagName;
  });
/** The pointer goes up through the page and out through its top, as a hand does on its way to the tabs. */
export async function leave(page) {
  for (const y of [420, 300, 160, 60]) await page.mouse.move(500, y);
  await page.mouse.move(500, -1);
}
