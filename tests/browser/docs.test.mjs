/*
 * What README and docs tell people to paste: the tags start the engine, JavaScript is JavaScript, and the package holds what it should.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './page.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ORIGIN = 'https://shop.test';

/** The fenced examples of a document, as `[kind, body, place]`. */
async function fences(name) {
  const text = await readFile(join(ROOT, name), 'utf8');
  const found = text.matchAll(/^```([a-z ]+)\n([^]*?)^```$/gm);
  return [...found].map(([all, kind, body]) => [kind, body, `${name}: ${all.slice(0, 60)}`]);
}

const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...(await readdir(join(ROOT, 'docs'), { recursive: true })).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
];
const all = (await Promise.all(documents.map(fences))).flat();
const ofKind = (kind) => all.filter(([other]) => other === kind);
const [, RULES] = (await fences('README.md')).find(([kind, body]) => kind === 'json' && body.includes('"format"'));

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json', '.html': 'text/html' };

/** Opens a page with this head, where the built files lie at `/shopbell/` and the README's rule file where its tag looks. */
async function openShop(head) {
  const page = await browser.newPage();
  const it = { page, lines: [], errors: [] };
  page.on('console', (message) => it.lines.push(message.text()));
  page.on('pageerror', (error) => it.errors.push(String(error)));
  await page.route('**', async (route) => {
    const { pathname } = new URL(route.request().url());
    const contentType = TYPES[/\.[a-z]+$/.exec(pathname)?.[0] ?? '.html'];
    if (pathname === '/') return route.fulfill({ contentType, body: `<!doctype html><html lang="en"><title>shop</title>${head}<p>shop` });
    if (pathname === '/shopbell.rules.json') return route.fulfill({ contentType, body: RULES });
    if (pathname.startsWith('/shopbell/')) {
      return route.fulfill({ contentType, body: await readFile(join(ROOT, 'dist', basename(pathname))) });
    }
    return route.fulfill({ status: 404, body: '' });
  });
  await page.goto(ORIGIN);
  it.says = () => page.locator('shopbell-root .progress').first().textContent({ timeout: 10_000 });
  return it;
}

test('the tag and the declaration of the README show the message of its rule file', async () => {
  const pasted = (await fences('README.md')).filter(([kind]) => kind === 'html').map(([, body]) => body);
  assert.equal(pasted.length, 2);
  const it = await openShop(pasted.join(''));
  assert.match(await it.says(), /Only €3\.50 to free shipping/);
  assert.deepEqual([it.lines, it.errors], [[], []]);
  await it.page.close();
});

test('the module of the README does the same, and hears of it', async () => {
  const [, code] = (await fences('README.md')).find(([kind]) => kind === 'js');
  const map = '<script type="importmap">{ "imports": { "shopbell": "/shopbell/index.js" } }</script>';
  const it = await openShop(`${map}<script type="module">${code}</script>`);
  assert.match(await it.says(), /Only €3\.50 to free shipping/);
  assert.deepEqual([it.lines, it.errors], [['free-shipping'], []]);
  await it.page.close();
});

test('every tag of docs/embed.md is read', async () => {
  for (const [, body, place] of (await fences('docs/embed.md')).filter(([kind]) => kind === 'html')) {
    const tag = body.includes('shopbell.js') ? '' : '<script async src="/shopbell/shopbell.js" data-rules="/shopbell.rules.json"></script>';
    const it = await openShop(body + tag);
    assert.equal(await it.page.evaluate(() => window.shopbell.ready), true, place);
    assert.deepEqual([it.lines, it.errors], [[], []], place);
    await it.page.close();
  }
});

test('the calls of docs/embed.md can be made', async () => {
  const it = await openShop('<script async src="/shopbell/shopbell.js" data-rules="/shopbell.rules.json"></script>');
  await it.page.waitForFunction(() => window.shopbell?.ready);
  for (const [, body, place] of (await fences('docs/embed.md')).filter(([kind]) => kind === 'js')) {
    if (body.includes('import ')) continue;
    const failed = await it.page.evaluate((code) => new Function(`return (async () => { ${code} })()`)().then(() => '', String), body);
    assert.equal(failed, '', place);
  }
  assert.deepEqual(it.errors, []);
  await it.page.close();
});

test('JavaScript is JavaScript', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shopbell-docs-'));
  try {
    for (const [number, [, body, place]] of ofKind('js').entries()) {
      const file = join(folder, `${number}.mjs`);
      await writeFile(file, body);
      assert.doesNotThrow(() => execFileSync(process.execPath, ['--check', file], { stdio: 'pipe' }), place);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the package that npm packs holds what a theme imports', () => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ filename, files }] = JSON.parse(packed);
  const paths = files.map(({ path }) => path);
  for (const name of ['index.js', 'index.d.ts', 'shopbell.js', 'engine.js', 'engine.wasm', 'shops.js', 'shops.wasm', 'tools.js', 'tools.wasm']) {
    assert.ok(paths.includes(`dist/${name}`), name);
  }
  assert.ok(paths.every((path) => path.startsWith('dist/') || /^(README|LICENSE|package)/.test(path)), paths.join(' '));
  const installs = ofKind('sh').some(([, body]) => body.includes(filename));
  assert.ok(installs, `README.md installs ${filename}`);
});
