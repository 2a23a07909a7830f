// The cart page: lines that change in place (focus stays where it was), a summary, and something to look at when empty.
import "../shop.js";
import * as analytics from "../analytics.js";
import { fillGrid } from "../cards.js";
import { cartContents, onCartChange, setQuantity } from "../cart.js";
import { optionName, pictureUrl, productUrl, withTag } from "../catalogue.js";
import { h } from "../dom.js";
import { formatMoney } from "../money.js";
import { stepper } from "../stepper.js";
import { startCouponForm } from "../coupon-form.js";
import { showTotals } from "../totals.js";

const list = document.querySelector("#cart-lines");
const rows = new Map();

startCouponForm(document.querySelector("#coupon-form"));
draw();
onCartChange(draw);
suggest();
analytics.viewedCart(cartContents().lines);

function draw() {
  const cart = cartContents();
  document.querySelector("#cart-page").dataset.state = cart.items > 0 ? "filled" : "empty";
  document.querySelector("#cart-heading-count").textContent = cart.items > 0 ? `${cart.items} ${cart.items === 1 ? "piece" : "pieces"}` : "";
  drawLines(cart.lines);
  showTotals(document.querySelector("#totals"), cart);
}

/** Four presents that are not in the cart already. They stay as they are while the cart changes. */
function suggest() {
  const taken = new Set(cartContents().lines.map((line) => line.sku));
  const presents = withTag("gift").filter((product) => product.in_stock && !taken.has(product.sku));
  fillGrid(document.querySelector("#suggestions-list"), presents.slice(0, 4));
}

function drawLines(lines) {
  const wanted = new Set(lines.map((line) => line.key));
  for (const [key, row] of rows) {
    if (wanted.has(key)) continue;
    moveFocusOut(row.node);
    row.node.remove();
    rows.delete(key);
  }
  for (const line of lines) {
    if (!rows.has(line.key)) {
      rows.set(line.key, newRow(line));
      list.append(rows.get(line.key).node);
    }
    rows.get(line.key).show(line);
  }
}

/** A removed line takes the focus with it; the heading is a place that stays. */
function moveFocusOut(node) {
  if (node.contains(document.activeElement)) document.querySelector("#cart-heading").focus();
}

function newRow(line) {
  const { product, option, key } = line;
  const amount = stepper({ label: `Quantity of ${product.name}`, quantity: line.quantity, changed: (next) => setQuantity(key, next) });
  const total = h("p", { class: "line-total", data: { test: "line-total" } });
  const variant = optionName(product, option);
  const node = h(
    "li",
    { class: "cart-line", data: { test: "cart-line", sku: product.sku } },
    h("a", { class: "picture", href: productUrl(product), tabindex: "-1", "aria-hidden": "true" },
      h("img", { src: pictureUrl(product, option), alt: "", width: "800", height: "1000" })),
    h("div", { class: "line-text" },
      h("h2", {}, h("a", { href: productUrl(product) }, product.name)),
      h("p", {}, variant ? `${product.option.label}: ${variant}` : product.line),
      h("p", {}, `${formatMoney(product.price)} each`)),
    h("div", { class: "line-controls" },
      amount.node,
      h("button", {
        type: "button", class: "text-button", "aria-label": `Remove ${product.name}`,
        data: { test: "remove-line" }, onclick: () => setQuantity(key, 0),
      }, "Remove")),
    total,
  );
  return {
    node,
    show(next) {
      amount.show(next.quantity);
      total.textContent = formatMoney(next.total);
    },
  };
}
