/*
 * WebKit, by the WebDriver of WebKitGTK, spoken to directly: a dozen commands over HTTP.
 *
 * It shows its windows, so without a display it gets one of its own. One session is one window in a profile that is kept nowhere.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as moment } from 'node:timers/promises';

export const variable = 'SHOPBELL_WEBKIT';

/** What the driver has no way to do, by name, and why. */
export const cannot = { 'a second tab': 'a window of this driver is a session, and sessions share no profile' };

const BROWSERS = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((machine) => `/usr/lib/${machine}/webkit2gtk-4.1/MiniBrowser`);
const KEYS = { Tab: '\uE004', Enter: '\uE007', Shift: '\uE008', Escape: '\uE00C', Space: ' ', Home: '\uE011', ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015' };

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
};

/** A display for windows that nobody looks at. */
async function display() {
  if (process.env.DISPLAY) return { name: process.env.DISPLAY, close: () => {} };
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [number] = await once(createInterface({ input: server.stdio[3] }), 'line');
  const close = async () => {
    server.kill();
    await once(server, 'exit');
  };
  return { name: `:${number}`, close };
}

/** `driver` is the path of WebKitWebDriver. */
export async function launch(driver) {
  const screen = await display();
  const port = await freePort();
  const env = { ...process.env, DISPLAY: screen.name, GTK_A11Y: 'none', LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1' };
  const program = spawn(driver, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' });
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  };
  for (let tries = 0; tries < 200 && !(await ask('GET', '/status').catch(() => null)); tries++) await moment(50);
  const binary = BROWSERS.find(existsSync);
  const options = { 'webkitgtk:browserOptions': { ...(binary && { binary }), args: ['--automation'] } };

  let version = '';
  const tab = async ({ size = [1280, 800] } = {}) => {
    const { sessionId, capabilities } = await ask('POST', '/session', { capabilities: { alwaysMatch: { browserName: 'MiniBrowser', ...options } } });
    version = capabilities.browserVersion;
    const at = `/session/${sessionId}`;
    const run = async (source) => {
      const { value, error } = await ask('POST', `${at}/execute/async`, {
        script: `const done = arguments[0]; Promise.resolve().then(() => ${source}).then((value) => done({ value }), (error) => done({ error: String(error) }));`,
        args: [],
      });
      if (error) throw new Error(error);
      return value ?? undefined;
    };
    const act = (type, id, actions, more) => ask('POST', `${at}/actions`, { actions: [{ type, id, actions, ...more }] });
    const mouse = (...actions) => act('pointer', 'mouse', actions, { parameters: { pointerType: 'mouse' } });
    const moveTo = (x, y) => ({ type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0 });
    const down = (value) => ({ type: 'keyDown', value });
    const up = (value) => ({ type: 'keyUp', value });
    const resize = async (width, height) => {
      const [innerWidth, innerHeight] = await run('[innerWidth, innerHeight]');
      const rect = await ask('GET', `${at}/window/rect`);
      await ask('POST', `${at}/window/rect`, { width: rect.width + width - innerWidth, height: rect.height + height - innerHeight });
    };
    await ask('POST', `${at}/timeouts`, { script: 20_000 });
    await resize(...size);
    return {
      goto: (url) => ask('POST', `${at}/url`, { url }),
      reload: () => ask('POST', `${at}/refresh`, {}),
      back: () => run('void history.back()'),
      run,
      front: () => {},
      move: (x, y) => mouse(moveTo(x, y)),
      click: (x, y) => mouse(moveTo(x, y), { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }),
      press: (key) => {
        const codes = key.split('+').map((name) => KEYS[name] ?? name);
        return act('key', 'keys', [...codes.map(down), ...codes.reverse().map(up)]);
      },
      type: (text) => act('key', 'keys', [...text].flatMap((letter) => [down(letter), up(letter)])),
      resize,
      screenshot: async () => Buffer.from(await ask('GET', `${at}/screenshot`), 'base64'),
      close: () => ask('DELETE', at),
    };
  };
  const close = async () => {
    program.kill();
    await once(program, 'exit');
    await screen.close();
  };
  return { get version() { return version; }, tab, close };
}
