/* The package as npm packs it, in a plain Vite app: as it is developed and as it is built. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { build, createServer, preview } from 'vite';
import { campaign, openBrowser, rules } from './page.mjs';

const run = promisify(execFile);
const RULES = rules(campaign('hello', { surface: 'bar', position: 'bottom', blocks: [{ text: 'Hello from Vite' }] }));
const FILES = {
  'package.json': '{"private": true, "type": "module", "dependencies": {"shopbell": "*"}}',
  'index.html': '<!doctype html><html lang="en"><title>app</title><link rel="icon" href="data:,"><body>shop<script type="module" src="/main.js"></script></body></html>',
  'main.js': `import { start } from 'shopbell';\nwindow.shop = start({ rules: ${JSON.stringify(RULES)}, consent: 'granted' });\n`,
};

let browser, root;
before(async () => {
  browser = await openBrowser();
  root = await mkdtemp(join(tmpdir(), 'shopbell-vite-'));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(root, name), text);
  // What would be published, scripts left out because everything is built.
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', root]);
  const installed = join(root, 'node_modules/shopbell');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', join(root, JSON.parse(stdout)[0].filename), '--strip-components=1', '-C', installed]);
});
after(async () => {
  await browser.close();
  await rm(root, { recursive: true });
});

async function shows(address) {
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(address);
  const bar = page.locator('shopbell-root');
  await bar.waitFor({ state: 'attached' });
  assert.match(await bar.evaluate((root) => root.shadowRoot.textContent), /Hello from Vite/);
  assert.equal(await page.evaluate(() => shop.ready), true);
  assert.deepEqual(errors, []);
  await page.close();
}

test('developed: vite', async () => {
  const server = await createServer({ root, logLevel: 'error', server: { port: 0 } });
  await server.listen();
  await shows(server.resolvedUrls.local[0]);
  await server.close();
});

test('built: vite build', async () => {
  await build({ root, logLevel: 'error' });
  const server = await preview({ root, logLevel: 'error', preview: { port: 0 } });
  await shows(server.resolvedUrls.local[0]);
  await server.close();
});
