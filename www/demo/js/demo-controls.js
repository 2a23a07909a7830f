// A small chip for whoever is showing or testing the shop. It changes what the shop tells shopbell and empties
// storage on request; it never edits what shopbell has stored.
import { h } from "./dom.js";
import { isLoggedIn, logIn, logOut } from "./customer.js";
import { forgetEverything } from "./storage.js";
import { tellCustomer } from "./shopbell-bridge.js";

export function startDemoControls(customerChanged) {
  const login = h("button", { type: "button", class: "demo-action", data: { test: "demo-login" } });
  const panel = h(
    "div",
    { class: "demo-panel", id: "demo-panel", hidden: true },
    h("p", {}, "Kiln & Linden is a made-up shop. Nothing is sold or sent; what you do stays in this browser."),
    h("button", { type: "button", class: "demo-action", data: { test: "demo-new-visitor" }, onclick: startOver }, "Start as a new visitor"),
    login,
    debugLink(),
    h("p", { class: "demo-note" }, "A visit ends after 30 idle minutes. To be the same visitor on a later visit, come back then."),
  );
  const chip = h(
    "button",
    { type: "button", class: "demo-chip", "aria-expanded": "false", "aria-controls": "demo-panel", data: { test: "demo-controls" } },
    "Demo controls",
  );
  const controls = h("aside", { class: "demo-controls", "aria-label": "Demo controls" }, panel, chip);

  const open = (expanded) => {
    panel.hidden = !expanded;
    chip.setAttribute("aria-expanded", String(expanded));
  };
  chip.addEventListener("click", () => open(panel.hidden));
  controls.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    open(false);
    chip.focus();
  });

  const label = () => (login.textContent = isLoggedIn() ? "Log out" : "Log in as returning customer");
  login.addEventListener("click", () => {
    if (isLoggedIn()) logOut();
    else logIn();
    label();
    tellCustomer();
    customerChanged();
  });
  label();
  document.body.append(controls);
}

function startOver() {
  forgetEverything();
  location.reload();
}

function debugLink() {
  const url = new URL(location.href);
  const debugging = url.searchParams.has("shopbell_debug");
  if (debugging) url.searchParams.delete("shopbell_debug");
  else url.searchParams.set("shopbell_debug", "1");
  return h(
    "a",
    { class: "demo-action", href: url.pathname + url.search + url.hash, data: { test: "demo-debug" } },
    debugging ? "Leave the debug panel" : "Open with the debug panel",
  );
}
