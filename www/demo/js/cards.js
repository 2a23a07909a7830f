// A product card and the rows made of them, as the home page, collections, product pages and the empty cart use them.
import { addToCart } from "./cart.js";
import { pictureUrl, productUrl } from "./catalogue.js";
import { h, icon, ICONS } from "./dom.js";
import { formatMoney } from "./money.js";
import { notify } from "./notice.js";

/** Fills a list element; the first few pictures of a page's main list load at once. */
export function fillGrid(list, products, { eager = 0 } = {}) {
  list.replaceChildren(...products.map((product, index) => h("li", {}, productCard(product, index < eager))));
}

function productCard(product, eager) {
  return h(
    "article",
    { class: "card", data: { test: "product-card", sku: product.sku } },
    h(
      "a",
      { class: "card-link", href: productUrl(product) },
      h(
        "span",
        { class: "picture" },
        h("img", { src: pictureUrl(product), alt: "", width: "800", height: "1000", loading: eager ? "eager" : "lazy", decoding: "async" }),
        badge(product),
      ),
      h("span", { class: "card-name" }, product.name),
      h("span", { class: "card-line" }, product.line),
      h("span", { class: "card-price" }, formatMoney(product.price)),
    ),
    product.in_stock &&
      h(
        "button",
        {
          type: "button", class: "quick-add", "aria-label": `Add ${product.name} to the cart`,
          data: { test: "quick-add" }, onclick: () => quickAdd(product),
        },
        icon(ICONS.plus),
      ),
  );
}

function badge(product) {
  if (!product.in_stock) return h("span", { class: "badge" }, "Sold out");
  return product.tags.includes("new") ? h("span", { class: "badge" }, "New") : null;
}

function quickAdd(product) {
  const added = addToCart(product.sku, 1);
  notify(added > 0 ? `${product.name} is in your cart.` : "That is all we can send of this one.", { cartLink: true });
}
