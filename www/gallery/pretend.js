/*
 * A device that is set otherwise than the one that is here: dark or light, with larger text.
 *
 * Decides nothing of how anything looks: it rewrites the conditions under which style sheets say so.
 */

/** Makes style sheets believe in this colour scheme; in the device's own where it is neither light nor dark. */
export function pretend(sheets, scheme) {
  if (scheme !== 'light' && scheme !== 'dark') return;
  for (const sheet of sheets) rewrite(sheet.cssRules, scheme);
}

function rewrite(rules, scheme) {
  for (const rule of rules) {
    const asked = rule.media && /prefers-color-scheme:\s*(light|dark)/.exec(rule.media.mediaText);
    if (asked) rule.media.mediaText = asked[1] === scheme ? 'all' : 'not all';
    if (rule.cssRules) rewrite(rule.cssRules, scheme);
    if (rule.style?.colorScheme === 'light dark') rule.style.colorScheme = scheme;
  }
}

/** Makes a message's text twice as large, as a browser's setting would. */
export function enlarge(shadowRoot) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(':host{font-size:32px!important}');
  shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];
}
