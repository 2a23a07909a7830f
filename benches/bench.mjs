// Drives the engine bench and prints its figures as JSON: `cargo xtask bench` makes a table of them.
//
// Each number of campaigns has pages of its own: what one size taught the JIT must not help or hurt another.

import { machine, open, page } from './browser.mjs';

const SIZES = [10, 100, 1000, 5000];
const quick = process.argv.includes('--quick');
const rounds = quick ? 25 : 200;
const cold = quick ? 3 : 9;

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const browser = await open();
const run = (name, ...input) =>
  page(browser, process.env.SHOPBELL_TEST_DIST, (it) =>
    it.evaluate(async ([name, input]) => (await import('/bench.js'))[name](...input), [name, input]),
  );

const sizes = [];
for (const count of SIZES) {
  const size = { ...(await run('cart', count, rounds)), ...(await run('ready', count, rounds / 2)), cold: {} };
  const firsts = { shopbell: [], parse: [], decode_and_parse: [] };
  for (let time = 0; time < cold; time += 1) for (const way of Object.keys(firsts)) firsts[way].push(await run('cold', count, way));
  for (const [way, times] of Object.entries(firsts)) size.cold[way] = { median: median(times), min: Math.min(...times) };
  sizes.push(size);
}
console.log(JSON.stringify({ machine: machine(browser), rounds, sizes }));
await browser.close();
