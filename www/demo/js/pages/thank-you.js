// Thank you: the last order, as the checkout left it. Every load reports the purchase again with the same
// transaction id, as real shops do; whoever counts purchases has to count ids.
import "../shop.js";
import * as analytics from "../analytics.js";
import { findProduct } from "../catalogue.js";
import { drawOrderLines } from "../order-lines.js";
import { recall } from "../storage.js";
import { showTotals } from "../totals.js";

const order = lastOrder();
document.querySelector("#thank-you-page").dataset.state = order ? "filled" : "empty";

if (order) {
  const lines = order.lines.map((line) => ({ ...line, product: findProduct(line.sku) }));
  document.querySelector("#order-number").textContent = order.number;
  drawOrderLines(document.querySelector("#order-lines"), lines);
  showTotals(document.querySelector("#totals"), order);
  analytics.purchased(order, lines);
}

/** Storage can be edited by hand; an order that does not add up to the right shape is no order. */
function lastOrder() {
  const stored = recall("last-order");
  const sums = ["subtotal", "discount", "shipping", "total"];
  const whole =
    typeof stored?.number === "string" &&
    Array.isArray(stored.lines) &&
    stored.lines.every((line) => findProduct(line?.sku) && Number.isInteger(line.quantity)) &&
    Array.isArray(stored.coupons) &&
    sums.every((name) => Number.isInteger(stored[name]));
  return whole ? stored : null;
}
