/*
 * The engine's twin beside the engine: plain JavaScript and wasm of the same code, in one process, in turns. Prints a table.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rules } from './rules.mjs';

const path = join(process.env.SHOPBELL_TEST_DIST, 'engine');
const rounds = process.argv.includes('--quick') ? 5 : 41;
const engine = await import(`${path}.js`);
await engine.default({ module_or_path: await readFile(`${path}.wasm`) });
const { WebAssembly } = globalThis;
// Where there is no wasm, the twin takes its place.
delete globalThis.WebAssembly;
const twin = await import(`${path}.js?twin`);
await twin.default();
Object.assign(globalThis, { WebAssembly });

const took = (job) => {
  const begun = performance.now();
  job();
  return performance.now() - begun;
};
const median = (list) => list.sort((one, other) => one - other)[list.length >> 1];
const EVENTS = 500;
const line = (...cells) => console.log(cells.map((cell, place) => String(cell).padStart(place ? 12 : 9)).join(''));
line('campaigns', 'wasm, ms', 'twin, ms', 'ratio', 'event, µs', 'twin, µs', 'ratio');
for (const campaigns of [10, 100, 1000]) {
  const file = new TextEncoder().encode(JSON.stringify(rules(campaigns)));
  const times = { ready: [[], []], event: [[], []] };
  for (let round = 0; round < rounds; round++)
    for (const [place, { Bench }] of [engine, twin].entries()) {
      let bench;
      times.ready[place].push(took(() => (bench = new Bench(file))));
      times.event[place].push((took(() => { for (let count = 0; count < EVENTS; count++) bench.cart(1000 + 37 * ((count * 7919) % 200), 1 + (count % 5)); }) * 1000) / EVENTS);
      bench.free();
    }
  const told = Object.values(times).flatMap(([wasm, other]) => {
    const [a, b] = [median(wasm), median(other)];
    return [a.toPrecision(3), b.toPrecision(3), `${(b / a).toPrecision(3)}×`];
  });
  line(campaigns.toLocaleString('en'), ...told);
}
