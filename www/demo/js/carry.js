// Carries shopbell's own query parameters along: once a page was opened with ?shopbell_debug=1 or with
// ?shopbell_preview=…, every link, form and redirect inside the shop keeps them.
const CARRIED = ["shopbell_debug", "shopbell_preview"];

function carried() {
  const here = new URLSearchParams(location.search);
  return CARRIED.filter((name) => here.has(name)).map((name) => [name, here.get(name)]);
}

/** A relative address inside the shop, with its own parameters and the carried ones. */
export function shopUrl(page, parameters = {}) {
  const query = new URLSearchParams([...Object.entries(parameters), ...carried()]).toString();
  return query ? `${page}?${query}` : page;
}

/** Links and forms written in the HTML files learn the carried parameters once, at the start. */
export function carryThroughDocument() {
  const extra = carried();
  if (extra.length === 0) return;

  for (const link of document.querySelectorAll("a[href]")) {
    const url = new URL(link.getAttribute("href"), location.href);
    const staysHere = url.pathname === location.pathname && url.search === "" && url.hash !== "";
    if (url.origin !== location.origin || staysHere) continue;
    for (const [name, value] of extra) url.searchParams.set(name, value);
    link.href = url.href;
  }

  for (const form of document.querySelectorAll("form[action]")) {
    for (const [name, value] of extra) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
  }
}
