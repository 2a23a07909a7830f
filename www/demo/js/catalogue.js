// Questions one can ask of the shelf: by sku, by category, by search, what goes well together.
import "./products.js";
import { shopUrl } from "./carry.js";

export const { products, categories } = globalThis.kilnAndLinden;

const bySku = new Map(products.map((product) => [product.sku, product]));

export const findProduct = (sku) => bySku.get(sku);
export const findCategory = (id) => categories.find((category) => category.id === id);
export const categoryName = (product) => findCategory(product.category).name;
export const productUrl = (product) => shopUrl("product.html", { sku: product.sku });

/** The picture's address; most pictures know the colour that an option names. */
export const pictureUrl = (product, optionId = "") => `img/${product.picture}.svg${optionId ? `#${optionId}` : ""}`;

export function optionName(product, optionId) {
  return product.option?.values.find(([id]) => id === optionId)?.[1] ?? "";
}

export const withTag = (tag) => products.filter((product) => product.tags.includes(tag));

export function search(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return products.filter((product) => {
    const text = [product.name, product.line, product.text, product.brand, categoryName(product), ...product.tags]
      .join(" ")
      .toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

const ORDERINGS = {
  featured: () => 0,
  "price-up": (a, b) => a.price - b.price,
  "price-down": (a, b) => b.price - a.price,
  name: (a, b) => a.name.localeCompare(b.name),
};

export const sorted = (list, ordering) => [...list].sort(ORDERINGS[ordering] ?? ORDERINGS.featured);

/** Four others, one of the same kind first, then across the shelf; never a sold-out one. */
export function goesWith(product) {
  const others = products.filter((other) => other.sku !== product.sku && other.in_stock);
  const kin = others.filter((other) => other.category === product.category);
  const rest = others.filter((other) => other.category !== product.category);
  const start = products.indexOf(product) % rest.length;
  return [kin[0], ...rest.slice(start), ...rest.slice(0, start)].filter(Boolean).slice(0, 4);
}
