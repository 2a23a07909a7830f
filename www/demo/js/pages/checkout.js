// Checkout: fields the browser can fill, checks that speak next to the field, and an order that exists only here.
// Nothing typed into the form is stored or reported; the order keeps its lines, sums and number.
import "../shop.js";
import * as analytics from "../analytics.js";
import { cartContents, emptyCart, onCartChange } from "../cart.js";
import { shopUrl } from "../carry.js";
import { h } from "../dom.js";
import { startFieldMessages } from "../field-messages.js";
import { drawOrderLines } from "../order-lines.js";
import { remember } from "../storage.js";
import { showTotals } from "../totals.js";

const SAMPLE = {
  email: "ada@example.com",
  name: "Ada Lindqvist",
  address: "Gartenweg 12",
  postcode: "10115",
  city: "Berlin",
  country: "DE",
};

const form = document.querySelector("#checkout-form");
let placed = false;

draw();
onCartChange(() => {
  if (!placed) draw();
});
startFieldMessages(form, placeOrder);
document.querySelector("#fill-sample").addEventListener("click", fillSample);
if (cartContents().items > 0) analytics.beganCheckout(cartContents().lines, cartContents().coupons);

function draw() {
  const cart = cartContents();
  document.querySelector("#checkout-page").dataset.state = cart.items > 0 ? "filled" : "empty";
  drawOrderLines(document.querySelector("#order-lines"), cart.lines);
  showTotals(document.querySelector("#totals"), cart);
}

function fillSample() {
  for (const [name, value] of Object.entries(SAMPLE)) {
    const field = form.elements[name];
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  form.querySelector("[data-test=place-order]").focus();
}

function placeOrder() {
  const cart = cartContents();
  if (cart.items === 0 || placed) return;
  placed = true;
  const order = {
    number: newOrderNumber(),
    lines: cart.lines.map(({ sku, option, quantity }) => ({ sku, option, quantity })),
    subtotal: cart.subtotal,
    discount: cart.discount,
    shipping: cart.shipping,
    total: cart.total,
    coupons: cart.coupons,
  };
  remember("last-order", order);
  emptyCart();
  const button = form.querySelector("[data-test=place-order]");
  button.replaceChildren(h("span", {}, "Packing…"));
  location.assign(shopUrl("thank-you.html", { order: order.number }));
}

function newOrderNumber() {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  return `KL-${String(100000 + (random % 900000))}`;
}
