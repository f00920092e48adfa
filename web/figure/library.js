// plotly.js: fetched once for all figures of a page.

import { element } from "../base/elements.js";

/**
 * @typedef {object} Library what is used of it
 * @property {(plot: HTMLElement, data: object[], layout: object, config: object) => Promise<unknown>} react
 * @property {(plot: HTMLElement) => void} purge
 * @property {(figure: object, settings: object) => Promise<unknown>} downloadImage
 * @property {{ resize(plot: HTMLElement): void }} Plots
 */

/** @type {Promise<Library> | null} */
let fetched = null;

/**
 * The library at `url`; where it could not be fetched, it can be asked for again.
 *
 * @param {string} url
 */
export function fetchPlotly(url) {
  fetched ??= load(url).catch((error) => {
    fetched = null;
    throw error;
  });
  return fetched;
}

/**
 * It is no module: it puts itself onto the page.
 *
 * @param {string} src
 * @returns {Promise<Library>}
 */
const load = (src) =>
  new Promise((resolve, reject) => {
    const onload = () => resolve(/** @type {any} */ (globalThis).Plotly);
    document.head.append(element("script", { src, onload, onerror: () => reject(new Error(src)) }));
  });
