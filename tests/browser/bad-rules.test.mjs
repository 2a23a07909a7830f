/* Rule files as they come from hands and servers: the page never notices, the console has one clear line, the rest runs. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ACCEPTED, cartOf, nothing, shown, text, visitor } from './shop.mjs';

const FILLED = { ...ACCEPTED, ...cartOf('MUG-01', 'TEA-01') };
const example = JSON.parse(await readFile(new URL('../../rules-examples/free-gift/rules.json', import.meta.url)));
const [gift] = example.campaigns;
const json = (body) => ({ contentType: 'application/json', body });
const file = (...campaigns) => JSON.stringify({ ...example, campaigns }, null, 2);

/** The shop goes on: a page drawn, a cart that fills. */
async function shopWorks(page) {
  await page.getByTestId('quick-add').first().click();
  await page.waitForFunction(() => document.querySelector('[data-test=cart-count]').textContent === '3');
}

for (const [what, answer, says] of [
  ['none at all', { status: 404, body: 'no such file' }, /^shopbell: the rule file \/rules\/all\.json answered 404; put it there, or correct data-rules\.$/],
  ['a server that is ill', { status: 503, body: '{}' }, /^shopbell: the rule file \/rules\/all\.json answered 503/],
  ['a web page', { contentType: 'text/html', body: '<!doctype html><title>Not found</title>' }, /^shopbell: \/rules\/all\.json is a web page \(HTML\), not a rule file \(JSON\)/],
  ['half a file', json(file(gift).slice(0, -400)), /^shopbell: 1 problem in the rule file \(SB\d+ at line \d+ column \d+\)/],
  ['no JSON', json('campaigns: none'), /^shopbell: 1 problem in the rule file \(SB\d+ at line 1 column 1\)/],
  ['nothing', json(''), /^shopbell: 1 problem in the rule file/],
  ['a newer format', json(file(gift).replace('"format": 1', '"format": 2')), /^shopbell: 1 problem in the rule file \(SB\d+ at line 2 column \d+\)/],
  ['another thing altogether', json('[1, 2, 3]'), /^shopbell: 1 problem in the rule file/],
]) {
  test(`${what}: nothing is shown, one line says why`, async () => {
    const it = await visitor(answer, { storage: FILLED });
    const page = await it.open('/collection.html');
    await nothing(it, page);
    await shopWorks(page);
    await nothing(it, page);
    assert.equal(it.lines.length, 1, it.lines.join('\n'));
    assert.match(it.lines[0], says);
    assert.deepEqual(it.left(), []);
    await it.close({ lines: it.lines });
  });
}

const broken = (id, change) => ({ ...structuredClone(gift), id, priority: 99, ...change });
for (const [what, change] of [
  ['an unknown key', { prioritty: 5 }],
  ['an unknown fact', { when: { 'cart.totl': { $gte: 1 } } }],
  ['an unknown operator', { when: { 'cart.subtotal': { $grater: 1 } } }],
  ['a number where a list belongs', { on: 7 }],
  ['a text where a number belongs', { when: { 'cart.items': { $gte: 'three' } } }],
  ['weights that are none', { variants: [{ ...gift.variants[0], weight: 'half' }] }],
  ['no variants', { variants: [] }],
]) {
  test(`${what} in one campaign: one line, and the others run`, async () => {
    const it = await visitor(json(file(broken('broken', change), gift)), { storage: FILLED });
    const page = await it.open('/collection.html');
    await shown(page);
    assert.match(await text(page), /^Only €13\.50 to a free mug/);
    await it.settled(page);
    assert.deepEqual(it.sent.map(({ type, campaign }) => `${type} ${campaign}`), ['exposed free-mug', 'impression free-mug']);
    assert.equal(it.lines.length, 1, it.lines.join('\n'));
    assert.match(it.lines[0], /^shopbell: \d problems? in the rule file \(SB\d+ at line \d+ column \d+.*\); the campaigns concerned stay away\. \?shopbell_debug=1 says more\.$/);
    await it.close({ lines: it.lines });
  });
}

test('a message that cannot be drawn stays away and says where, and the others run', async () => {
  const astray = { surface: 'modal', blocks: [{ button: { text: 'x', do: { navigate: { url: 'javascript:alert(1)' } } } }] };
  const it = await visitor(json(file(broken('broken', { variants: [{ id: 'a', show: astray }] }), gift)), { storage: FILLED });
  const page = await it.open('/collection.html');
  await shown(page);
  assert.match(await text(page), /^Only €13\.50 to a free mug/);
  await it.settled(page);
  assert.deepEqual(it.sent.map(({ type, campaign }) => `${type} ${campaign}`), ['exposed free-mug', 'impression free-mug']);
  const before = file(broken('broken', { variants: [{ id: 'a', show: astray }] }), gift).split('"javascript:')[0].split('\n');
  assert.deepEqual(it.lines, [`shopbell: 1 problem in the rule file (SB021 at line ${before.length} column ${before.at(-1).length + 1}); the campaigns concerned stay away. ?shopbell_debug=1 says more.`]);
  await it.close({ lines: it.lines });
});

test('a file that is slow is not waited for', async () => {
  const it = await visitor('free-gift', { storage: FILLED });
  await it.owner.unroute('**/rules/all.json');
  await it.owner.route('**/rules/all.json', () => {});
  const page = await it.open('/collection.html');
  await nothing(it, page);
  assert.match(it.lines[0], /^shopbell: the rule file \/rules\/all\.json took longer than 2 seconds/);
  await shopWorks(page);
  await it.close({ lines: it.lines.slice(0, 1) });
});
