/*
 * The shop and the message leave each other alone: no style sheet of the page changes a pixel of a message, and no message changes
 * anything of the page, on every surface.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { campaign, openBrowser, openPage, rules } from './page.mjs';
import { difference } from './pictures.mjs';
import { surfaces } from './surfaces.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

/** What pages do to everything on them, meant or not. The last ones use names of ours. */
const HOSTILE = {
  'a reset of everything': '* { all: unset }',
  'a reset of everything, important': '*, *::before, *::after { all: unset !important }',
  'everything on top of everything': '* { position: relative !important; z-index: 2147483647 !important }',
  'a page in a frame of its own': 'html, body { transform: translateZ(0) scale(.5); filter: sepia(1); contain: strict; perspective: 1px; clip-path: inset(20%); overflow: hidden }',
  'what is unknown is hidden': 'html > :not(head, body), :not(:defined), body ~ [lang], shopbell-root { display: none !important }',
  'a giant font on the root': 'html { font: 40px/3 fantasy; letter-spacing: 1em }',
  'giant fonts on everything': '* { font: italic 900 60px/4 monospace !important; letter-spacing: 9px !important; word-spacing: 9px !important; text-transform: uppercase !important; text-indent: 50px !important; color: red !important }',
  'everything moves': '@keyframes x { to { transform: rotate(1turn); opacity: 0 } } * { animation: x 1s infinite !important; transition: all 9s !important }',
  'everything is invisible': 'html > :last-child, * { visibility: hidden !important; opacity: .1 !important; pointer-events: none !important; user-select: none !important; cursor: none !important }',
  'everything the other way round': '* { direction: rtl !important; writing-mode: vertical-rl !important; unicode-bidi: bidi-override !important; text-orientation: upright !important }',
  'dialogs and popovers': 'dialog, [popover], ::backdrop { display: none !important; width: 10px !important; padding: 99px !important; background: red !important } div, button, p, fieldset, legend, label, input, textarea, code, h2 { margin: 40px !important; border: 9px solid red !important; background: red !important }',
  'our names': '.card, .bar, .content, .close, .primary, .headline, .backdrop, .status, :host, :host(*), shopbell-root > * { display: none !important; background: red !important }',
  'our properties': '* { --a: red !important; --o: red !important; --s: red !important; --i: red !important; --m: red !important; --l: red !important; --r: 40px !important; --c: 40px !important; --t: red !important; --n: red !important; --p: red !important; --e: red !important; --d: red !important; --shopbell-value: 0 !important }',
  'our tokens': '*, :root { --shopbell-accent: red; --shopbell-surface: red; --shopbell-ink: red; --shopbell-radius: 40px; --shopbell-width: 900px; --shopbell-font: fantasy }',
};

const PAGE = `<style>
  body { margin: 0; background: #fffdfa; font: 16px/1.5 sans-serif } h1 { color: teal } .card { padding: 4px } dialog::backdrop { background: red }
  p:first-of-type { margin-top: 3em } a:last-child { float: right } :root { --a: 1px; --shopbell-accent: tomato } .card:not(:has(+ *)) { color: gray }
</style>
<main><h1>Mugs</h1><p>From our <b>kiln</b>.</p><ul><li class="card">One</li><li class="card primary">Two</li></ul>
<form><label>Size <input name="size" value="L"></label><select><option>S<option>M</select><textarea>Note</textarea><button class="close">Buy</button></form>
<table><tr><td>1<td>2</table><dialog>Guide</dialog><video muted></video><svg width="9" height="9"><rect width="9" height="9"/></svg></main><div style="height:2000px"></div><a href="/x">more</a>`;

/** Opens a page with a message that comes as often as it is told to. */
async function opened([, show, declare], body, init) {
  const often = { on: [{ event: { name: 'go' } }], interrupts: true, frequency: { at_most: 100, per: 'page', after_dismiss: '0s' } };
  const file = rules(campaign('one', show, often));
  file.site.locales = ['en', 'ro', 'ko', 'ar'];
  const head = `<script type="application/json" data-shopbell>${JSON.stringify(declare)}</script>`;
  const context = { reducedMotion: 'reduce', viewport: { width: 900, height: 1000 } };
  const it = await openPage(browser, file, { head, body, init, context });
  it.show = async () => {
    await it.page.evaluate(() => ((window.said.length = 0), engine.track('go')));
    await it.shown();
  };
  it.hide = () => it.page.evaluate(() => document.querySelector(window.ours).shadowRoot.querySelector('.close').click());
  await it.page.evaluate(() => (window.ours = 'shopbell-root:not([data-leaving])'));
  return it;
}

/** The message itself: what of it is opaque. */
const place = (page) =>
  page.evaluate(() => {
    const { shadowRoot } = document.querySelector(window.ours);
    const { x, y, width, height } = (shadowRoot.querySelector('.card') ?? shadowRoot.firstElementChild).getBoundingClientRect();
    return { x, y, width, height };
  });

const all = await surfaces();

