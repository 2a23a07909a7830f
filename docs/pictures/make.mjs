/*
 * Makes the pictures of the README from the demo shop as it is: `node docs/pictures/make.mjs`, after `cargo xtask build`.
 */
import { spawn } from 'node:child_process';
import { get } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const server = spawn(here('../../target/debug/xtask'), ['serve', '--quiet'], { stdio: ['pipe', 'pipe', 'inherit'] });
const address = await new Promise((done) => createInterface(server.stdout).once('line', done));
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
const browser = await chromium.launch({ executablePath: process.env.SHOPBELL_CHROMIUM ?? '/usr/bin/chromium', args });

/** What the server answers, on a connection of its own: its connections do not always wait side by side. */
function answered(url) {
  return new Promise((done, fail) => {
    const request = get(url, { agent: false }, async (response) => {
      const parts = [];
      for await (const part of response) parts.push(part);
      done({ status: response.statusCode, contentType: response.headers['content-type'], body: Buffer.concat(parts) });
    });
    request.on('error', fail);
  });
}

/** A page of the shop, for somebody who has a mug and a tea in the cart and has answered the privacy card. */
async function openShop(path) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 520 }, reducedMotion: 'reduce', locale: 'en-GB' });
  // One connection a request: see answered().
  await page.route('**', async (route) => route.fulfill(await answered(route.request().url())));
  await page.addInitScript(() => {
    const lines = [{ sku: 'MUG-01', quantity: 1 }, { sku: 'TEA-01', quantity: 1 }];
    localStorage.setItem('demo-shop.cart', JSON.stringify({ lines, coupons: [] }));
    localStorage.setItem('demo-shop.consent', JSON.stringify({ analytics: true, marketing: false, preferences: true }));
  });
  await page.goto(address + path, { waitUntil: 'domcontentloaded' });
  return page;
}

try {
  const bar = await openShop('/product.html?sku=MUG-01');
  await bar.locator('shopbell-root .bar .progress').waitFor();
  await bar.waitForTimeout(500);
  await bar.screenshot({ path: here('free-gift-bar.png') });

  const leaving = await openShop('/product.html?sku=BWL-01');
  await leaving.evaluate(() => window.shopbell.ready);
  await leaving.locator('shopbell-root .bar .close').click();
  // Half a minute of quiet stands between two interruptions.
  await leaving.waitForTimeout(31_000);
  for (const y of [400, 200, 60, 2]) await leaving.mouse.move(460, y);
  await leaving.evaluate(() => {
    const out = { bubbles: true, clientX: 460, clientY: -4, relatedTarget: null };
    document.documentElement.dispatchEvent(new MouseEvent('mouseout', out));
  });
  await leaving.locator('shopbell-root .card .coupon').waitFor();
  await leaving.waitForTimeout(500);
  await leaving.screenshot({ path: here('exit-coupon.png') });
} finally {
  await browser.close();
  server.stdin.end();
}
