// One product (?sku=): pictures, options, quantity, add to cart, and what goes well with it.
// The declaration for shopbell was filled by early.js; here the shopper's part is drawn.
import "../shop.js";
import * as analytics from "../analytics.js";
import { fillGrid } from "../cards.js";
import { addToCart } from "../cart.js";
import { shopUrl } from "../carry.js";
import { categoryName, findProduct, goesWith, pictureUrl, products } from "../catalogue.js";
import { h, icon, ICONS } from "../dom.js";
import { formatMoney } from "../money.js";
import { notify } from "../notice.js";
import { stepper } from "../stepper.js";

const ADDED_SHOWS_MS = 1800;

const product = findProduct(new URLSearchParams(location.search).get("sku"));
const page = document.querySelector("#product");

if (product) {
  page.replaceChildren(gallery(), buyBox());
  fillGrid(document.querySelector("#goes-with-list"), goesWith(product));
  analytics.viewedItem(product);
} else {
  page.replaceChildren(
    h("div", { class: "nothing-here" },
      h("h1", {}, "This piece has left the shelf."),
      h("p", {}, "The address names nothing we sell. The others are still here."),
      h("a", { class: "button", href: shopUrl("collection.html") }, "See everything")),
  );
  fillGrid(document.querySelector("#goes-with-list"), products.slice(0, 4));
}

function gallery() {
  return h(
    "div",
    { class: "gallery" },
    h("div", { class: "picture" }, h("img", {
      id: "product-picture", src: pictureUrl(product), alt: `${product.name}: ${product.line}`,
      width: "800", height: "1000", fetchpriority: "high",
    })),
    ...product.zooms.map(([scale, x, y]) => {
      const detail = h("img", { src: pictureUrl(product), alt: "", width: "800", height: "1000", class: "zoomed" });
      detail.style.setProperty("--zoom", String(scale));
      detail.style.setProperty("--zoom-at", `${x}% ${y}%`);
      return h("div", { class: "picture picture-square" }, detail);
    }),
  );
}

function buyBox() {
  return h(
    "div",
    { class: "buy-box" },
    breadcrumb(),
    h("p", { class: "eyebrow" }, product.brand),
    h("h1", { data: { test: "product-name" } }, product.name),
    h("p", { class: "product-price", data: { test: "product-price" } }, formatMoney(product.price), h("span", {}, "VAT included")),
    h("p", { class: "product-text" }, product.text),
    product.in_stock ? orderForm() : soldOut(),
    h("div", { id: "after-add-to-cart" }),
    promises(),
    h("dl", { class: "facts" }, product.details.map(([term, text]) => h("div", {}, h("dt", {}, term), h("dd", {}, text)))),
  );
}

function breadcrumb() {
  return h(
    "nav",
    { class: "breadcrumb", "aria-label": "Breadcrumb" },
    h("ol", {},
      h("li", {}, h("a", { href: shopUrl("index.html") }, "Home")),
      h("li", {}, h("a", { href: shopUrl("collection.html", { category: product.category }) }, categoryName(product))),
      h("li", { "aria-current": "page" }, product.name)),
  );
}

function orderForm() {
  const select = product.option && h(
    "select",
    { id: "option", name: "option", data: { test: "option" }, onchange: () => showOption(select.value) },
    product.option.values.map(([id, name]) => h("option", { value: id }, name)),
  );
  const quantity = stepper({ label: "Quantity", quantity: 1 });
  const button = h("button", { class: "button button-wide", data: { test: "add-to-cart" } }, h("span", { class: "button-label" }, "Add to cart"));

  return h(
    "form",
    { class: "order-form", onsubmit: (event) => order(event, select?.value ?? "", quantity, button) },
    select && h("div", { class: "field" }, h("label", { for: "option" }, product.option.label), select),
    h("div", { class: "order-row" }, quantity.node, button),
  );
}

function order(event, option, quantity, button) {
  event.preventDefault();
  const added = addToCart(product.sku, quantity.value(), option);
  if (added === 0) {
    notify("That is all we can send of this one.", { cartLink: true });
    return;
  }
  notify(added > 1 ? `${added} × ${product.name} are in your cart.` : `${product.name} is in your cart.`, { cartLink: true });
  const label = button.querySelector(".button-label");
  label.replaceChildren(icon(ICONS.check), "Added");
  setTimeout(() => label.replaceChildren("Add to cart"), ADDED_SHOWS_MS);
  quantity.show(1);
}

function showOption(option) {
  for (const picture of page.querySelectorAll(".gallery img")) picture.src = pictureUrl(product, option);
}

function soldOut() {
  return h(
    "div",
    { class: "sold-out" },
    h("button", { type: "button", class: "button button-wide", disabled: true, data: { test: "add-to-cart" } }, "Sold out"),
    h("p", {}, "The next kiln is in three weeks. We make about forty a year."),
  );
}

function promises() {
  return h(
    "ul",
    { class: "promises" },
    h("li", {}, product.in_stock ? "In stock, leaves us within a day" : "Back with the next firing"),
    h("li", {}, "Free shipping from €75, otherwise €4.90"),
    h("li", {}, "30 days to change your mind"),
  );
}
