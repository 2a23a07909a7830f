/* The same events, the same effects, in the native build and in wasm: every scenario is played by both, and the logs compared. */
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

let tools;
let logs;
before(async () => {
  logs = mkdtempSync(join(tmpdir(), 'shopbell-parity-'));
  // Native logs are made by cargo's own test, which says what is wrong with a scenario better than this one could.
  execFileSync(process.env.CARGO ?? 'cargo', ['test', '--quiet', '--test', 'scenarios', 'every_scenario_passes'], {
    cwd: root,
    env: { ...process.env, LOGS: logs },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  tools = await import(join(root, 'dist/tools.js'));
  await tools.default({ module_or_path: readFileSync(join(root, 'dist/tools.wasm')) });
});
after(() => rmSync(logs, { recursive: true, force: true }));

test('there are scenarios', () => assert.ok(scenarios.length > 60, `${scenarios.length} found`));

for (const file of scenarios)
  test(file, () => {
    const native = (kind) => readFileSync(join(logs, file.replace(/json$/, kind)));
    const { passed, log, failures } = tools.play(native('rules'), readFileSync(join(root, file)));
    assert.deepEqual(failures, []);
    assert.ok(passed);
    assert.equal(log, native('log').toString());
  });
