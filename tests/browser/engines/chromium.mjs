/* Chromium, by playwright. */
import { chromium } from 'playwright-core';

const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

export const variable = 'SHOPBELL_CHROMIUM';

/** Nothing that the suite asks for is beyond it. */
export const cannot = {};

export async function launch(executablePath) {
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  /** A tab in a profile of its own; `from` is a tab whose profile it shares. */
  const tab = async ({ from, size = [1280, 800], calm = true, dark = false } = {}) => {
    const owner =
      from?.owner ??
      (await browser.newContext({ viewport: { width: size[0], height: size[1] }, reducedMotion: calm ? 'reduce' : 'no-preference', colorScheme: dark ? 'dark' : 'light' }));
    const page = await owner.newPage();
    return {
      owner,
      goto: (url) => page.goto(url),
      reload: () => page.reload(),
      back: () => page.evaluate(() => history.back()),
      run: (source) => page.evaluate(source),
      front: () => page.bringToFront(),
      move: (x, y) => page.mouse.move(x, y),
      click: (x, y) => page.mouse.click(x, y),
      press: (key) => page.keyboard.press(key),
      type: (text) => page.keyboard.type(text),
      resize: (width, height) => page.setViewportSize({ width, height }),
      screenshot: () => page.screenshot(),
      close: () => (from ? page.close() : owner.close()),
    };
  };
  return { version: browser.version(), tab, close: () => browser.close() };
}
