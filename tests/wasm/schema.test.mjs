/*
 * The JSON schema of rule files: editors read it as draft-07, it is never stricter than the decoder, and it completes what it should.
 * What is right and wrong is said by `shopbell check`, asked once for all files, those with slips made on purpose among them.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import editor from 'vscode-json-languageservice';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { getLanguageService, TextDocument } = editor;
const cargo = process.env.CARGO ?? 'cargo';
const schema = JSON.parse(readFileSync(join(root, 'docs/rules.schema.json'), 'utf8'));
const validator = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false, allowMatchingProperties: true });
validator.addKeyword('defaultSnippets');
const valid = validator.compile(schema);

/** Rule files of the examples and of the tests, those inside of scenarios included. */
const files = ['rules-examples', 'tests/scenarios']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((name) => {
    const json = JSON.parse(readFileSync(join(root, name), 'utf8'));
    return { name, rules: json.scenario === undefined ? json : json.rules };
  })
  .filter(({ rules }) => typeof rules === 'object' && rules !== null);

/** What `shopbell check` says of each of these rule files: its errors. */
function errorsOf(all) {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-schema-'));
  try {
    const name = (place) => `${String(place).padStart(6, '0')}.rules.json`;
    all.forEach((rules, place) => writeFileSync(join(folder, name(place)), JSON.stringify(rules)));
    const line = ['run', '--quiet', '--package', 'shopbell-cli', '--', 'check', '--format', 'json', folder];
    const { status, stdout, stderr } = spawnSync(cargo, line, { cwd: root, maxBuffer: 2 ** 30 });
    assert.ok(status < 2, `${stderr}`);
    const checked = JSON.parse(stdout).files;
    assert.equal(checked.length, all.length);
    return checked.map(({ problems }) => problems.filter(({ severity }) => severity === 'error'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same numbers in every run: mulberry32. */
function dice(seed) {
  return (most) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let word = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) % most;
  };
}

/** Every place in a value: what holds it, and under which key. */
function places(value, found = []) {
  if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      found.push([value, key]);
      places(value[key], found);
    }
  }
  return found;
}

const VALUES = [
  null, true, false, 0, 1, -1, 0.5, 2.25, 50, 1e6, '', 'a', 'A b', 'cart.items', '3d', 'forever', 'mon', 'top', 'close', 'EUR', '#2f5d50',
  '2026-11-20', '2026-11-20T18:00', '09:00-22:00', '/sale', 'https://shop.example/', [], ['a'], [1, 2], [[1, 2]], [null], {}, { en: 'Hi' },
  { EUR: 50, RON: 250 }, { EUR: [1, 2] }, { $gte: 1 }, { $not: { $in: [1] } }, { $in: ['a', null] }, { $size: { $gt: 1 } },
  { $elemMatch: { a: { $eq: 1 }, $not: { $and: [] } } }, { $all: [1, { $gt: 2 }] }, { $exists: true }, { $type: 'string' }, { $regex: '^a' },
  { $veq: 1 }, { $between: [1, 2] }, { a: 1, $gte: 2 }, { text: 'Hi' }, { text: { ro: 'Salut' }, style: 'body' }, { to: 'a' },
  { $and: [{ 'page.type': 'home' }] }, { 'event.sku': 'A' }, { coupon: { pool: 'a', code: 5 } }, { rating: 5 }, { divider: {} },
  { snooze: '1d' }, { emit: 'a' }, { emit: { name: 'a', detail: [1] } }, { close: {} },
];

/** A slip of the pen, or several, somewhere in one of the files. */
function slipped(roll, keys, values) {
  const rules = structuredClone(files[roll(files.length)].rules);
  for (let slips = 1 + roll(2); slips > 0; slips -= 1) {
    const all = places(rules);
    const [owner, key] = all[roll(all.length)];
    switch (roll(6)) {
      case 0:
        if (Array.isArray(owner)) owner.splice(Number(key), 1);
        else delete owner[key];
        break;
      case 1:
        if (!Array.isArray(owner)) owner[keys[roll(keys.length)]] = structuredClone(owner[key]);
        break;
      case 2:
        owner[key] = structuredClone(values[roll(values.length)]);
        break;
      case 3:
        if (Array.isArray(owner)) owner.push(structuredClone(owner[roll(owner.length)]));
        else owner[keys[roll(keys.length)]] = structuredClone(VALUES[roll(VALUES.length)]);
        break;
      default:
        owner[key] = structuredClone(VALUES[roll(VALUES.length)]);
    }
  }
  return rules;
}