test('what this compares pictures with sees three levels of one pixel', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const painted = async (colour) => {
    await page.setContent(`<body style="margin:0;background:#fff"><div style="position:fixed;left:7px;top:5px;width:1px;height:1px;background:${colour}">`);
    return (await page.screenshot({ clip: { x: 0, y: 0, width: 20, height: 10 } })).toString('base64');
  };
  const plain = await painted('rgb(90, 90, 90)');
  assert.equal(await difference(context, await painted('rgb(90, 92, 90)'), plain), '');
  assert.equal(await difference(context, await painted('rgb(90, 93, 90)'), plain), '1 values differ, most by 3 of 255 at 7, 5');
  await context.close();
});

for (const surface of all) {
  test(`no style sheet of the page changes a pixel: ${surface[0]}`, async () => {
    // Nothing on the page can be scrolled: that would move what the picture is taken of.
    const it = await opened(surface, '<p>From our kiln.');
    const look = async (css) => {
      await it.page.evaluate((css) => document.head.append(Object.assign(document.createElement('style'), { id: 'hostile', textContent: css })), css);
      await it.show();
      const clip = await place(it.page);
      // Whole pixels only: through the part of one at an edge the page behind can be seen, and that moves.
      const [x, y] = [Math.ceil(clip.x), Math.ceil(clip.y)];
      const whole = { x, y, width: Math.floor(clip.x + clip.width) - x, height: Math.floor(clip.y + clip.height) - y };
      const picture = clip.width && clip.height ? (await it.page.screenshot({ clip: whole })).toString('base64') : '';
      await it.hide();
      await it.page.evaluate(() => document.querySelector('#hostile').remove());
      return { clip, picture };
    };
    const calm = await look('');
    assert.ok(calm.clip.width > 100 && calm.clip.height > 30, 'it is there');
    const other = ({ picture }) => (picture && calm.picture ? difference(it.page.context(), picture, calm.picture) : 'no picture');
    assert.equal(await other(await look('')), '', 'a picture of the same is the same');
    const differ = [];
    for (const [name, css] of Object.entries(HOSTILE)) {
      const now = await look(css);
      if (JSON.stringify(now.clip) !== JSON.stringify(calm.clip)) differ.push(`${name}: ${JSON.stringify(now.clip)} is not ${JSON.stringify(calm.clip)}`);
      else {
        const pixels = await other(now);
        if (pixels) differ.push(`${name}: ${pixels}`);
      }
    }
    assert.deepEqual(differ, []);
    assert.deepEqual(it.errors, []);
    await it.close();
  });
}

/** In the page: all that can be seen of it, each element's computed styles and place, its attributes, and what the page keeps. */
function lookAround(pushes) {
  const look = () => {
    const seen = new Map();
    const elements = [...document.querySelectorAll('*')].filter((element) => !element.localName.startsWith('shopbell-'));
    for (const [place, element] of elements.entries()) {
      const name = `${place} ${element.localName}`;
      for (const [property, value] of element.computedStyleMap()) seen.set(`${name} ${property}`, value.join());
      // Room for a bar makes the document longer, and it is scrolled by as much: what is on it stays.
      if (!pushes || element !== document.documentElement) seen.set(`${name} place`, JSON.stringify(element.getBoundingClientRect()));
      seen.set(`${name} attributes`, [...element.attributes].map(({ name, value }) => `${name}=${value}`).join(' '));
    }
    const kept = Object.entries({ ...localStorage, ...sessionStorage }).filter(([key]) => !key.startsWith('shopbell.'));
    seen.set('kept', JSON.stringify(kept)).set('cookies', document.cookie).set('scroll', pushes ? scrollX : `${scrollX} ${scrollY}`).set('title', document.title);
    seen.set('text', document.body.innerText).set('sheets', document.styleSheets.length + document.adoptedStyleSheets.length);
    return seen.set('globals', Object.keys(window).join());
  };
  window.before = new Map();
  window.before = look();
  window.changed = () => {
    const now = look();
    const names = new Set([...window.before.keys(), ...now.keys()]);
    return [...names].filter((name) => window.before.get(name) !== now.get(name)).map((name) => `${name}: ${window.before.get(name)} became ${now.get(name)}`);
  };
  window.changed();
  window.before = look();
  return window.before.size;
}

for (const surface of all) {
  test(`nothing of the page changes: ${surface[0]}`, async () => {
    const it = await opened(surface, PAGE, () => {
      localStorage.setItem('cart', '{"lines":[1]}');
      sessionStorage.setItem('seen', 'yes');
      document.cookie = 'currency=EUR';
    });
    const changed = async () => (await it.page.evaluate(() => window.changed())).slice(0, 9);
    await it.page.evaluate(() => scrollTo(0, 100));
    assert.ok((await it.page.evaluate(lookAround, surface[0].includes('push'))) > 5_000, 'much is compared');
    await it.show();
    assert.deepEqual(await changed(), [], 'while it shows');
    await it.hide();
    await it.page.waitForFunction(() => !document.querySelector('shopbell-root'));
    assert.deepEqual(await changed(), [], 'after it');
    await it.show();
    await it.page.evaluate(() => engine.stop());
    assert.equal(await it.page.evaluate(() => document.querySelectorAll('shopbell-root').length), 0, 'nothing of ours is left');
    assert.deepEqual(await changed(), [], 'after all of it');
    assert.deepEqual(it.errors, []);
    await it.close();
  });
}
