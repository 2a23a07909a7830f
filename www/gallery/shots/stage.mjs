/*
 * A browser with the gallery's server behind it, for pictures.
 *
 * INVARIANT: the same pages give the same pictures: the day is fixed, nothing moves, and only what is there is waited for.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

/** The day of all pictures. */
const TODAY = '2026-11-20T10:00:00+02:00';
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/** Opens both; `page(settings)` is a page in a context of its own, `close()` ends everything. */
export async function openStage() {
  const { SHOPBELL_CHROMIUM: executablePath, SHOPBELL_XTASK: xtask } = process.env;
  if (!executablePath || !xtask) throw new Error('take the pictures by `cargo xtask shots`');
  const server = spawn(xtask, ['serve', '--quiet'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [baseURL] = await once(createInterface({ input: server.stdout }), 'line');
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  return {
    async page(settings = {}) {
      const context = await browser.newContext({ baseURL, reducedMotion: 'reduce', timezoneId: 'Europe/Bucharest', ...settings });
      await context.clock.setFixedTime(TODAY);
      return context.newPage();
    },
    async close() {
      await browser.close();
      server.stdin.end();
    },
  };
}

/** Opens an entry and waits until its message is on screen, with all its pictures and fonts. */
export async function openEntry(page, id, asked = {}) {
  const said = [];
  const hear = (message) => ['error', 'warning'].includes(message.type()) && said.push(message.text());
  page.on('console', hear);
  await page.goto(`/gallery/entry.html?${new URLSearchParams({ entry: id, ...asked })}`);
  await page.waitForFunction(() => document.documentElement.dataset.state).catch(() => {
    throw new Error(`${id} does not show. ${said.join(' ')}`);
  });
  page.off('console', hear);
  await settle(page);
  if (said.length) throw new Error(`${id}: ${said.join(' ')}`);
}

/** Waits until what is on screen is whole: pictures of the message decoded, fonts there, two frames drawn. */
export const settle = (page) =>
  page.evaluate(async () => {
    const roots = [document, ...[...document.querySelectorAll('shopbell-root')].map((host) => host.shadowRoot)];
    const near = (image) => image.getBoundingClientRect().top < innerHeight;
    await Promise.all(roots.flatMap((root) => [...root.querySelectorAll('img')]).filter(near).map((image) => image.decode().catch(() => {})));
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