function slips(seed, count) {
  const roll = dice(seed);
  const everywhere = files.flatMap(({ rules }) => places(rules));
  const keys = [...new Set(everywhere.map(([, key]) => key).filter((key) => !/^\d+$/.test(key)))].sort();
  const values = everywhere.map(([owner, key]) => owner[key]);
  return Array.from({ length: count }, () => slipped(roll, keys, values));
}

let printed;
before(() => {
  printed = execFileSync(cargo, ['run', '--quiet', '--package', 'shopbell-cli', '--', 'schema'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
});

test('docs/rules.schema.json is what `shopbell schema` prints', () => {
  assert.ok(printed === readFileSync(join(root, 'docs/rules.schema.json'), 'utf8'), 'it is stale: UPDATE=1 cargo test -p shopbell-cli --test schema');
});

test('there are rule files', () => assert.ok(files.length > 50, `${files.length} found`));

test('every file that is decoded without an error is valid', () => {
  const errors = errorsOf(files.map(({ rules }) => rules));
  let fine = 0;
  files.forEach(({ name, rules }, place) => {
    if (errors[place].length > 0) return;
    fine += 1;
    assert.ok(valid(rules), `${name}: ${JSON.stringify(valid.errors)}`);
  });
  assert.ok(fine > 50, `${fine} are fine`);
});

/** A file with every key, block and action. */
const EVERYTHING = {
  $schema: './rules.schema.json',
  format: 1,
  site: {
    currency: 'EUR', time_zone: 'Europe/Bucharest', session_idle: '30m', quiet_interval: '30s', locales: ['en', 'ro'], holdout: 0.05,
    frequency: { at_most: 3, per: 'day', after_show: '1h', after_dismiss: 'forever', after_convert: '1d' },
    theme: { accent: '#2f5d50', on_accent: '#ffffff', surface: '#fffdfa', ink: '#1d1b18', muted: '#6b655d', line: '#dddddd', radius: 8, width: 480, font: 'serif' },
    avoid: [],
  },
  custom: { size: 'text', spent: 'number' },
  segments: { big: { 'cart.items': { $gte: 5 } } },
  groups: { offers: { frequency: { at_most: 1 } } },
  campaigns: [
    {
      id: 'a', name: 'A', note: 'n', enabled: true,
      on: [
        { page_view: { after: '5s' } }, { scroll: { depth: 50 } }, { click: { selector: '#a' } }, { tab_return: {} },
        { exit_intent: { sensitivity: 'low', touch: ['tab_return'] } }, { item_added: { where: { 'event.sku': 'A' } } },
        { event: { name: 'a', where: { $or: [{ 'event.a': 1 }] }, count: 2 } },
      ],
      when: { 'segment.big': true, 'custom.size': 'L', 'campaign.a.seen': 0, 'page.query.ref': 'a', $and: [{ 'cart.skus': ['A'] }], $not: { 'page.type': 'home' } },
      schedule: { from: '2026-11-20T18:00', until: '2026-11-30T18:00:30', weekdays: ['mon'], hours: '09:00-22:00', zone: 'visitor' },
      frequency: { at_most: 2, per: '7d', after_show: 'forever', after_dismiss: '3d', after_convert: 'forever' },
      priority: 10, group: 'offers', interrupts: true, while_typing: false, in_checkout: false,
      experiment: {
        seed: 's', phase: 2, coverage: 0.5, hash: 'customer', namespace: { name: 'n', from: 0, to: 0.5 },
        plan: { effect: '+20%', per_day: 300, window: '14d', cap: 500 },
      },
      variants: [
        {
          id: 'a', weight: 1,
          show: {
            surface: 'bar', position: 'top', teaser: { text: 'Hi', when: 'both', position: 'left' }, theme: { accent: '#2f5d50' }, locale: 'en',
            blocks: [
              { text: 'Hi' }, { text: { en: 'Hi' } }, { text: { text: 'Hi', style: 'small' } }, { divider: {} },
              { rating: 'How?' }, { rating: { question: 'How?', max: 7, name: 'stars' } },
              { countdown: { text: { en: 'Until {end}' }, until: '2036-11-24T23:59', zone: 'visitor', done: 'Over' } }, { countdown: { text: 'Hi', for: '2h' } },
              { products: { items: ['Mug', { name: 'Mug', price: { EUR: 24 }, was: 30, image: '/a.webp', url: '/a', sku: 'A', button: 'Add' }], at_most: 1 } },
              { products: { from: 'recommended', button: { en: 'Add' } } },
              { image: { src: '/a.webp', alt: '', width: 10, height: 10 } }, { coupon: 'A' }, { coupon: { code: 'A', copy: true } },
              { coupon: { pool: 'spring', apply: true, else: { text: 'None left' } } }, { coupon: { code: 'A', apply: true, reminder: true } }, { coupon: { code: 'A', reminder: { for: '3d' } } },
              { nps: 'How?' }, { choice: { question: 'Q', options: ['A', { text: 'B', value: 'b' }], multiple: true, other: true, name: 'c' } },
              { comment: { label: 'L', placeholder: 'P', name: 'd', rows: 3, required: true } },
              { progress: { fact: 'cart.subtotal', target: [40, { EUR: 75 }], text: ['a', 'b'], done: 'c' } },
              { progress: { fact: 'cart.items', target: 4, text: 'a' } },
              { button: { text: 'Go', do: { navigate: '/sale' }, style: 'link' } }, { button: { text: 'Go', do: { apply_coupon: 'A' } } },
              { button: { text: 'Go', do: { add_to_cart: { sku: 'A', quantity: 2 } } } }, { button: { do: { copy: { text: 'A' } } } },
              { button: { text: 'Go', do: { emit: { name: 'a', detail: 1 } } } }, { button: { text: 'Go', do: { set: { name: 'size', value: 1 } } } },
              { button: { text: 'Go', do: { snooze: '1d' } } }, { button: { do: 'close' } }, { button: { do: { next: {} } } },
              { button: { text: 'Go', do: 'open_chat' } },
            ],
          },
        },
        {
          id: 'b', weight: 1,
          show: {
            surface: 'inline', selector: '#a', place: 'after',
            steps: [
              { id: 'a', blocks: [{ nps: { question: 'Q', low: 'l', high: 'h', name: 'n' } }], next: [{ when: { 'answer.n': { $lte: 6 } }, to: 'b' }, 'c'] },
              { id: 'b', blocks: [{ comment: 'Why?' }], next: 'c' },
              { id: 'w', blocks: [{ wheel: { slices: [{ text: 'A', odds: 40, value: 'a', code: 'A-1', to: 'b' }, { text: 'B', odds: 60 }], button: 'Spin', name: 'w', show_odds: true } }] },
              { id: 's', blocks: [{ scratch: { text: 'S', prize: 'P', button: 'B', name: 's' } }] },
              { id: 'c', blocks: [{ text: 'Thanks' }] },
            ],
          },
        },
      ],
      goals: [{ on: 'purchase', where: { 'event.a': 1 }, within: '3d', value: 5 }],
    },
  ],
};

/** The file with every one of its values replaced, by a third of [`VALUES`] each. */
function* replaced(file) {
  for (let place = 0; place < places(file).length; place += 1)
    for (let which = place % 3; which < VALUES.length; which += 3) {
      const rules = structuredClone(file);
      const [owner, key] = places(rules)[place];
      owner[key] = VALUES[which];
      yield rules;
    }
}

/** Every operator on a fact of each type, with each of the values, and the values alone. */
function conditions() {
  const facts = ['visitor.is_new', 'cart.items', 'cart.subtotal', 'time.date', 'page.path', 'page.type', 'cart.skus', 'custom.size'];
  const operators = Object.keys(schema.definitions.test_any.anyOf[1].properties);
  const tests = [...VALUES, ...operators.flatMap((operator) => VALUES.map((value) => ({ [operator]: value })))];
  return facts.flatMap((fact) => tests.map((value) => ({ [fact]: value })));
}

/** Whether the schema is nowhere stricter; both say yes, and both say no, often enough, and most slips of form are seen by both. */
function agree(all, isWrong, isRefused) {
  const stricter = all.filter((one, place) => isRefused[place] && !isWrong[place]);
  const seen = stricter.slice(0, 5).map((one) => JSON.stringify(one));
  assert.equal(stricter.length, 0, `the schema is stricter than the decoder:\n${seen.join('\n\n')}`);
  const count = (fits) => all.filter((_, place) => fits(isRefused[place], isWrong[place])).length;
  const [both, neither, wrong] = [count((s, d) => s && d), count((s, d) => !s && !d), count((_, d) => d)];
  assert.ok(neither > all.length / 20, `${neither} of ${all.length} slips are none`);
  assert.ok(both > wrong * 0.8, `of ${wrong} errors the schema sees ${both}`);
}

test('the file with everything in it is right', () => {
  assert.deepEqual(errorsOf([EVERYTHING]), [[]]);
  assert.ok(valid(EVERYTHING), JSON.stringify(valid.errors));
});

for (const [what, files] of [
  ['slips in the examples', () => slips(Number(process.env.SEED ?? 1), Number(process.env.COUNT ?? 2000))],
  ['any value in any place', () => [...replaced(EVERYTHING)]],
])
  test(`what the schema rejects the decoder rejects: ${what}`, () => {
    const all = files();
    agree(all, errorsOf(all).map((errors) => errors.length > 0), all.map((rules) => !valid(rules)));
  });

test('what the schema rejects the decoder rejects: any value behind any operator', () => {
  const all = conditions();
  // As segments, some hundreds a file.
  const chunks = [];
  for (let from = 0; from < all.length; from += 400) chunks.push(Object.fromEntries(all.slice(from, from + 400).map((condition, place) => [`s${from + place}`, condition])));
  const errors = errorsOf(chunks.map((segments) => ({ format: 1, custom: { size: 'any' }, segments, campaigns: [] }))).flat();
  const wrong = new Set(errors.map(({ pointer }) => pointer.match(/^segments\.(s\d+)/)?.[1]));
  const fits = validator.compile({ definitions: schema.definitions, $ref: '#/definitions/condition' });
  agree(all, all.map((_, place) => wrong.has(`s${place}`)), all.map((condition) => !fits(condition)));
});

const service = getLanguageService({ workspaceContext: { resolveRelativePath: (relative) => relative } });
service.configure({ schemas: [{ uri: 'rules.schema.json', fileMatch: ['*'], schema }] });

/** The labels that an editor offers at `▮`. */
async function offered(text) {
  const at = text.indexOf('▮');
  const document = TextDocument.create('file:///rules.json', 'json', 1, text.replace('▮', ''));
  const { items } = await service.doComplete(document, document.positionAt(at), service.parseJSONDocument(document));
  return items.map(({ label }) => label.replaceAll('"', ''));
}

const campaign = (inside) => `{ "format": 1, "campaigns": [{ "id": "a", ${inside} }] }`;
const shown = (inside) => campaign(`"variants": [{ "id": "a", "show": { "surface": "bar", "blocks": [${inside}] } }]`);
const OFFERS = [
  ['keys of the file', '{ ▮ }', ['$schema', 'format', 'site', 'custom', 'segments', 'groups', 'campaigns']],
  ['keys of a campaign', campaign('▮'), ['on', 'when', 'schedule', 'frequency', 'priority', 'group', 'experiment', 'variants', 'goals']],
  ['triggers', campaign('"on": [{ ▮ }]'), ['page_view', 'exit_intent', 'scroll', 'event']],
  ['keys of a trigger', campaign('"on": [{ "exit_intent": { ▮ } }]'), ['sensitivity', 'touch']],
  ['signs of leaving', campaign('"on": [{ "exit_intent": { "touch": [▮] } }]'), ['fast_scroll_up', 'tab_return']],
  ['facts', campaign('"when": { ▮ }'), ['cart.subtotal', 'page.type', 'visitor.is_new', '$or']],
  ['facts, deeper down', campaign('"when": { "$or": [{ ▮ }] }'), ['cart.subtotal', '$and']],
  ['facts of segments', '{ "segments": { "a": { ▮ } } }', ['cart.subtotal', 'device.kind']],
  ['operators of a number', campaign('"when": { "cart.items": { ▮ } }'), ['$gte', '$between', '$in', '$exists']],
  ['operators of a list', campaign('"when": { "cart.skus": { ▮ } }'), ['$all', '$size', '$in']],
  ['types of pages', campaign('"when": { "page.type": ▮ }'), ['home', 'product', 'thank_you']],
  ['types of pages, in a list', campaign('"when": { "page.type": { "$in": [▮] } }'), ['home', 'checkout']],
  ['kinds of devices', campaign('"when": { "device.kind": { "$ne": ▮ } }'), ['desktop', 'tablet', 'mobile']],
  ['weekdays', campaign('"when": { "time.weekday": ▮ }'), ['mon', 'sun']],
  ['true and false', campaign('"when": { "visitor.is_new": ▮ }'), ['true', 'false']],
  ['what was put into the cart', campaign('"on": [{ "item_added": { "where": { ▮ } } }]'), ['event.sku', 'event.category']],
  ['weekdays of a schedule', campaign('"schedule": { "weekdays": [▮] }'), ['mon', 'sat']],
  ['periods', campaign('"frequency": { "per": ▮ }'), ['page', 'session', 'day', 'ever']],
  ['goals', campaign('"goals": [{ "on": ▮ }]'), ['purchase', 'clicked']],
  ['surfaces', campaign('"variants": [{ "id": "a", "show": { "surface": ▮ } }]'), ['modal', 'bar', 'inline']],
  ['keys of a show', campaign('"variants": [{ "id": "a", "show": { ▮ } }]'), ['surface', 'blocks', 'steps', 'theme']],
  ['blocks', shown('{ ▮ }'), ['text', 'button', 'coupon', 'progress', 'divider']],
  ['keys of a block', shown('{ "image": { ▮ } }'), ['src', 'alt', 'width']],
  ['keys of a block that may be short', shown('{ "nps": { ▮ } }'), ['question', 'low', 'high']],
  ['styles', shown('{ "text": { "text": "Hi", "style": ▮ } }'), ['eyebrow', 'headline', 'body', 'small']],
  ['actions', shown('{ "button": { "do": { ▮ } } }'), ['navigate', 'add_to_cart', 'copy', 'snooze']],
  ['actions in a word', shown('{ "button": { "do": ▮ } }'), ['close', 'next', 'open_chat']],
  ['facts of progress', shown('{ "progress": { "fact": ▮ } }'), ['cart.subtotal', 'cart.items']],
  ['fonts', '{ "site": { "theme": { "font": ▮ } } }', ['inherit', 'serif']],
  ['a whole file', '▮', ['rule file']],
  ['a whole campaign', '{ "campaigns": [▮] }', ['campaign']],
];
for (const [what, text, wanted] of OFFERS)
  test(`an editor offers: ${what}`, async () => {
    const labels = await offered(text);
    assert.deepEqual(wanted.filter((word) => !labels.includes(word)), [], `missing among: ${labels.join(' ')}`);
  });

test('an editor explains a fact', async () => {
  const text = '{ "campaigns": [{ "when": { "cart.items": 1 } }] }';
  const document = TextDocument.create('file:///rules.json', 'json', 1, text);
  const hover = await service.doHover(document, document.positionAt(text.indexOf('cart.items') + 3), service.parseJSONDocument(document));
  assert.match(JSON.stringify(hover.contents), /Pieces in the cart/);
});

test('what an editor puts in for a new file has no problems', () => {
  const filled = (value) => {
    if (typeof value === 'string') return value.replace(/\$\{\d+[:|]([^},|]*)[^}]*\}/g, '$1').replaceAll('\\$', '$');
    if (typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(filled);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [filled(key), filled(inner)]));
  };
  const file = filled(schema.defaultSnippets[0].body);
  assert.deepEqual(errorsOf([file]), [[]]);
  assert.ok(valid(file), JSON.stringify(valid.errors));
});
