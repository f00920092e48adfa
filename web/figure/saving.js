// A figure as a file: a picture, or a page that holds it and what draws it.

import { element, find, save } from "../base/elements.js";
import { png, svg } from "../pictures/layout.js";
import { mounted, WIDE } from "../pictures/mount.js";

const SCALE = 2; // of a figure on a slide: its letters are made for a page

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

/** Of a figure in a file, in its own pixels. @param {number} onPage its width there */
export const widthInFile = (onPage) => Math.max(onPage, WIDE / SCALE);

/**
 * @param {import("./library.js").Library} library
 * @param {Figure} figure
 * @param {(plot: import("./plotly.js").Plot) => string} marks what lies over it
 * @param {{ format: string, title: string, filename: string }} file named without its ending
 */
export async function savePicture(library, figure, marks, { format, title, filename }) {
  const { data, layout: { width, height } } = figure;
  const plot = /** @type {any} */ (element("div")); // plotly makes a Plot of it
  await library.react(plot, data, figure.layout, { staticPlot: true });
  const markup = await library.toImage(plot, { format: "svg", width, height, imageDataOnly: true });
  const drawings = [markup, marks(plot)].map((markup) => ({ markup, left: 0, top: 0, scale: SCALE }));
  library.purge(plot);
  const bare = { width: SCALE * width, height: SCALE * height, sheets: [], texts: [], drawings };
  const layout = mounted(bare, { title, address: location.href });
  save(format === "png" ? await png(layout) : svg(layout, title), `${filename}.${format}`);
}

/**
 * @param {string} source where the library is
 * @param {Figure} figure
 * @param {string} title
 * @param {string} filename without its ending
 */
export async function savePage(source, figure, title, filename) {
  const library = await (await fetch(source)).text();
  save(
    new Blob([standalone({ title, address: location.href }, library, figure)], { type: "text/html" }),
    `${filename}.html`,
  );
}

/**
 * A page that holds a figure and the library that draws it: it needs no network.
 *
 * @param {import("../pictures/mount.js").Words} words
 * @param {string} library
 * @param {Figure} figure
 */
export function standalone({ title, address }, library, figure) {
  const quoted = (/** @type {unknown} */ value) => JSON.stringify(value).replaceAll("<", "\\u003c");
  return `<!doctype html><meta charset="utf-8"><title></title>
<h1></h1><div id="figure"></div><p></p>
<script>${library.replaceAll("</script", "<\\/script")}</script>
<script>document.title = document.querySelector("h1").textContent = ${quoted(title)};
document.querySelector("p").textContent = ${quoted(address)}; const { data, layout } = ${quoted(figure)};
Plotly.newPlot("figure", data, layout);</script>`;
}
