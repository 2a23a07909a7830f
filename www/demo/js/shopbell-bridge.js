// Everything the shop and shopbell say to each other goes through here. The shop only ever pushes commands (an
// array works before shopbell has loaded, and its object has push too), and does what shopbell:action asks for.
import { addToCart, applyCoupon, cartContents, onCartChange } from "./cart.js";
import { categoryName, findProduct } from "./catalogue.js";
import { customer } from "./customer.js";
import { CURRENCY, toMajor } from "./money.js";
import { notify } from "./notice.js";

window.shopbell = window.shopbell || [];

const tell = (...command) => window.shopbell.push(command);

export const tellCustomer = () => tell("identify", customer());
export const tellConsent = (choice) => tell("consent", choice);
export const tellCart = () => tell("setCart", cartForShopbell());

/** Once a page view, and again when the browser brings a page back from its cache. */
export function startConversation() {
  tellCustomer();
  tellCart();
  onCartChange(tellCart);
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    tellCustomer();
    tellCart();
  });
  document.addEventListener("shopbell:action", (event) => perform(event.detail ?? {}));
}

function cartForShopbell() {
  const cart = cartContents();
  return {
    currency: CURRENCY,
    subtotal: toMajor(cart.subtotal),
    total: toMajor(cart.total),
    items: cart.items,
    lines: mergedBySku(cart.lines),
    coupons: cart.coupons,
  };
}

/** Two glazes of one mug are two lines to the shopper and one sku to the outside. */
function mergedBySku(lines) {
  const merged = new Map();
  for (const { sku, product, quantity } of lines) {
    const line = merged.get(sku);
    if (line) line.quantity += quantity;
    else {
      merged.set(sku, {
        sku,
        name: product.name,
        price: toMajor(product.price),
        quantity,
        category: categoryName(product),
        brand: product.brand,
      });
    }
  }
  return [...merged.values()];
}

function perform(action) {
  if (action.do === "apply_coupon") {
    const applied = applyCoupon(action.code);
    notify(applied ? "Your code is applied to the cart." : "This code is not valid here.", { cartLink: applied });
  }
  if (action.do === "add_to_cart") {
    const product = findProduct(action.sku);
    const added = addToCart(action.sku, action.quantity ?? 1);
    if (added > 0) notify(`${product.name} is in your cart.`, { cartLink: true });
    else notify(product ? `${product.name} could not be added.` : "This product is not in the shop.");
  }
}
