// A quantity field with a button on either side. The field is the truth: buttons step it, typing sets it, and what is
// not a number from least to most returns to what was there.
import { h, icon, ICONS } from "./dom.js";

/** Returns { node, show(quantity) }; `changed` hears every new quantity. `least` 0 lets the minus button remove. */
export function stepper({ label, quantity, least = 1, most = 20, changed = () => {} }) {
  let current = quantity;
  const field = h("input", {
    type: "number", class: "stepper-field", min: String(least), max: String(most), step: "1", inputmode: "numeric",
    "aria-label": label, value: String(quantity), autocomplete: "off", data: { test: "quantity" },
    onchange: () => set(Number.parseInt(field.value, 10)),
  });
  const less = button("minus", `One less: ${label}`, "quantity-less", () => set(current - 1));
  const more = button("plus", `One more: ${label}`, "quantity-more", () => set(current + 1));

  function show(next) {
    current = next;
    field.value = String(next);
    less.setAttribute("aria-disabled", String(next <= least));
    more.setAttribute("aria-disabled", String(next >= most));
  }

  function set(next) {
    const valid = Number.isInteger(next) && next >= least && next <= most;
    const before = current;
    show(valid ? next : before);
    if (valid && next !== before) changed(next);
  }

  show(quantity);
  return { node: h("div", { class: "stepper", role: "group", "aria-label": label }, less, field, more), show, value: () => current };
}

const button = (name, label, test, pressed) =>
  h("button", { type: "button", class: "stepper-button", "aria-label": label, data: { test }, onclick: pressed }, icon(ICONS[name]));
