// The coupon field: applies a code, says what happened next to the field, and lists applied codes with a way out.
import { applyCoupon, cartContents, onCartChange, removeCoupon } from "./cart.js";
import { h, icon, ICONS } from "./dom.js";

export function startCouponForm(form) {
  const field = form.querySelector("input");
  const message = form.querySelector("[role=status]");
  const applied = form.querySelector(".applied-coupons");

  function say(text, wrong = false) {
    message.textContent = text;
    message.classList.toggle("is-error", wrong);
    field.setAttribute("aria-invalid", String(wrong));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = field.value.trim();
    if (!code) say("Type a code first.", true);
    else if (applyCoupon(code)) {
      form.reset();
      say(`${code.toUpperCase()} is applied.`);
    } else say(`“${code}” is not a code we know. Check for a missing dash.`, true);
  });

  const draw = () => applied.replaceChildren(...cartContents().coupons.map(tag));
  const tag = (code) =>
    h("li", { class: "coupon-tag", data: { test: "applied-coupon" } },
      h("code", {}, code),
      h("button", {
        type: "button", class: "icon-button", "aria-label": `Remove the code ${code}`,
        onclick: () => {
          removeCoupon(code);
          say(`${code} is removed.`);
          field.focus();
        },
      }, icon(ICONS.close)));

  draw();
  onCartChange(draw);
}
