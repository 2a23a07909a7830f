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

try {
  // Not `document.currentScript`: an element of that name in a shopper's review would stand in for it.
  const tag = Object.getOwnPropertyDescriptor(Document.prototype, 'currentScript').get.call(document);
  const config = window.shopbell_config;
  // Nor may an element with this id configure us.
  const isConfig = {}.toString.call(config) === '[object Object]';

  /** `window.shopbell_config` beats the tag's data-*; own values only, see optionsFrom in begin.js. */
  const setting = (key) => (isConfig && {}.hasOwnProperty.call(config, key) ? config[key] : tag?.getAttribute('data-' + key));

  // In a frame (a preview, a payment form, somebody else's page) only when the shop says so.
  if (window.top === window || setting('frame') === 'allow') {
    const queued = window.shopbell;
    const handle = begin(setting, 'data-rules');
    if (queued !== handle) {
      // A page may have nailed its own there.
      Reflect.set(window, 'shopbell', handle);
      if (Array.isArray(queued)) handle.push(...queued);
    }
  }
} catch (error) {
  warn(`it did not start (${error}); the page is not affected.`);
}
