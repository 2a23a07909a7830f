// The short list of what is being bought, for the checkout summary and the thank-you page.
import { optionName, pictureUrl } from "./catalogue.js";
import { h } from "./dom.js";
import { formatMoney } from "./money.js";

/** Lines are { product, option, quantity }. */
export function drawOrderLines(list, lines) {
  list.replaceChildren(
    ...lines.map(({ product, option, quantity }) =>
      h(
        "li",
        { class: "order-line" },
        h("span", { class: "picture" }, h("img", { src: pictureUrl(product, option), alt: "", width: "800", height: "1000" })),
        h("span", { class: "order-line-text" },
          h("strong", {}, product.name),
          h("span", {}, [optionName(product, option), `Quantity ${quantity}`].filter(Boolean).join(" · "))),
        h("span", { class: "order-line-total" }, formatMoney(product.price * quantity)),
      ),
    ),
  );
}
