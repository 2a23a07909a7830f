// The sums below a cart or an order. The rows are in the HTML already, so nothing moves when they fill.
import { FREE_SHIPPING_FROM } from "./cart.js";
import { formatMoney } from "./money.js";

/** `sums` is a cart or an order: subtotal, discount, shipping, total in cents, and the coupons. */
export function showTotals(node, sums) {
  const row = (name) => node.querySelector(`[data-row=${name}]`);
  const put = (name, text) => (row(name).querySelector("dd").textContent = text);

  put("subtotal", formatMoney(sums.subtotal));
  put("shipping", sums.shipping === 0 && sums.subtotal > 0 ? "Free" : formatMoney(sums.shipping));
  put("total", formatMoney(sums.total));
  put("discount", `−${formatMoney(sums.discount)}`);
  row("discount").querySelector("dt").textContent = `Discount ${sums.coupons.join(", ")}`;
  row("discount").hidden = sums.discount === 0;

  const note = node.querySelector("[data-shipping-note]");
  if (note) note.textContent = `Free from ${formatMoney(FREE_SHIPPING_FROM).replace(".00", "")}`;
}
