// A Chromium for the benches, and pages in it that are answered from the built files and nothing else.

import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** Starts the browser that `cargo xtask` has found. */
export async function open() {
  const executablePath = process.env.SHOPBELL_CHROMIUM;
  if (!executablePath) throw new Error('SHOPBELL_CHROMIUM is not set; run the benches by `cargo xtask bench`');
  return chromium.launch({ executablePath, args: ARGS });
}

/** What was measured on. */
export const machine = (browser) => ({ cores: cpus().length, processor: cpus()[0].model, chromium: browser.version() });

const TYPES = { js: 'text/javascript', wasm: 'application/wasm', html: 'text/html' };

/** Calls `use` with a new page that serves these files, isolated so that its clock is fine. */
export async function page(browser, folder, use) {
  const context = await browser.newContext({ baseURL: 'https://bench.test' });
  await context.route('**', async (route) => {
    const { pathname } = new URL(route.request().url());
    const headers = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
    const name = pathname.slice(1);
    if (!name) return route.fulfill({ body: '<!doctype html><title>bench</title>', contentType: TYPES.html, headers });
    const body = await readFile(join(folder, name)).catch(() => null);
    if (!body) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({ body, contentType: TYPES[name.split('.').pop()], headers });
  });
  const page = await context.newPage();
  await page.goto('/');
  if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error('the page is not isolated, so its clock is too coarse');
  try {
    return await use(page);
  } finally {
    await context.close();
  }
}
