#!/usr/bin/env node
/* What `npx shopbell` runs. */
import { readFileSync } from 'node:fs';
import load, { run_in_node } from './glue.js';

await load({ module_or_path: readFileSync(new URL('./cli.wasm', import.meta.url)) });
try {
  process.exitCode = run_in_node(process.argv.slice(2).map((argument) => `${argument}\0`).join(''));
} catch {
  // It has said what is wrong with it; the native program ends so, too.
  process.exitCode = 101;
}
