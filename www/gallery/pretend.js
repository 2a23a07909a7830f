/*
 * A device that is set otherwise than the one that is here: dark or light, with text twice as large.
 *
 * Decides nothing of how anything looks: it rewrites the conditions under which style sheets say so.
 */

/** Makes style sheets believe in this colour scheme (the device's own where it is neither light nor dark), or in large text. */
export function pretend(sheets, scheme, large) {
  for (const sheet of sheets) rewrite(sheet.cssRules, scheme, large);
}

function rewrite(rules, scheme, large) {
  for (const rule of rules) {
    const { media, style } = rule;
    const asked = /prefers-color-scheme:\s*(light|dark)/.exec(media?.mediaText);
    if (asked && scheme) media.mediaText = asked[1] === scheme ? 'all' : 'not all';
    // In conditions an em is as large as the device's text.
    if (media && large) media.mediaText = media.mediaText.replace(/([\d.]+)em/g, (_, em) => `${em * 2}em`);
    if (scheme && style?.colorScheme === 'light dark') style.colorScheme = scheme;
    if (rule.cssRules) rewrite(rule.cssRules, scheme, large);
  }
}

/** Adds rules to those of a message. */
export function add(shadowRoot, rules) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];
}
