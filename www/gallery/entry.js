/*
 * One entry alone, on a page of the shop: `entry.html?entry=ID&theme=NAME&locale=LOCALE&scheme=dark&text=200`.
 *
 * The message is the real engine's, by the tag that a shop would paste. `data-state` of the document says how far it is: `shown`
 * once the message is on screen, `failed` where it never will be.
 */
import { add, pretend } from './pretend.js';
import { json, rulesOf } from './rules.js';
import { fillShop } from './shop.js';

const asked = new URLSearchParams(location.search);
const ask = (name, otherwise) => asked.get(name) || otherwise;
const root = document.documentElement;

/** A visitor who has never been here: nothing remembered, and no other tab to share the screen with. */
function forget() {
  for (const storage of [localStorage, sessionStorage])
    for (const key of Object.keys(storage)) if (key.startsWith('shopbell.')) storage.removeItem(key);
  Object.defineProperty(navigator, 'locks', { value: undefined });
}

/** A picture among others on a page: it takes no focus, and has no blur, which browsers draw wrong in a frame that is scaled. */
function holdStill() {
  HTMLElement.prototype.focus = () => {};
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  document.addEventListener('shopbell:show', () => {
    for (const { shadowRoot } of document.querySelectorAll('shopbell-root')) add(shadowRoot, '.backdrop{backdrop-filter:none}');
  });
}

/** Says what a shop's server would have written into the page. */
function declare(what) {
  const script = document.createElement('script');
  script.type = 'application/json';
  script.setAttribute('data-shopbell', '');
  script.textContent = JSON.stringify(what);
  document.head.append(script);
}

async function begin() {
  const id = ask('entry', 'coupon');
  const locale = ask('locale', 'en');
  root.lang = locale;
  root.dir = locale === 'ar' ? 'rtl' : 'ltr';
  const scheme = asked.get('scheme');
  const large = asked.get('text') === '200';
  if (large) root.style.fontSize = '200%';
  fillShop(locale);
  pretend(document.styleSheets, scheme, large);
  const [entry, { theme }] = await Promise.all([json(`entries/${id}.json`), json(`themes/${ask('theme', 'default')}.json`)]);
  document.title = `${entry.title} · Kiln & Linden`;
  root.dataset.surface = entry.show.surface;
  declare({ page: { type: 'product', title: 'Morning mug' }, customer: null, ...entry.declare });
  document.addEventListener('shopbell:show', () => {
    for (const { shadowRoot } of document.querySelectorAll('shopbell-root')) {
      pretend(shadowRoot.adoptedStyleSheets, scheme, large);
      if (large) add(shadowRoot, ':host{font-size:32px!important}');
    }
    if (root.dataset.surface === 'inline') document.getElementById('room').scrollIntoView({ block: 'center' });
    root.dataset.state = 'shown';
  });
  forget();
  if (asked.get('still')) holdStill();
  window.shopbell_config = { rules: rulesOf(id, entry, theme), consent: 'granted', frame: 'allow', locale };
  const tag = document.createElement('script');
  tag.src = '/dist/shopbell.js';
  document.head.append(tag);
}

try {
  await begin();
} catch (error) {
  root.dataset.state = 'failed';
  console.error(`The entry cannot be shown: ${error.message}`);
}
