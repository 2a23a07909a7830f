/*
 * What is in the way of a message, looked at when one wants the screen and at no other time.
 *
 * Decides by what dialogs, cookie banners and chat windows of others are known, and when something is on screen. Whom that keeps
 * waiting is the engine's to say (engine/scene.rs, which has the same order).
 */

const DIALOGS = 'dialog[open],[aria-modal=true]';

/** Cookie banners that say of themselves in no other way that they are dialogs; docs/rules.md lists them from here. */
const BANNERS = [
  '#onetrust-banner-sdk', // OneTrust
  '#CybotCookiebotDialog', // Cookiebot
  '#usercentrics-root', // Usercentrics
  '#usercentrics-cmp-ui', // Usercentrics
  '#didomi-notice', // Didomi
  '#didomi-popup', // Didomi
  '#truste-consent-track', // TrustArc
  '.qc-cmp2-container', // InMobi Choice
  '.fc-consent-root', // Google consent messages
  '[id^=sp_message_container]', // Sourcepoint
  '#cmpbox', // consentmanager
  '.osano-cm-window', // Osano
  '.cky-consent-container', // CookieYes
  '#cookie-law-info-bar', // CookieYes
  '.cmplz-cookiebanner', // Complianz
  '#iubenda-cs-banner', // iubenda
  '#BorlabsCookieBox', // Borlabs Cookie
  '#axeptio_overlay', // Axeptio
  '#tarteaucitronAlertBig', // tarteaucitron
  '#cookiescript_injected', // CookieScript
  '.termly-styles-root', // Termly
  '#lanyard_root', // Ketch
  '#shopify-pc__banner', // Shopify
  '#pandectes-banner', // Pandectes
  '#klaro .cookie-notice', // Klaro
  '#klaro .cookie-modal', // Klaro
  '#cc-main', // CookieConsent
  '.cc-window', // Cookie Consent
  '#cookie-notice', // Cookie Notice
  '#moove_gdpr_cookie_info_bar', // GDPR Cookie Compliance
];

/** Chat windows. Many are one frame that grows when it is opened, so what is small is only the button. */
const CHATS = [
  '.intercom-messenger-frame', // Intercom
  'iframe#webWidget', // Zendesk
  'iframe[name="Messaging window"]', // Zendesk
  '#hubspot-messages-iframe-container', // HubSpot
  '#drift-frame-chat', // Drift
  '#tidio-chat-iframe', // Tidio
  '#chat-widget', // LiveChat
  'iframe[title="chat widget"]', // tawk.to
  '#crisp-chatbox', // Crisp
  '#gorgias-chat-container', // Gorgias
  '#ShopifyChat', // Shopify Inbox
  '#fc_frame', // Freshchat
  '#beacon-container', // Help Scout
  '.woot-widget-holder', // Chatwoot
  '#ch-plugin', // Channel Talk
];

/** A chat of this width and height, in pixels, is open. */
const OPEN = 240;

const TEXT_FIELDS =
  'textarea,select,input:not([type=button],[type=submit],[type=reset],[type=checkbox],[type=radio],[type=range],[type=color],[type=file],[type=image])';

/** Whether it can be seen in the window and is so large; what has no size of its own, whether something in it is. */
function isSeen(element, least) {
  const looks = { __proto__: null, opacityProperty: true, visibilityProperty: true, checkOpacity: true, checkVisibilityCSS: true };
  // Safari has it since 17.4.
  if (!(element.checkVisibility?.(looks) ?? getComputedStyle(element).visibility === 'visible')) return false;
  const { width, height, left, top, right, bottom } = element.getBoundingClientRect();
  if (width && height)
    return width >= least && height >= least && right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  return [...(element.shadowRoot ?? element).children].some((inner) => isSeen(inner, least));
}

const anySeen = (selectors, least) => [...document.querySelectorAll(selectors)].some((element) => isSeen(element, least));

/** Whether something that the shop wants to be avoided is on screen. */
function avoided(selector) {
  try {
    return anySeen(selector, 1);
  } catch {
    // No selector to this browser: that was said when the page began.
    return false;
  }
}

/** What is in the way, a bit each, in the order of the engine's table. */
function scene() {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return [
    document.hidden,
    anySeen(DIALOGS, 1),
    anySeen(BANNERS, 1),
    anySeen(CHATS, OPEN),
    // What is avoided is asked one by one.
    false,
    // Silent films in the background of a page are decoration.
    document.fullscreenElement || [...document.querySelectorAll('video')].some((film) => !film.paused && !film.ended && !film.muted),
    active && (active.isContentEditable || active.matches(TEXT_FIELDS)),
  ].reduce((bits, is, place) => (is ? bits | (1 << place) : bits), 0);
}

/** What Rust calls, see page.rs. */
export const polite = { scene, avoided };
