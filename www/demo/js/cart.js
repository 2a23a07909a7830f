// The cart: lines of sku, option and quantity, and coupon codes. Everything else (names, prices, totals) is
// worked out from the catalogue when asked. Announces each change once, whoever made it, in this tab or another.
import { findProduct } from "./catalogue.js";
import { findCoupon } from "./coupons.js";
import { recall, remember, whenChangedElsewhere } from "./storage.js";

const MOST_OF_ONE = 20;
const SHIPPING = 490;
export const FREE_SHIPPING_FROM = 7500;

const changes = new EventTarget();
let state = restored();

/** Calls back after every change with what happened: { kind, line?, quantity? }. */
export function onCartChange(callback) {
  changes.addEventListener("change", (event) => callback(event.detail));
}

/** Lines with their products, and the totals in cents. The discount is taken before shipping is. */
export function cartContents() {
  const lines = state.lines.map((line) => {
    const product = findProduct(line.sku);
    return { ...line, key: keyOf(line), product, total: product.price * line.quantity };
  });
  const items = lines.reduce((sum, line) => sum + line.quantity, 0);
  const subtotal = lines.reduce((sum, line) => sum + line.total, 0);
  const percent = Math.max(0, ...state.coupons.map((code) => findCoupon(code).percent));
  const discount = Math.round((subtotal * percent) / 100);
  const shipping = items === 0 || subtotal - discount >= FREE_SHIPPING_FROM ? 0 : SHIPPING;
  return { lines, items, subtotal, discount, shipping, total: subtotal - discount + shipping, coupons: [...state.coupons] };
}

/** Adds and answers how many were added: 0 when the product is unknown, sold out or already at the limit. */
export function addToCart(sku, quantity = 1, option = "") {
  const product = findProduct(sku);
  if (!product?.in_stock) return 0;

  const wanted = { sku, option: knownOption(product, option), quantity: 0 };
  const line = state.lines.find((each) => keyOf(each) === keyOf(wanted)) ?? wanted;
  const added = clamp(line.quantity + quantity) - line.quantity;
  if (added <= 0) return 0;
  if (!state.lines.includes(line)) state.lines.push(line);
  line.quantity += added;
  commit({ kind: "added", line, quantity: added });
  return added;
}

export function setQuantity(key, quantity) {
  const line = state.lines.find((each) => keyOf(each) === key);
  if (!line) return;
  const next = quantity < 1 ? 0 : clamp(quantity);
  const difference = next - line.quantity;
  if (difference === 0) return;
  line.quantity = next;
  state.lines = state.lines.filter((each) => each.quantity > 0);
  commit({ kind: difference > 0 ? "added" : "removed", line, quantity: Math.abs(difference) });
}

/** True when the code is one of ours; a code that is already there stays there once. */
export function applyCoupon(code) {
  const coupon = findCoupon(code);
  if (!coupon) return false;
  if (!state.coupons.includes(coupon.code)) {
    state.coupons.push(coupon.code);
    commit({ kind: "coupon" });
  }
  return true;
}

export function removeCoupon(code) {
  state.coupons = state.coupons.filter((each) => each !== code);
  commit({ kind: "coupon" });
}

export function emptyCart() {
  state = { lines: [], coupons: [] };
  commit({ kind: "emptied" });
}

function keyOf(line) {
  return `${line.sku}/${line.option}`;
}

function clamp(quantity) {
  return Math.min(MOST_OF_ONE, Math.max(0, Math.trunc(quantity) || 0));
}

function knownOption(product, option) {
  return product.option?.values.some(([id]) => id === option) ? option : "";
}

function commit(change) {
  remember("cart", state);
  changes.dispatchEvent(new CustomEvent("change", { detail: change }));
}

function restored() {
  const stored = recall("cart");
  const lines = Array.isArray(stored?.lines) ? stored.lines : [];
  const coupons = Array.isArray(stored?.coupons) ? stored.coupons : [];
  return {
    lines: lines
      .filter((line) => findProduct(line?.sku)?.in_stock && clamp(line.quantity) > 0)
      .map((line) => ({ sku: line.sku, option: knownOption(findProduct(line.sku), line.option), quantity: clamp(line.quantity) })),
    coupons: coupons.filter((code) => typeof code === "string" && findCoupon(code)),
  };
}

function readAgain() {
  const before = JSON.stringify(state);
  state = restored();
  if (JSON.stringify(state) !== before) changes.dispatchEvent(new CustomEvent("change", { detail: { kind: "elsewhere" } }));
}

whenChangedElsewhere("cart", readAgain);
addEventListener("pageshow", (event) => {
  if (event.persisted) readAgain();
});
