// The parts of plotly.js: each is fetched once for all figures of a page.

import { element } from "../base/elements.js";
import { once } from "../base/once.js";

/**
 * @typedef {object} Library what is used of it
 * @property {(plot: HTMLElement, data: object[], layout: object, config: object) => Promise<unknown>} react
 * @property {(plot: HTMLElement) => void} purge
 * @property {(plot: HTMLElement, settings: object) => Promise<string>} toImage
 * @property {{ resize(plot: HTMLElement): void }} Plots
 */

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

/** The library at an address. */
export const fetchPlotly = once(load);
