/*
 * Files, terminal and time of Node, for `npx shopbell`. Everything is written at once, so that nothing is lost whatever comes after.
 * What the system says is said as the native program says it.
 */
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isatty } from 'node:tty';
import { getSystemErrorMap } from 'node:util';

const pause = new Int32Array(new SharedArrayBuffer(4));

function wait(milliseconds) {
  Atomics.wait(pause, 0, 0, milliseconds);
}

/** `No such file or directory (os error 2)`. */
function why({ code, errno, message }) {
  const [, said = message] = getSystemErrorMap().get(errno) ?? [];
  const sentence = code === 'EISDIR' ? 'is a directory' : said;
  return `${sentence[0].toUpperCase()}${sentence.slice(1)} (os error ${-errno})`;
}

function saying(does) {
  try {
    return does();
  } catch (error) {
    throw why(error);
  }
}

export function read(path) {
  return saying(() => readFileSync(path));
}

/** Names with a NUL between them; those of folders end with a slash. */
export function list(folder) {
  const isFolder = (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  try {
    return readdirSync(folder).map((name) => (isFolder(join(folder, name)) ? `${name}/` : name)).join('\0');
  } catch {
    return undefined;
  }
}

export function write(path, bytes) {
  saying(() => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  });
}

export function written_at(path) {
  try {
    return Math.floor(statSync(path).mtimeMs);
  } catch {
    return undefined;
  }
}

export const now = () => Date.now();

function put(stream, text) {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(stream, bytes));
    } catch ({ code }) {
      // A full pipe is read some time; a closed one (`| head`) is no reason to complain.
      if (code !== 'EAGAIN') return;
      wait(5);
    }
  }
}

export function print(text) {
  put(1, text);
}

export function complain(text) {
  put(2, text);
}

/** The line of long work, in place of the one before. */
export function status(line) {
  if (isatty(2)) put(2, `\r${line}\u001b[K`);
}

export function has_colors() {
  return process.env.NO_COLOR === undefined && isatty(1);
}

export function rest() {
  wait(200);
}
