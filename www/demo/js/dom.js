// h(): one way to build nodes, from names and text only. Markup never comes from a string.

/** h("a", { class: "brand", href: "…", onclick: fn, data: { test: "x" } }, "text", node, …) */
export function h(name, properties = {}, ...children) {
  return fill(document.createElement(name), properties, children);
}

/** The same for the few SVG icons that scripts draw. */
export function icon(path, label = "") {
  const SVG = "http://www.w3.org/2000/svg";
  const drawing = fill(document.createElementNS(SVG, "svg"), {
    class: "icon", viewBox: "0 0 24 24", width: "20", height: "20",
    ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }),
  }, []);
  drawing.append(fill(document.createElementNS(SVG, "path"), { d: path }, []));
  return drawing;
}

function fill(node, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "data") Object.assign(node.dataset, value);
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const ICONS = {
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  check: "M5 12.5l4.5 4.5L19 7.5",
  close: "M6 6l12 12M18 6L6 18",
};
