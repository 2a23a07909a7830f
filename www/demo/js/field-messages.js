// Form checks in the shop's own words: the browser decides what is valid, the message stands below its field and is
// tied to it by aria-describedby, and a failed submit leads to the first field that needs attention.
import { h } from "./dom.js";

export function startFieldMessages(form, whenValid) {
  form.noValidate = true;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = [...form.elements].filter((field) => field.willValidate && !check(field));
    if (wrong.length > 0) wrong[0].focus();
    else whenValid();
  });

  // A complaint goes as soon as it is settled; a new one waits until the field is left.
  form.addEventListener("input", ({ target }) => {
    if (target.getAttribute("aria-invalid") === "true") check(target);
  });
  form.addEventListener("change", ({ target }) => {
    if (target.willValidate && target.value !== "") check(target);
  });
}

function check(field) {
  const valid = field.validity.valid;
  const message = messageNode(field);
  if (!message) return valid;
  message.textContent = valid ? "" : (field.dataset.message ?? field.validationMessage);
  field.setAttribute("aria-invalid", String(!valid));
  return valid;
}

function messageNode(field) {
  if (!field.id || field.type === "radio" || field.type === "checkbox") return null;
  const id = `${field.id}-message`;
  const existing = document.getElementById(id);
  if (existing) return existing;

  const node = h("p", { class: "field-message", id });
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
  field.after(node);
  return node;
}
