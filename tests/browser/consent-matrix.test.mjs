/*
 * Consent, mode by mode and answer by answer: exactly what is read, kept and forgotten in the browser, and exactly what is asked of the
 * network. Storage is a proxy that writes down each call; every request of the page is answered, and written down, by the test.
 *
 * A row is a mode and what the visitor does; each of its steps lists the different calls of that step. The list is tests/golden/consent.txt.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

/** In the page, before everything else: both storages, cookies, caches and databases write down who calls them, ids left out. */
function watch() {
  window.calls = [];
  const note = (where, what, key = '', text = '') => {
    const short = key.replace(/[0-9a-f]{32}/, 'ID');
    // What says who somebody is, in what is kept: the visitor's id and remembered variants.
    const says = /"visitor":\[/.test(text) ? ' with an id' : '';
    window.calls.push(`${where} ${what} ${short}${says}`.trimEnd());
  };
  const { localStorage } = window;
  window.outcomes = () => Object.keys(localStorage).some((key) => /^shopbell\.o\.[0-9a-f]{32}$/.test(key));
  for (const [name, where] of [['localStorage', 'local'], ['sessionStorage', 'session']]) {
    const real = window[name];
    const spy = {
      get length() { return note(where, 'list'), real.length; },
      key: (at) => real.key(at),
      getItem: (key) => (key && note(where, 'get', key), real.getItem(key)),
      setItem: (key, text) => (note(where, 'set', key, text), real.setItem(key, text)),
      removeItem: (key) => (note(where, 'remove', key), real.removeItem(key)),
    };
    Object.defineProperty(window, name, { get: () => spy });
  }
  Object.defineProperty(Document.prototype, 'cookie', { get: () => (note('cookie', 'get'), ''), set: () => note('cookie', 'set') });
  for (const name of ['caches', 'indexedDB']) Object.defineProperty(window, name, { get: () => void note(name, 'get') });
  navigator.sendBeacon = (url) => (note('beacon', url), true);
}

const SHOW = { surface: 'bar', position: 'bottom', blocks: [{ text: 'Hello' }, { button: { text: 'Yes', do: { emit: 'yes' } } }] };
const RULES = rules(campaign('hello', SHOW, { frequency: { at_most: 9, per: 'page', after_dismiss: '1d' } }));

/** What a visitor answers. */
const ALL = { analytics: true, marketing: true, preferences: true };
const NONE = { analytics: false, marketing: false, preferences: false };
const MARKETING = { analytics: false, marketing: true };

/** What visitors do: press the button, close the message, answer; also change their mind. */
const DO = [
  ['press', 'close'],
  [ALL, 'press', 'close'],
  [MARKETING, 'press', 'close'],
  [NONE, 'press', 'close'],
  [ALL, 'press', NONE, 'close'],
  [NONE, 'press', ALL, 'close'],
];
/** Each mode with each of them; where nothing may be kept before the answer, nothing can be pressed before it. */
const ROWS = ['required', 'strict', 'granted', 'denied'].flatMap((mode) => DO.map((steps) => ({ mode, steps: mode === 'strict' && steps[0] === 'press' ? [] : steps })));

/** What a step is called. */
const named = (step) => (typeof step === 'string' ? step : Object.entries(step).filter(([, yes]) => yes).map(([name]) => name).join('+') || 'no');

/** Plays a row and gives back what was seen, step by step. */
async function play({ mode, steps }) {
  const it = await openPage(browser, RULES, {
    options: { consent: mode, collector: 'https://shop.test/collect' },
    init: watch,
    context: { reducedMotion: 'reduce' },
  });
  const requests = [];
  it.page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  const seen = [];
  const take = async (name) => {
    // Until what is to be delivered has been answered, and nothing is written any more.
    await it.page.evaluate(async () => {
      for (let calm = 0, count = -1; calm < 3; ) {
        await new Promise((done) => requestIdleCallback(() => setTimeout(done, 20)));
        const waits = window.outcomes() || count !== window.calls.length;
        count = window.calls.length;
        calm = waits ? 0 : calm + 1;
      }
    });
    const calls = await it.page.evaluate(() => window.calls.splice(0));
    // What is posted is told by its outcomes.
    const posted = it.sent.splice(0).flatMap((body) => JSON.parse(body).outcomes.map(({ type }) => `POST ${type}`));
    const others = requests.splice(0).filter((request) => request !== 'POST /collect');
    seen.push([name, [...new Set(calls)].sort(), [...new Set(posted)].sort(), others]);
  };
  await take('begin');
  for (const step of steps) {
    if (step === 'press') await it.find('.primary').click();
    else if (step === 'close') await it.find('.close').click();
    else await it.page.evaluate((answers) => engine.consent(answers), step);
    await take(named(step));
  }
  assert.deepEqual(it.errors, []);
  await it.close();
  return seen;
}

/** A row as people read it. */
function told({ mode, steps }, seen) {
  const head = [`${mode}:`, ...(steps.length ? steps.map(named) : ['no answer'])].join(' ');
  const list = (what, all) => all.map((one) => `      ${what}${one}\n`).join('');
  return `${head}\n` + seen.map(([name, calls, posts, requests]) => `  ${name}\n${list('', calls)}${list('', posts)}${list('', requests)}`).join('');
}

const GOLDEN = new URL('../golden/consent.txt', import.meta.url);

test('each mode and answer: what is kept, read, forgotten and asked for is on the list, and nothing else', async () => {
  let found = '';
  for (const row of ROWS) found += told(row, await play(row)) + '\n';
  if (process.env.UPDATE) await writeFile(GOLDEN, found);
  assert.equal(found, await readFile(GOLDEN, 'utf8'), 'UPDATE=1 writes tests/golden/consent.txt anew; read what has changed');
});

test('the list itself holds what is promised', async () => {
  const rows = (await readFile(GOLDEN, 'utf8')).split('\n\n').filter(Boolean);
  assert.equal(rows.length, ROWS.length);
  for (const [place, { mode, steps }] of ROWS.entries()) {
    const parts = rows[place].split(/\n  (?=\S)/).slice(1);
    let allowed = mode === 'granted';
    for (const [at, part] of parts.entries()) {
      const step = at ? steps[at - 1] : undefined;
      const answered = parts.slice(1, at + 1).some((_, before) => typeof steps[before] === 'object');
      if (typeof step === 'object') allowed = step.analytics;
      const name = `${mode}, ${part.split('\n')[0]}`;
      if (!allowed) assert.doesNotMatch(part, /POST|with an id|set shopbell\.o/, name);
      if (mode === 'strict' && !answered) assert.doesNotMatch(part, / set /, name);
      assert.doesNotMatch(part, /cookie|caches|indexedDB|beacon/, name);
      for (const [, key] of part.matchAll(/(?:get|set|remove) (\S+)/g)) assert.match(key, /^shopbell\.(profile|tab|layer|o|o\.ID)$/, name);
    }
  }
});
