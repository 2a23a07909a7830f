/*
 * A page with the engine on it, for tests of the browser host: the built engine with its test hooks, started directly.
 *
 * Nothing is on the network: every request of the page is answered here. The page is a secure one, as shops are.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const ORIGIN = 'https://shop.test';

/** What a page with a data layer loads as well; it has no hooks. */
const shops = (name) => readFile(new URL(`../../dist/${name}`, import.meta.url));
const built = (name) => readFile(join(process.env.SHOPBELL_TEST_DIST, name));

/** A browser to open pages in; close it when the tests are done. `more` is for playwright's `launch`. */
export async function openBrowser(more = {}) {
  const executablePath = process.env.SHOPBELL_CHROMIUM;
  if (!executablePath) throw new Error('SHOPBELL_CHROMIUM is not set; run these tests by `cargo xtask test --only node`');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath, args, ...more });
}

/** A rule file with these campaigns. */
export const rules = (...campaigns) => ({ format: 1, site: { currency: 'EUR', quiet_interval: '0s' }, campaigns });

/** A campaign that shows `show` when `on` fires; at once if nothing else is said. */
export const campaign = (id, show, more = {}) => ({ id, on: [{ page_view: {} }], variants: [{ id: 'a', show }], ...more });

const BODY = '<button id="before">shop</button><a id="link" href="/elsewhere">away</a><input id="field"><div style="height:3000px"></div>';

/**
 * Opens a page and starts the engine in it.
 *
 * `said` collects the DOM events as `[name, detail]`, `lines` the console, `errors` what reached the page, `sent` the bodies that
 * left. `init` runs before everything else of the page.
 */
export async function openPage(browser, ruleFile, { options = {}, body = BODY, head = '', init, at = '/', context = {}, headers = {}, clock } = {}) {
  const owner = await browser.newContext({ baseURL: ORIGIN, permissions: ['clipboard-read', 'clipboard-write'], ...context });
  const page = await owner.newPage();
  const it = { page, lines: [], errors: [], sent: [] };
  page.on('console', (message) => {
    if (!message.text().startsWith('Failed to load resource')) it.lines.push(message.text());
  });
  page.on('pageerror', (error) => it.errors.push(String(error)));
  const [js, wasm] = await Promise.all([built('engine.js'), built('engine.wasm')]);
  await owner.route('**', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/engine.js') return route.fulfill({ body: js, contentType: 'text/javascript' });
    if (pathname === '/engine.wasm') return route.fulfill({ body: wasm, contentType: 'application/wasm' });
    if (pathname === '/shops.js') return route.fulfill({ body: await shops('shops.js'), contentType: 'text/javascript' });
    if (pathname === '/shops.wasm') return route.fulfill({ body: await shops('shops.wasm'), contentType: 'application/wasm' });
    if (pathname === '/collect') {
      it.sent.push(route.request().postData());
      return route.fulfill({ status: 200, body: '{}' });
    }
    const html = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>shop</title>${head}<body>${body}`;
    return route.fulfill({ contentType: 'text/html', headers, body: html });
  });
  await page.addInitScript(() => {
    window.said = [];
    for (const name of ['ready', 'show', 'hide', 'outcome', 'action', 'submit'])
      document.addEventListener('shopbell:' + name, (event) => window.said.push([name, event.detail]));
  });
  if (clock) await page.clock.install({ time: clock });
  if (init) await page.addInitScript(init);
  await page.goto(at);
  it.start = () =>
    page.evaluate(
      async ([rules, options]) => {
        const { default: start, Engine } = await import('/engine.js');
        await start();
        window.begun = performance.now();
        window.engine = new Engine(new TextEncoder().encode(rules), options);
        window.engine.begin();
      },
      [typeof ruleFile === 'string' ? ruleFile : JSON.stringify(ruleFile), { consent: 'granted', ...options }],
    );
  await it.start();
  /** Details of the DOM events of this name so far. */
  it.said = (name) => page.evaluate((name) => window.said.filter(([other]) => other === name).map(([, detail]) => detail), name);
  /** Types of the outcomes so far. */
  it.outcomes = async () => (await it.said('outcome')).map((outcome) => outcome.type);
  /** Waits until an outcome of this type was told, and returns it. */
  it.outcome = async (type) => {
    await page.waitForFunction((type) => window.said.some(([name, detail]) => name === 'outcome' && detail.type === type), type);
    return (await it.said('outcome')).find((outcome) => outcome.type === type);
  };
  /** Waits for a message. */
  it.shown = () => page.waitForFunction(() => window.said.some(([name]) => name === 'show'));
  /** What a message has in its shadow. */
  it.find = (selector) => page.locator(`shopbell-root ${selector}`);
  /** What has the focus, in shadows too: its class, or its id on the page. */
  it.focused = () =>
    page.evaluate(() => {
      let active = document.activeElement;
      while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active.className || active.value || active.id || active.tagName;
    });
  /** How many messages are on the page, leaving ones not counted. */
  it.count = () => page.evaluate(() => document.querySelectorAll('shopbell-root:not([data-leaving])').length);
  it.close = () => owner.close();
  return it;
}
