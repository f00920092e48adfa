// The parts of plotly.js: each is fetched once for all figures of a page.

import { element } from "../base/elements.js";

/**
 * @typedef {object} Library what is used of it
 * @property {(plot: HTMLElement, data: object[], layout: object, config: object) => Promise<unknown>} react
 * @property {(plot: HTMLElement) => void} purge
 * @property {(figure: object, settings: object) => Promise<unknown>} downloadImage
 * @property {{ resize(plot: HTMLElement): void }} Plots
 */

/** @type {Map<string, Promise<Library>>} by address */
const fetched = new Map();

/**
 * The library at `url`; where it could not be fetched, it can be asked for again.
 *
 * @param {string} url
 */
export function fetchPlotly(url) {
  const library = fetched.get(url) ?? load(url);
  fetched.set(url, library);
  library.catch(() => fetched.delete(url));
  return library;
}

/**
 * It is no module: it puts itself onto the page, in place of the one before it.
 *
 * @param {string} src
 * @returns {Promise<Library>}
 */
const load = (src) =>
  new Promise((resolve, reject) => {
    const onload = () => resolve(/** @type {any} */ (globalThis).Plotly);
    document.head.append(element("script", { src, onload, onerror: () => reject(new Error(src)) }));
  });
