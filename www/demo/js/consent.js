// The privacy card: two answers of equal weight, remembered, asked again from the footer. Until someone answers,
// shopbell is told nothing. Never modal: the shop works with the card open.
import { h } from "./dom.js";
import { recall, remember } from "./storage.js";
import { tellConsent } from "./shopbell-bridge.js";

const everything = (allowed) => ({ analytics: allowed, marketing: allowed, preferences: allowed });

let card = null;
let openedFrom = null;

export function startConsent() {
  const choice = rememberedChoice();
  if (choice) tellConsent(choice);
  else showCard();
  for (const opener of document.querySelectorAll("[data-privacy-choices]")) {
    opener.addEventListener("click", () => showCard(opener));
  }
}

function rememberedChoice() {
  const stored = recall("consent");
  const names = Object.keys(everything(false));
  if (!names.every((name) => typeof stored?.[name] === "boolean")) return null;
  return Object.fromEntries(names.map((name) => [name, stored[name]]));
}

function showCard(opener = null) {
  openedFrom = opener;
  if (!card) {
    card = h(
      "section",
      { class: "consent", role: "region", "aria-label": "Privacy choices", data: { test: "consent" } },
      h("p", {}, "May we count visits and remember what you like? The shop works either way."),
      h(
        "div",
        { class: "consent-answers" },
        answerButton("Accept", "consent-accept", true),
        answerButton("Only necessary", "consent-necessary", false),
      ),
    );
    document.body.append(card);
  }
  if (opener) card.querySelector("button").focus();
}

function answerButton(text, test, allowed) {
  return h(
    "button",
    { type: "button", class: "button button-small button-quiet", data: { test }, onclick: () => answer(allowed) },
    text,
  );
}

function answer(allowed) {
  const choice = everything(allowed);
  remember("consent", choice);
  card.remove();
  card = null;
  openedFrom?.focus();
  tellConsent(choice);
}
