/*
 * The gallery, and by it the looks of everything: each entry in each language, on large and small screens, light and dark, by touch, with
 * large text and without motion. A new entry is tested by being there.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { shop } from './shop.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const names = async (folder) =>
  (await readdir(new URL(`../../www/gallery/${folder}/`, import.meta.url))).map((file) => file.replace('.json', '')).sort();
const ENTRIES = await names('entries');
const THEMES = await names('themes');

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };
const NARROW = { width: 320, height: 640 };

/** A page that notes what went wrong. */
async function tab(context) {
  const { origin, browser } = await shop();
  const owner = await browser.newContext({ baseURL: origin, reducedMotion: 'reduce', viewport: WIDE, ...context });
  const page = await owner.newPage();
  page.wrong = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && page.wrong.push(message.text()));
  page.on('pageerror', (error) => page.wrong.push(String(error)));
  return page;
}

/** Opens an entry and waits for its message. */
async function open(page, entry, asked = {}) {
  await page.goto(`/gallery/entry.html?${new URLSearchParams({ entry, ...asked })}`, { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(() => document.documentElement.dataset.state).catch(() => page.wrong.push('no message came'));
}

/** Makes all text twice as large, as the device's setting would. */
const enlarge = (page) =>
  page.evaluate(async () => {
    const { add, pretend } = await import('/gallery/pretend.js');
    document.documentElement.style.fontSize = '200%';
    for (const { shadowRoot } of document.querySelectorAll('shopbell-root')) {
      pretend(shadowRoot.adoptedStyleSheets, null, true);
      add(shadowRoot, ':host{font-size:32px!important}');
    }
  });

/** What axe finds in `where`. */
async function findings(page, where = 'shopbell-root') {
  await page.evaluate(AXE);
  return page.evaluate(
    async ([where, values]) => {
      const { violations, passes } = await axe.run(where, { runOnly: { type: 'tag', values }, iframes: false });
      if (passes.length < 5) throw new Error(`axe looked at nothing: ${passes.map(({ id }) => id)}`);
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target.flat()} ${any.map(({ message }) => message)}`));
    },
    [where, TAGS],
  );
}

/**
 * Texts of the messages on screen that are hard to read on what they lie on (WCAG 2.2, 1.4.3). Measured here: axe gives up on colours that
 * are derived in Oklab.
 */
const unreadable = (page) =>
  page.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    /** Paints colours over one another, the lowest first, and reads what is seen. */
    const seen = (colours) => {
      for (const colour of ['#fff', ...colours]) {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
      }
      const linear = (byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
      const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map(linear);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    };
    const found = [];
    let looked = 0;
    for (const { shadowRoot } of document.querySelectorAll('shopbell-root'))
      for (const element of shadowRoot.querySelectorAll('.content *, .close')) {
        const says = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) || element.matches('.close');
        if (!(says || element.placeholder) || !element.checkVisibility?.()) continue;
        const behind = [];
        for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
        const style = getComputedStyle(element, says ? undefined : '::placeholder');
        const size = parseFloat(style.fontSize);
        const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) || element.matches('.close') ? 3 : 4.5;
        const [light, dark] = [seen(behind), seen([...behind, style.color])].sort((one, other) => other - one);
        looked++;
        if (light / dark < least) found.push(`${element.localName}.${element.className} is ${style.color} on ${behind.at(-1)}: ${(light / dark).toFixed(2)}`);
      }
    if (!looked) found.push('there is nothing to read');
    return found;
  });

/**
 * What is wrong with how the messages on screen are laid out: beside the window, cut, below the close button, too small to hit, in
 * motion, in the wrong language.
 */
const faults = (page, locale) =>
  page.evaluate((locale) => {
    const found = [];
    const touch = matchMedia('(pointer: coarse)').matches;
    const name = (element) => `${element.localName}.${element.className} "${element.textContent.slice(0, 24)}"`;
    const text = (element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return [...range.getClientRects()];
    };
    if (document.documentElement.scrollWidth > innerWidth && getComputedStyle(document.documentElement).fontSize === '16px') found.push('the page scrolls sideways');
    for (const { lang, dir, shadowRoot } of document.querySelectorAll('shopbell-root')) {
      if (lang !== locale || dir !== (locale === 'ar' ? 'rtl' : 'ltr')) found.push(`it is in ${lang} ${dir}`);
      const moving = shadowRoot.getAnimations().filter(({ playState }) => playState === 'running');
      if (moving.length) found.push(`${moving.length} things move`);
      const close = shadowRoot.querySelector('.close')?.getBoundingClientRect();
      for (const element of shadowRoot.querySelectorAll('.content *')) {
        const box = element.getBoundingClientRect();
        const shown = box.width && box.height && getComputedStyle(element).visibility === 'visible' && !element.closest('[aria-hidden=true], option, canvas, svg');
        if (!shown) continue;
        const clipped = getComputedStyle(element.parentElement).overflowX === 'hidden';
        if (clipped) continue;
        if (box.left < -0.5 || box.right > innerWidth + 0.5) found.push(`${name(element)} is beside the window`);
        if (element.matches('button, a, input, select, textarea')) {
          // A box to tick is hit by its label; a link in a sentence is as large as its words (WCAG 2.2, 2.5.8).
          const [one, other] = [element, element.closest('label') ?? element].map((it) => it.getBoundingClientRect());
          const [width, height] = [Math.max(one.width, other.width), Math.max(one.height, other.height)];
          const least = touch && element.matches('.primary') ? 44 : 24;
          if (!element.closest('p, legend') && (width < least - 0.5 || height < least - 0.5)) found.push(`${name(element)} is ${width} × ${height}`);
        }
        if (element.children.length || !element.textContent || element.matches('.unseen')) continue;
        // What is turned with its wheel has no sides to compare.
        if (element.closest('.slice')) {
          if (element.scrollWidth > element.clientWidth + 1) found.push(`${name(element)} is wider than its slice`);
          continue;
        }
        for (const line of text(element)) {
          if (line.left < box.left - 1.5 || line.right > box.right + 1.5) found.push(`${name(element)} is wider than its place`);
          const clips = element.matches('button, .cell *, .option *, .field, .code') && (line.top < box.top - 3 || line.bottom > box.bottom + 3);
          if (clips) found.push(`${name(element)} is higher than its place`);
          const under = close && line.right > close.left + 2 && line.left < close.right - 2 && line.bottom > close.top + 8 && line.top < close.bottom - 8;
          if (under && !element.closest('.content').scrollTop) found.push(`${name(element)} is under the close button`);
        }
      }
      // What stands in the page scrolls with it.
      for (const frame of shadowRoot.querySelectorAll('.bar, :not(.inline) > .card')) {
        const { top, bottom } = frame.getBoundingClientRect();
        if (top < -0.5 || bottom > innerHeight + 0.5) found.push(`${name(frame)} is higher than the window: ${top} to ${bottom}`);
      }
      const least = touch ? 44 : 24;
      if (close && (Math.round(close.width) < least || Math.round(close.height) < least)) found.push(`close is ${close.width} × ${close.height}`);
    }
    return [...new Set(found)];
  }, locale);

/** Looks at all of these, two at a time; what is found is said at once. */
async function each(all, context, look) {
  const found = [];
  const queue = [...all];
  const work = async () => {
    const page = await tab(context);
    for (let one = queue.shift(); one; one = queue.shift()) {
      const note = (where, faults) => found.push(...faults.map((fault) => `${one}, ${where}: ${fault}`));
      await look(page, one, note);
      note('console', page.wrong.splice(0));
    }
    await page.context().close();
  };
  await Promise.all([work(), work()]);
  assert.deepEqual(found, []);
}

test('every entry on a large screen, light and dark, and with large text', () =>
  each(ENTRIES, {}, async (page, entry, note) => {
    await page.setViewportSize(WIDE);
    await page.emulateMedia({ colorScheme: 'light' });
    await open(page, entry);
    note('wide', await faults(page, 'en'));
    note('light', await unreadable(page));
    note('wide, axe', await findings(page));
    await page.emulateMedia({ colorScheme: 'dark' });
    note('dark', await unreadable(page));
    await enlarge(page);
    note('200 %', await faults(page, 'en'));
    await page.setViewportSize(PHONE);
    note('phone, 200 %', await faults(page, 'en'));
  }));

test('every entry on a phone, in every language', () =>
  each(ENTRIES, { viewport: PHONE, hasTouch: true, isMobile: true }, async (page, entry, note) => {
    for (const locale of ['ro', 'ko', 'ar']) {
      await page.setViewportSize(PHONE);
      await open(page, entry, { locale });
      note(`phone, ${locale}`, await faults(page, locale));
      if (locale === 'ar') note('phone, axe', await findings(page));
      await page.setViewportSize(NARROW);
      note(`320 pixels, ${locale}`, await faults(page, locale));
    }
  }));

test('every theme can be read, by day and by night', () =>
  each(THEMES, {}, async (page, theme, note) => {
    for (const entry of ['coupon', 'choice', 'free-gift']) {
      await page.emulateMedia({ colorScheme: 'light' });
      await open(page, entry, { theme });
      note(`${entry}, light`, await unreadable(page));
      await page.emulateMedia({ colorScheme: 'dark' });
      note(`${entry}, dark`, await unreadable(page));
    }
  }));

test('the gallery hangs them all, and takes no focus for them', async () => {
  for (const context of [{}, { viewport: PHONE, isMobile: true, hasTouch: true }]) {
    const page = await tab(context);
    await page.goto('/gallery/', { waitUntil: 'domcontentloaded' });
    await page.waitForFunction(() => document.documentElement.dataset.state);
    await page.frameLocator('iframe').first().locator('html[data-state]').waitFor();
    assert.equal(await page.locator('main li').count(), ENTRIES.length);
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'BODY');
    assert.deepEqual(await findings(page, 'body'), []);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(await findings(page, 'body'), [], 'dark');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing scrolls sideways');
    await page.getByRole('combobox', { name: 'Block' }).selectOption('nps');
    assert.ok((await page.locator('main li:visible').count()) < ENTRIES.length, 'only some hold a question');
    // An entry that is used takes the focus, and its message works.
    const card = page.locator('main li:visible').first();
    await card.getByRole('button', { name: 'Use it here' }).click();
    const frame = card.frameLocator('iframe');
    await frame.getByRole('radio', { name: '9' }).click();
    await frame.getByRole('textbox').waitFor();
    assert.deepEqual(page.wrong, []);
    await page.context().close();
  }
});
