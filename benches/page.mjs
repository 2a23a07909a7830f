// What runs in the browser: the engines side by side, and the clock.
//
// All timings are interleaved: each round times every engine in turn, so that whatever else the machine does falls on all of
// them alike. Medians over the rounds; minima beside them, because a busy machine only ever adds.

import start, { Bench } from './engine.js';
import { closures, growthbook, jsonlogic } from './peers.mjs';
import { carts, rules } from './rules.mjs';

/** Longer than the clock's grain a hundred times over. */
const BATCH_MS = 4;
const WALK = carts(256);

/** One cart event: { engine: { median, min } } in microseconds, and how many conditions were true along the walk. */
export async function cart(count, rounds) {
  await start();
  const file = rules(count);
  const bench = new Bench(encoded(file));
  const shopbell = (cart) => bench.cart(Math.round(cart.subtotal * 100), cart.items);
  const peers = { growthbook: growthbook(file.campaigns), jsonlogic: jsonlogic(file.campaigns), closures: closures(file.campaigns) };
  const matches = agreed(shopbell, bench, peers);
  const engines = Object.entries({ shopbell, ...peers }).map(([name, take]) => ({ name, take, at: 0, times: [], batch: 1 }));
  for (const engine of engines) calibrate(engine);
  for (let round = 0; round < rounds; round += 1) for (const engine of engines) engine.times.push(timed(engine));
  const summary = engines.map(({ name, times }) => [name, spread(times, 1000)]);
  return { campaigns: count, matches, cart: Object.fromEntries(summary) };
}

/** Bytes to ready, warm: { way: { median, min } } in milliseconds. */
export async function ready(count, rounds) {
  await start();
  const bytes = encoded(rules(count));
  const text = new TextDecoder().decode(bytes);
  const ways = Object.entries(waysOf(bytes, text)).map(([name, take]) => ({ name, take, at: 0, times: [], batch: 1 }));
  for (const { name, take } of ways) if (take() !== count) throw new Error(`${name} did not read ${count} campaigns`);
  for (const way of ways) calibrate(way);
  for (let round = 0; round < rounds; round += 1) for (const way of ways) way.times.push(timed(way));
  return { bytes: bytes.length, ready: Object.fromEntries(ways.map(({ name, times }) => [name, spread(times, 1)])) };
}

/** Bytes to ready, for the first time on this page: milliseconds. */
export async function cold(count, way) {
  await start();
  const bytes = encoded(rules(count));
  const text = new TextDecoder().decode(bytes);
  const take = waysOf(bytes, text)[way];
  const begun = performance.now();
  take();
  return performance.now() - begun;
}

function waysOf(bytes, text) {
  return {
    shopbell: () => Bench.ready(bytes),
    parse: () => JSON.parse(text).campaigns.length,
    decode_and_parse: () => JSON.parse(new TextDecoder().decode(bytes)).campaigns.length,
  };
}

/** Every engine says the same of every cart, or nothing is worth timing. */
function agreed(shopbell, bench, peers) {
  const seen = WALK.map((cart, step) => {
    shopbell(cart);
    const matches = bench.matches();
    for (const [name, take] of Object.entries(peers)) {
      const theirs = take(cart);
      if (theirs !== matches) throw new Error(`cart ${step} (${JSON.stringify(cart)}): shopbell finds ${matches}, ${name} ${theirs}`);
    }
    return matches;
  });
  return { least: Math.min(...seen), most: Math.max(...seen) };
}

/** Warms an engine up, and finds how many events make a batch. */
function calibrate(engine) {
  const until = performance.now() + 200;
  while (performance.now() < until) {
    const took = timed(engine) * engine.batch;
    if (took < BATCH_MS) engine.batch = Math.max(engine.batch + 1, Math.min(engine.batch * 4, Math.ceil((engine.batch * BATCH_MS) / Math.max(took, 0.01))));
  }
}

let sum = 0;

/** Milliseconds an event, over one batch; each batch goes on where the last one stopped. */
function timed(engine) {
  const { take, batch } = engine;
  const begun = performance.now();
  for (let event = 0; event < batch; event += 1) sum += take(WALK[(engine.at + event) % WALK.length]);
  const took = performance.now() - begun;
  engine.at = (engine.at + batch) % WALK.length;
  // Nobody can leave out work whose result is looked at.
  if (sum < 0) throw new Error('impossible');
  return took / batch;
}

function spread(times, scale) {
  const sorted = times.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1] * scale, min: sorted[0] * scale };
}

const encoded = (file) => new TextEncoder().encode(JSON.stringify(file));
