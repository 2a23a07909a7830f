/* Firefox, by puppeteer and WebDriver BiDi. */
import puppeteer from 'puppeteer-core';

export const variable = 'SHOPBELL_FIREFOX';

/** What the driver has no way to do, by name, and why. */
export const cannot = {};

export async function launch(executablePath) {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    // Motion and colours are settings of the whole browser here; no test of the suite needs another.
    extraPrefsFirefox: { 'ui.prefersReducedMotion': 1, 'datareporting.policy.dataSubmissionEnabled': false, 'app.update.enabled': false },
  });
  /** A tab in a profile of its own; `from` is a tab whose profile it shares. */
  const tab = async ({ from, size = [1280, 800] } = {}) => {
    const owner = from?.owner ?? (await browser.createBrowserContext());
    const page = await owner.newPage();
    const resize = (width, height) => page.setViewport({ width, height });
    await resize(...size);
    return {
      owner,
      goto: (url) => page.goto(url),
      reload: () => page.reload(),
      back: () => page.evaluate(() => history.back()),
      run: (source) => page.evaluate(source),
      front: () => page.bringToFront(),
      move: (x, y) => page.mouse.move(x, y),
      click: (x, y) => page.mouse.click(x, y),
      press: async (key) => {
        const [last, ...held] = key.split('+').reverse();
        for (const name of held) await page.keyboard.down(name);
        await page.keyboard.press(last);
        for (const name of held) await page.keyboard.up(name);
      },
      type: (text) => page.keyboard.type(text),
      resize,
      screenshot: () => page.screenshot(),
      close: () => (from ? page.close() : owner.close()),
    };
  };
  return { version: (await browser.version()).replace(/^\w+\//, ''), tab, close: () => browser.close() };
}
