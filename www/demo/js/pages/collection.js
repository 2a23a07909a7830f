// A collection: everything, one category (?category=) or the finds of a search (?q=), sorted as asked (?sort=).
import "../shop.js";
import * as analytics from "../analytics.js";
import { fillGrid } from "../cards.js";
import { shopUrl } from "../carry.js";
import { categories, findCategory, products, search, sorted } from "../catalogue.js";
import { h } from "../dom.js";

const query = new URLSearchParams(location.search);
const searched = (query.get("q") ?? "").trim();
const category = findCategory(query.get("category"));
const shown = shownProducts();

document.querySelector("#collection-title").textContent = title();
document.querySelector("#collection-intro").textContent = intro();
showFilters();
startSorting();
draw();
showOtherShelves();
document.querySelector("#collection-page").dataset.state = "drawn";
analytics.viewedList(category?.id ?? (searched ? "search" : "everything"), title(), shown);

function shownProducts() {
  if (searched) return search(searched);
  return category ? products.filter((product) => product.category === category.id) : products;
}

function title() {
  if (searched) return `“${searched}”`;
  return category?.name ?? "Everything";
}

function intro() {
  if (category && !searched) return category.intro;
  if (!searched) return "The whole shelf. It is a short one; we would rather know every piece by heart.";
  return shown.length > 0
    ? "Found on the shelf."
    : "Nothing on the shelf answers to that. Try “mug”, “linen” or “candle”.";
}

function showFilters() {
  const choices = [{ id: null, name: "Everything" }, ...categories];
  document.querySelector("#collection-filters").replaceChildren(
    ...choices.map(({ id, name }) =>
      h("li", {}, h(
        "a",
        {
          class: "pill",
          href: shopUrl("collection.html", id ? { category: id } : {}),
          "aria-current": !searched && (category?.id ?? null) === id ? "page" : null,
        },
        name,
      )),
    ),
  );
}

function startSorting() {
  const select = document.querySelector("#sort");
  if ([...select.options].some((option) => option.value === query.get("sort"))) select.value = query.get("sort");
  select.addEventListener("change", () => {
    const url = new URL(location.href);
    url.searchParams.set("sort", select.value);
    history.replaceState(null, "", url);
    draw();
  });
}

function draw() {
  const ordering = document.querySelector("#sort").value;
  fillGrid(document.querySelector("#collection-list"), sorted(shown, ordering), { eager: 4 });
  document.querySelector("#collection-count").textContent = `${shown.length} ${shown.length === 1 ? "piece" : "pieces"}`;
}

/** Below a category or a search: four pieces that it does not show. */
function showOtherShelves() {
  const others = products.filter((product) => !shown.includes(product) && product.in_stock);
  const everyThird = [...others].sort((a, b) => (others.indexOf(a) % 3) - (others.indexOf(b) % 3));
  document.querySelector("#other-shelves").hidden = others.length === 0;
  fillGrid(document.querySelector("#other-shelves-list"), everyThird.slice(0, 4));
}
