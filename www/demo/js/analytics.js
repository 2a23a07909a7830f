// The shop's data layer: GA4 ecommerce events, pushed as any shop with a tag manager would.
// `price` is per unit, `value` is in major units; a line is { product, option?, quantity? }.
import { categoryName, optionName } from "./catalogue.js";
import { CURRENCY, toMajor } from "./money.js";

function push(event, ecommerce) {
  window.dataLayer = window.dataLayer || [];
  window.dataLayer.push({ event, ecommerce: { currency: CURRENCY, ...ecommerce } });
}

function toItem({ product, option, quantity = 1 }) {
  const variant = optionName(product, option ?? "");
  return {
    item_id: product.sku,
    item_name: product.name,
    price: toMajor(product.price),
    quantity,
    item_category: categoryName(product),
    item_brand: product.brand,
    ...(variant ? { item_variant: variant } : {}),
  };
}

const valueOf = (lines) => toMajor(lines.reduce((sum, { product, quantity = 1 }) => sum + product.price * quantity, 0));
const sold = (lines) => ({ value: valueOf(lines), items: lines.map(toItem) });

export const viewedList = (listId, listName, products) =>
  push("view_item_list", {
    item_list_id: listId,
    item_list_name: listName,
    items: products.map((product, index) => ({ ...toItem({ product }), index })),
  });

export const viewedItem = (product) => push("view_item", sold([{ product }]));
export const addedToCart = (line) => push("add_to_cart", sold([line]));
export const removedFromCart = (line) => push("remove_from_cart", sold([line]));
export const viewedCart = (lines) => push("view_cart", sold(lines));
export const beganCheckout = (lines, coupons) => push("begin_checkout", { ...sold(lines), ...couponField(coupons) });

/** As real shops do, the thank-you page says this again on every reload, with the same transaction id. */
export const purchased = (order, lines) =>
  push("purchase", {
    transaction_id: order.number,
    value: toMajor(order.total),
    shipping: toMajor(order.shipping),
    ...couponField(order.coupons),
    items: lines.map(toItem),
  });

const couponField = (coupons) => (coupons.length > 0 ? { coupon: coupons.join(",") } : {});
