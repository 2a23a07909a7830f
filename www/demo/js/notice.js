// One small notice at a time, in a polite live region; it leaves by itself unless someone is reading or tabbing in it.
import { h, icon, ICONS } from "./dom.js";
import { shopUrl } from "./carry.js";

const STAYS_MS = 5000;
const region = h("div", { class: "notice-region", role: "status" });
let timer = 0;

export function notify(text, { cartLink = false } = {}) {
  if (!region.isConnected) document.body.append(region);
  const notice = h(
    "div",
    { class: "notice", data: { test: "notice" } },
    h("p", {}, text),
    cartLink && h("a", { href: shopUrl("cart.html") }, "View cart"),
    h("button", { type: "button", class: "icon-button", "aria-label": "Close this notice", onclick: clear }, icon(ICONS.close)),
  );
  region.replaceChildren(notice);
  clearTimeout(timer);
  timer = setTimeout(leaveWhenIdle, STAYS_MS);
}

function leaveWhenIdle() {
  if (region.matches(":hover, :focus-within")) timer = setTimeout(leaveWhenIdle, STAYS_MS);
  else clear();
}

function clear() {
  clearTimeout(timer);
  region.replaceChildren();
}

// Pages that never notify still carry the empty region, so that the first message is announced.
document.body.append(region);
