/* The back button brings a page from the browser's cache, with the engine as it was left. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACCEPTED, nothing, shop, shown, until, visitor } from './shop.mjs';

// Playwright starts Chromium without this cache.
shop(['--disable-back-forward-cache']);

/** In the page, because the driver's own questions are not answered where a page came from the cache: says what is on screen, and closes it. */
function closeWhenBack() {
  addEventListener('pageshow', async ({ persisted }) => {
    if (!persisted) return;
    // Whoever wants the screen has asked for it, and has been answered.
    for (let round = 0; round < 3; round++) await navigator.locks.request('shopbell', () => {});
    const roots = document.querySelectorAll('shopbell-root:not([data-leaving])');
    window.heardInPage('back', { path: location.pathname, showing: roots.length });
    roots[0]?.shadowRoot.querySelector('[aria-label="Close"]').click();
  });
}

test('a page from the cache of the back button goes on with its message, and without a second exposure', async () => {
  const rules = {
    format: 1,
    site: { currency: 'EUR', quiet_interval: '0s' },
    campaigns: [
      {
        id: 'hello',
        on: [{ page_view: {} }],
        when: { 'page.path': '/collection.html' },
        frequency: { at_most: 1, per: 'page', after_dismiss: '0s' },
        variants: [{ id: 'a', show: { surface: 'bar', position: 'bottom', blocks: [{ text: 'Hello' }] } }],
      },
    ],
  };
  const it = await visitor(rules, { storage: ACCEPTED, init: closeWhenBack });
  // The demo's server forbids all caching; shops do not.
  await it.owner.route((url) => /\.html$/.test(url.pathname), async (route) => {
    const answer = await route.fetch();
    const { 'cache-control': _, ...headers } = answer.headers();
    await route.fulfill({ response: answer, headers });
  });
  const page = await it.open('/collection.html');
  await shown(page);
  await it.outcome('impression');
  await page.goto('/checkout.html');
  await nothing(it, page);
  await page.evaluate(() => history.back());
  const [, back] = await until(() => it.heard.find(([name]) => name === 'back'), 'the page to come back');
  assert.deepEqual(back, { path: '/collection.html', showing: 1 });
  await it.outcome('dismissed');
  assert.deepEqual(it.left(), ['exposed', 'impression', 'dismissed']);
  await it.close();
});
