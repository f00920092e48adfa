// A figure as a file: a picture, or a page that holds it and what draws it.

import { find, save } from "../base/elements.js";

/** @typedef {{ data: object[], layout: Record<string, any> }} Figure as plotly takes it */

/**
 * The menu of formats: it closes when one is chosen, or when the focus leaves it.
 *
 * @param {HTMLDetailsElement} menu
 * @param {(format: string) => void} choose
 */
export function listenToMenu(menu, choose) {
  for (const button of menu.querySelectorAll("button")) {
    button.onclick = () => {
      menu.open = false;
      choose(button.textContent.toLowerCase());
    };
  }
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && menu.contains(relatedTarget))) menu.open = false;
  });
}

/**
 * @param {HTMLDetailsElement} menu
 * @param {string} name
 */
export function nameMenu(menu, name) {
  const summary = find(menu, "summary");
  summary.title = name;
  summary.setAttribute("aria-label", name);
}

/**
 * @param {import("./library.js").Library} library
 * @param {Figure} figure
 * @param {string} format
 * @param {string} filename without its ending
 */
export async function savePicture(library, figure, format, filename) {
  const { width, height } = figure.layout;
  const scale = format === "png" ? 2 : 1;
  await library.downloadImage(figure, { format, filename, width, height, scale });
}

/**
 * @param {string} source where the library is
 * @param {Figure} figure
 * @param {string} title
 * @param {string} filename without its ending
 */
export async function savePage(source, figure, title, filename) {
  const library = await (await fetch(source)).text();
  save(new Blob([standalone(title, library, figure)], { type: "text/html" }), `${filename}.html`);
}

/**
 * A page that holds a figure and the library that draws it: it needs no network.
 *
 * @param {string} title
 * @param {string} library
 * @param {Figure} figure
 */
export function standalone(title, library, figure) {
  const quoted = (/** @type {unknown} */ value) => JSON.stringify(value).replaceAll("<", "\\u003c");
  return `<!doctype html><meta charset="utf-8"><title></title><div id="figure"></div>
<script>${library.replaceAll("</script", "<\\/script")}</script>
<script>document.title = ${quoted(title)}; const { data, layout } = ${quoted(figure)};
Plotly.newPlot("figure", data, layout);</script>`;
}
