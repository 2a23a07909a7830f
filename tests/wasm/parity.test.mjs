/*
 * The same events, the same effects, in the native build and in wasm: every scenario is played by all, and the logs compared.
 *
 * So with the engine's twin, which is its wasm as JavaScript.
 *
 * Compilers have been wrong about the engine that ships and right about the tools, so both are asked; the engine is the one that
 * tests load, which is compiled and shrunk as the shipped one is.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const scenarios = ['rules-examples', 'tests/scenarios']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.scenario.json'))
  .sort();

const builds = { tools: join(root, 'dist/tools'), engine: join(process.env.SHOPBELL_TEST_DIST, 'engine') };
const players = {};
let logs;
before(async () => {
  logs = mkdtempSync(join(tmpdir(), 'shopbell-parity-'));
  // Native logs are made by cargo's own test, which says what is wrong with a scenario better than this one could.
  execFileSync(process.env.CARGO ?? 'cargo', ['test', '--quiet', '--test', 'scenarios', 'every_scenario_passes'], {
    cwd: root,
    env: { ...process.env, LOGS: logs },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const [name, path] of Object.entries(builds)) {
    players[name] = await import(`${path}.js`);
    await players[name].default({ module_or_path: readFileSync(`${path}.wasm`) });
  }
  // Where there is no wasm, the twin takes its place.
  const { WebAssembly } = globalThis;
  delete globalThis.WebAssembly;
  players.twin = await import(`${builds.engine}.js?twin`);
  await players.twin.default();
  Object.assign(globalThis, { WebAssembly });
});
after(() => rmSync(logs, { recursive: true, force: true }));

test('there are scenarios', () => assert.ok(scenarios.length > 60, `${scenarios.length} found`));

for (const file of scenarios)
  test(file, () => {
    const native = (kind) => readFileSync(join(logs, file.replace(/json$/, kind)));
    for (const [name, { play }] of Object.entries(players)) {
      const { passed, log, failures } = play(native('rules'), readFileSync(join(root, file)));
      assert.deepEqual(failures, [], name);
      assert.ok(passed, name);
      assert.equal(log, native('log').toString(), name);
    }
  });
