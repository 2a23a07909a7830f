// What a shop's server would do, done before shopbell loads: finish a reset that "Start as a new visitor" began,
// and fill this page's declaration. A classic script ahead of the shopbell tag, so the order is certain.
// It may only touch storage, the declaration and the title; the page itself belongs to the modules.
(() => {
  document.documentElement.classList.add("js");

  try {
    // Scripts may save once more while the old page goes away, so the clearing happens again here.
    if (sessionStorage.getItem("demo-shop.reset")) {
      localStorage.clear();
      sessionStorage.clear();
    }
  } catch {
    // Storage is blocked: every visit is a new one already.
  }

  const declaration = document.querySelector("script[data-shopbell]");
  const shelf = globalThis.kilnAndLinden;
  if (!declaration || !shelf) return;

  const declared = JSON.parse(declaration.textContent);
  const query = new URLSearchParams(location.search);

  if (declared.page.type === "collection") {
    const category = shelf.categories.find((each) => each.id === query.get("category"));
    const searched = (query.get("q") ?? "").trim();
    if (category) declared.page.title = category.name;
    else if (searched) declared.page.title = `Search: ${searched}`;
  }

  if (declared.page.type === "product") {
    const product = shelf.products.find((each) => each.sku === query.get("sku"));
    if (product) {
      declared.page.title = product.name;
      declared.page.product = {
        sku: product.sku,
        name: product.name,
        price: product.price / 100,
        category: shelf.categories.find((each) => each.id === product.category).name,
        brand: product.brand,
        tags: product.tags,
        in_stock: product.in_stock,
      };
    }
  }

  // The text node is edited rather than the script's text set: Trusted Types guards the latter.
  declaration.firstChild.data = JSON.stringify(declared);
  document.title = `${declared.page.title} · Kiln & Linden`;
})();
