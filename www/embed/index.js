/*
 * The npm entry: `import { start } from 'shopbell'`.
 *
 * Decides how options are read; the rest is begin.js. Importing touches nothing, so a server may render a page that does.
 */
import { begin } from './begin.js';
import { createHandle } from './handle.js';

/** See index.d.ts. */
export function start(options) {
  if (typeof document === 'undefined') {
    // Rendering on a server: a handle that does nothing, so that the page's code need not ask where it runs.
    const { handle, giveUp } = createHandle({ onStop() {} });
    giveUp();
    handle.on = () => () => {};
    return handle;
  }
  return begin((key) => (options && Object.hasOwn(options, key) ? options[key] : undefined), 'start({ rules })');
}
