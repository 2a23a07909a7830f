/* The report: what the demo shop told stands in it, and its pages hold what every page of ours holds: no script, axe, small windows. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { openBrowser } from './page.mjs';
import { ACCEPTED, cartOf, until } from './shop.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const run = promisify(execFile);

/** A line of an export, with what a shopper might type. */
const comment = (text) => {
  const id = (number) => number.toString(16).padStart(32, '0');
  const outcome = { format: 1, id: id(7), at: Date.UTC(2026, 9, 20), type: 'submitted', answers: [['nps', '9'], ['comment', text]], visitor: id(1),
    session: id(2), page_view: id(3), rules: '00ff00ff00ff00ff', campaign: '<i>odd</i>', variant: '"a\'', exposure: id(4), revision: '00ff00ff00ff00ff' };
  return JSON.stringify({ site: 'ceramics', received: Date.UTC(2026, 9, 20), outcome });
};

let folder, server, browser, shop, report;
before(async () => {
  const { SHOPBELL_COLLECTOR: collector, SHOPBELL_XTASK: xtask } = process.env;
  if (!collector || !xtask) throw new Error('SHOPBELL_COLLECTOR is not set; run these tests by `cargo xtask test --only node`');
  folder = await mkdtemp(join(tmpdir(), 'shopbell-report-'));
  const { stdout } = await run(join(dirname(collector), 'examples', 'month'), ['35', '250', '2'], { maxBuffer: 1 << 28 });
  const lines = join(folder, 'month.ndjson');
  await writeFile(lines, stdout + comment('<script>document.title = "taken"</script><img src=x onerror=alert(1)>') + '\n');
  await run(collector, ['--store', `sqlite:${join(folder, 'shopbell.db')}`, 'import', lines]);
  server = spawn(xtask, ['serve', '--quiet', '--collector', folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const said = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  shop = (await said.next()).value;
  report = new URL((await said.next()).value);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  server?.stdin.end();
  if (server) await once(server, 'exit');
  if (folder) await rm(folder, { recursive: true });
});

/** A window of somebody who has the token. */
async function reader(more = {}) {
  const { username, password, origin } = report;
  const context = await browser.newContext({ baseURL: origin, httpCredentials: { username, password, send: 'always' }, ...more });
  const page = await context.newPage();
  const problems = [];
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  return { page, problems, close: () => context.close() };
}

const PAGES = ['/?site=ceramics', '/test?site=ceramics&id=welcome', '/test?site=ceramics&id=leaving', '/test?site=ceramics&id=site', '/answers?site=ceramics', '/coupons?site=ceramics', '/customers?site=ceramics'];
const SCREENS = [
  ['1280 wide', { viewport: { width: 1280, height: 800 } }],
  ['1280 wide, dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ['360 wide', { viewport: { width: 360, height: 740 } }],
];

for (const [screen, context] of SCREENS)
  test(`nothing to be found on any page, ${screen}`, async () => {
    // axe is not ours and would not be let in.
    const it = await reader({ ...context, bypassCSP: true });
    for (const path of PAGES) {
      assert.equal((await it.page.goto(path)).status(), 200, path);
      await it.page.evaluate(AXE);
      const found = await it.page.evaluate(async (values) => {
        const { violations, passes } = await axe.run({ runOnly: { type: 'tag', values } });
        if (passes.length < 5) throw new Error(`axe looked at nothing: ${passes.map(({ id }) => id)}`);
        return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target.flat()} ${any.map(({ message }) => message)}`));
      }, TAGS);
      assert.deepEqual(found, [], path);
      assert.equal(await it.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${path}: nothing scrolls sideways`);
    }
    await it.close();
  });

test('the verdict stands first, and what was written is text', async () => {
  const it = await reader();
  await it.page.goto('/?site=ceramics');
  await it.page.getByRole('link', { name: 'Ten percent to begin with' }).click();
  const [first] = await it.page.locator('main p.verdict').allTextContents();
  assert.match(first, /^winner: \+[\d.]+ % \(from \+[\d.]+ % to \+[\d.]+ %\), (found early|at the planned end), on day \d+$/);
  await it.page.getByRole('link', { name: 'Answers' }).click();
  assert.equal(await it.page.getByText('<script>document.title = "taken"</script><img src=x onerror=alert(1)>').count(), 1);
  assert.equal(await it.page.locator('main img, script, main i').count(), 0);
  await it.page.getByLabel('Comments with').fill('glaze');
  await it.page.getByRole('button', { name: 'Find' }).click();
  const quotes = await it.page.locator('blockquote').allTextContents();
  assert.ok(quotes.length > 3 && quotes.every((quote) => quote.includes('glaze')), 'a search finds what it should, and no more');
  assert.deepEqual(it.problems, [], 'the policy has nothing to refuse');
  await it.close();
});

test('who has no token sees nothing', async () => {
  const context = await browser.newContext({ baseURL: report.origin });
  const page = await context.newPage();
  const answer = await page.request.get('/');
  assert.equal(answer.status(), 401);
  assert.ok(!(await answer.text()).includes('ceramics'));
  await context.close();
});

test('what the demo shop tells stands in the report', async () => {
  const context = await browser.newContext({ baseURL: shop });
  await context.addInitScript((kept) => {
    for (const [key, value] of Object.entries(kept)) localStorage.getItem(key) ?? localStorage.setItem(key, JSON.stringify(value));
  }, { ...ACCEPTED, ...cartOf('MUG-01', 'TEA-01') });
  const page = await context.newPage();
  await page.goto('/collection.html');
  const it = await reader();
  const demo = await until(async () => {
    const answer = await it.page.request.get('/v1/report');
    return (await answer.json()).sites.find(({ site, funnels }) => site === 'demo' && funnels.some(({ variants }) => variants.some(({ seen }) => seen > 0)));
  }, 'the demo in the report');
  assert.equal(demo.overview.visitors, 1);
  assert.equal(demo.overview.robots, 1, 'a driven browser is marked');
  await it.page.goto('/?site=demo');
  assert.equal(await it.page.getByRole('heading', { level: 1 }).textContent(), 'demo');
  assert.ok((await it.page.getByRole('row').count()) > 1, 'its funnel');
  await it.close();
  await context.close();
});
