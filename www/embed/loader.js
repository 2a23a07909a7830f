/*
 * The script tag:
 *
 *   <script async src="…/shopbell.js" data-rules="/shopbell.rules.json"></script>
 *
 * Decides how a tag is read and what stands as `window.shopbell`; the rest is begin.js. A plain script on purpose: only that
 * knows its own tag.
 */
import { begin } from './begin.js';
import { warn } from './warn.js';

// Not `document.currentScript`: an element of that name in a shopper's review would stand in for it.
const tag = Object.getOwnPropertyDescriptor(Document.prototype, 'currentScript').get.call(document);
const config = window.shopbell_config;
// Nor may an element with this id configure us.
const isConfig = {}.toString.call(config) === '[object Object]';

/** `window.shopbell_config` beats the tag's data-*; own values only, see optionsFrom in begin.js. */
function setting(key) {
  if (isConfig && {}.hasOwnProperty.call(config, key)) return config[key];
  return tag?.getAttribute('data-' + key);
}

/** In a frame (a preview, a payment form, somebody else's page) only when the shop says so. */
const welcome = window.top === window || setting('frame') === 'allow';

try {
  if (welcome) {
    const queued = window.shopbell;
    const handle = begin(setting, 'data-rules');
    if (queued !== handle) {
      window.shopbell = handle;
      if (Array.isArray(queued)) handle.push(...queued);
    }
  }
} catch (error) {
  warn(`it did not start (${error}); the page is not affected.`);
}
