// What every page starts with: header, footer, analytics of the cart, the conversation with shopbell, the privacy
// card and the demo controls. Page modules import this first and then draw their own part.
import { carryThroughDocument } from "./carry.js";
import { cartContents, onCartChange } from "./cart.js";
import { findProduct } from "./catalogue.js";
import * as analytics from "./analytics.js";
import { startConsent } from "./consent.js";
import { isLoggedIn } from "./customer.js";
import { startDemoControls } from "./demo-controls.js";
import { startConversation } from "./shopbell-bridge.js";

carryThroughDocument();
startHeader();
startNewsletter();
onCartChange(reportChange);
startConversation();
startConsent();
startDemoControls(greet);

function startHeader() {
  showCount();
  greet();
  onCartChange(showCount);

  const here = new URLSearchParams(location.search);
  const page = location.pathname.split("/").pop();
  for (const link of document.querySelectorAll(".main-nav a")) {
    const there = new URL(link.href);
    const samePage = there.pathname.split("/").pop() === page;
    const sameCategory = there.searchParams.get("category") === here.get("category");
    if (samePage && sameCategory && !here.has("q")) link.setAttribute("aria-current", "page");
  }

  const header = document.querySelector(".site-header");
  const toggle = document.querySelector(".search-toggle");
  const field = document.querySelector(".search input[type=search]");
  field.value = here.get("q") ?? "";
  toggle.addEventListener("click", () => {
    const open = header.classList.toggle("search-open");
    toggle.setAttribute("aria-expanded", String(open));
    if (open) field.focus();
  });
}

function showCount() {
  const { items } = cartContents();
  const link = document.querySelector(".cart-link");
  const count = link.querySelector("[data-test=cart-count]");
  count.textContent = String(items);
  count.classList.toggle("is-empty", items === 0);
  link.setAttribute("aria-label", `Cart, ${items} ${items === 1 ? "item" : "items"}`);
}

function greet() {
  document.querySelector(".greeting").textContent = isLoggedIn() ? "Hello, Ada · Gold" : "";
}

function reportChange({ kind, line, quantity }) {
  if (kind !== "added" && kind !== "removed") return;
  const changed = { product: findProduct(line.sku), option: line.option, quantity };
  if (kind === "added") analytics.addedToCart(changed);
  else analytics.removedFromCart(changed);
}

function startNewsletter() {
  const form = document.querySelector(".newsletter");
  const answer = form.querySelector("[role=status]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.reset();
    answer.textContent = "Thank you. In a real shop, the first letter would be on its way.";
  });
}
