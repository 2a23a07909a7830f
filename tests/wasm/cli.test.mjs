/* `npx shopbell` prints what the native program prints, byte for byte, and ends as it does. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(root, 'dist/cli.js');
const native = join(resolve(root, process.env.CARGO_TARGET_DIR ?? 'target'), 'debug', process.platform === 'win32' ? 'shopbell.exe' : 'shopbell');

let folder;
before(() => {
  const built = spawnSync(process.env.CARGO ?? 'cargo', ['build', '--quiet', '--package', 'shopbell-cli'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  assert.equal(built.status, 0);
  folder = mkdtempSync(join(tmpdir(), 'shopbell-cli-'));
  // The wrong examples of the manual, each a rule file.
  for (const page of readdirSync(join(root, 'docs/checks')).filter((name) => name.startsWith('SB'))) {
    const [, wrong] = readFileSync(join(root, 'docs/checks', page), 'utf8').split('## Wrong\n');
    writeFileSync(join(folder, page.replace('.md', '.rules.json')), wrong.split('```json\n')[1].split('```')[0]);
  }
});
after(() => rmSync(folder, { recursive: true, force: true }));

function run(program, line, env = {}) {
  const options = { cwd: root, maxBuffer: 2 ** 28, env: { ...process.env, ...env } };
  const { status, stdout, stderr } = program === native ? spawnSync(native, line, options) : spawnSync(process.execPath, [cli, ...line], options);
  // How long it took is all that may differ.
  const printed = stdout.toString().replace(/\d+\.\d\d s(?=: )/, 'a while');
  return { status, printed, complaints: stderr.toString() };
}

const LINES = [
  ['--help'], ['--version'], [], ['chek'], ['check', '--help'], ['test', '--help'], ['new', '--help'],
  ['check', 'rules-examples'], ['check', 'WRONG'], ['check', '--strict', 'WRONG/SB027.rules.json'], ['--color', 'always', 'check', 'WRONG'],
  ...['json', 'github', 'sarif'].map((format) => ['check', '--format', format, 'WRONG']),
  ['check', 'nowhere.json'], ['check', 'WRONG/'], ['check', 'docs'],
  ['test', 'rules-examples'], ['test', 'tests/fixtures/scenario'], ['test', '--only', 'gift', 'rules-examples', '--log'],
  ...['json', 'junit', 'tap'].map((format) => ['test', '--format', format, 'tests/fixtures/scenario', 'rules-examples']),
  ['test', 'nowhere'], ['--color', 'always', 'test', 'tests/fixtures/scenario'], ['test', '--only', 'nothing-of-this-name', 'rules-examples'],
  ['explain-code'], ['explain-code', 'sb008'], ['--color', 'always', 'explain-code', 'SB019'], ['explain-code', 'SB999'], ['explain-code', 'ë'],
  ...['human', 'json', 'html'].map((format) => ['simulate', 'tests/fixtures/simulate/crowd.rules.json', '--visitors', '150', '--format', format]),
  ['diff', 'rules-examples/exit-coupon/rules.json', 'rules-examples/free-gift/rules.json', '--visitors', '150'],
  ['explain', 'rules-examples/free-gift/rules.json', '--visitor', 'rules-examples/exit-coupon/desktop.scenario.json'],
  ['schema'], ['new', '--list'], ['new', 'x', '--recipe', 'fre-gift'], ['new', 'docs'],
];
for (const line of LINES)
  test(`shopbell ${line.join(' ')}`, () => {
    const there = line.map((word) => word.replace('WRONG', folder));
    const [wanted, found] = [run(native, there), run(cli, there)];
    assert.deepEqual(found, wanted);
    assert.ok(wanted.printed.length + wanted.complaints.length > 0);
  });

test('shopbell new writes the same files', () => {
  const names = ['native', 'node'].map((name) => join(folder, name, 'shop'));
  const lines = names.map((name) => ['new', name, '--recipe', 'exit-coupon']);
  assert.equal(run(native, lines[0]).status, 0);
  const { status, printed } = run(cli, lines[1]);
  assert.deepEqual([status, printed], [0, told(names[1])]);
  assert.equal(run(cli, lines[1]).status, 2, 'nothing is overwritten');
  const files = (name) => readdirSync(name).sort().map((file) => [file, readFileSync(join(name, file), 'utf8')]);
  assert.deepEqual(files(names[1]), files(names[0]));
});

/** What `new` says of the files that are in its folder now. */
function told(name) {
  const wrote = readdirSync(name).sort().map((file) => `wrote ${name}/${file}\n`).join('');
  return `${wrote}\`shopbell test ${name}\` plays its scenarios, \`shopbell check ${name}\` says what is wrong with its rules\n`;
}

test('a reader that goes away is no reason to complain', () => {
  const line = `"${process.execPath}" "${cli}" schema | head -c 10`;
  const { stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: root });
  assert.deepEqual([stdout.toString().length, stderr.toString()], [10, '']);
});
