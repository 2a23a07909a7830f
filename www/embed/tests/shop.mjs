/*
 * A shop of made-up answers: the built loader and npm entry run in it against an engine that only writes down what it is told.
 *
 * Nothing is on the network: every request of the page is answered from a table, so a test says in one line what fails.
 */
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const ORIGIN = 'http://shop.test';
const dist = (name) => readFile(new URL(`../../../dist/${name}`, import.meta.url));

/** The engine's contract, written down instead of carried out. */
const ENGINE = `
  export default async function init() { if (window.wasmFails) throw new WebAssembly.CompileError('made up'); }
  export class Engine {
    constructor(bytes, options) {
      (window.told ??= []).push(['new', new TextDecoder().decode(bytes), { ...options }]);
      for (const name of ['track', 'identify', 'setCart', 'setPage', 'set', 'consent', 'stop'])
        this[name] = (...args) => {
          if (args[0] === 'trap') throw new WebAssembly.RuntimeError('unreachable');
          window.told.push([name, ...args]);
        };
    }
    begin() {}
    snapshot() { return 'snapshot'; }
  }`;
const TOOLS = `
  export default async function init() {}
  export const explain = (bytes, snapshot) => ({ bytes: bytes.length, snapshot });`;
const PANEL = `export const open = ({ handle, rules, snapshot }) => {
  window.panel = [handle === window.shopbell, rules.length, snapshot()];
};`;

export const RULES = '{"format":1,"campaigns":[]}';
export const TAG = '<script async src="/shopbell.js" data-rules="/rules.json"></script>';

const js = (body) => ({ body, contentType: 'text/javascript', headers: { 'access-control-allow-origin': '*' } });

/** A browser to open shops in; close it when the tests are done. */
export async function openBrowser() {
  const executablePath = process.env.SHOPBELL_CHROMIUM;
  if (!executablePath) throw new Error('SHOPBELL_CHROMIUM is not set; run these tests by `cargo xtask test --only node`');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
  return chromium.launch({ executablePath, args });
}

/**
 * Opens the page with this HTML in its head.
 *
 * `answers` adds to what the shop answers by path, or replaces it: an object for playwright's `route.fulfill`, a function of
 * the route, or null for a network failure. The result has what the page said (`lines`, `errors`) and asked for (`requests`).
 */
export async function openShop(browser, head, { answers = {}, at = '/', wait = 'load' } = {}) {
  const table = {
    '/': { contentType: 'text/html', body: `<!doctype html><title>shop</title>${head}<main>shop</main>` },
    '/rules.json': { contentType: 'application/json', body: RULES },
    '/shopbell.js': js(await dist('shopbell.js')),
    '/index.js': js(await dist('index.js')),
    '/engine.js': js(ENGINE),
    '/tools.js': js(TOOLS),
    '/panel.js': js(PANEL),
    ...answers,
  };
  const page = await browser.newPage();
  const shop = { page, lines: [], errors: [], requests: [] };
  page.on('console', (message) => {
    // The browser's own note about a failed request is not ours.
    if (!message.text().startsWith('Failed to load resource')) shop.lines.push(message.text());
  });
  page.on('pageerror', (error) => shop.errors.push(String(error)));
  await page.route('**', async (route) => {
    const path = new URL(route.request().url()).pathname;
    shop.requests.push(path);
    const answer = table[path];
    if (answer === null) return route.abort();
    if (typeof answer === 'function') return answer(route);
    return route.fulfill(answer ?? { status: 404, body: 'not here' });
  });
  await page.goto(ORIGIN + at, { waitUntil: wait });
  /** What the engine was told, once it was told at least so much. */
  shop.told = async (atLeast = 1) => {
    await page.waitForFunction((count) => window.told?.length >= count, atLeast);
    return page.evaluate(() => window.told);
  };
  /** The first line on the console, once there is one. */
  shop.line = async () => {
    if (shop.lines.length === 0) await page.waitForEvent('console', (message) => message.text().startsWith('shopbell'));
    return shop.lines[0];
  };
  /** Long enough for whatever could still come: two idle moments after everything asked for was answered. */
  shop.settled = async () => {
    await page.waitForLoadState('networkidle');
    for (const _ of [1, 2]) await page.evaluate(() => new Promise((done) => requestIdleCallback(() => setTimeout(done))));
  };
  return shop;
}
