// The buttons above the maps.

import { button } from "../base/elements.js";
import { filled } from "../base/formats.js";

const CLOSER = 1.5;
const KINDS = /** @type {const} */ (["PNG", "SVG"]); // of files

/**
 * @typedef {typeof KINDS[number]} Kind
 *
 * @typedef {object} Maps what they are for
 * @property {boolean} isPlain nothing can be chosen
 * @property {boolean} isArmed the next drag draws an outline
 * @property {(factor: number) => void} zoom
 * @property {() => void} fit
 * @property {(isArmed: boolean) => void} armLasso
 * @property {(points: number[], lasso: null) => void} select
 * @property {(kind: Kind) => void} takeAway
 *
 * @typedef {{ all: HTMLElement[], lasso: HTMLButtonElement, clear: HTMLButtonElement }} Tools
 */

/**
 * @param {Record<string, string>} text
 * @param {Maps} maps
 * @returns {Tools}
 */
export function toolsFor(text, maps) {
  const closer = button("+", () => maps.zoom(CLOSER), { title: text.closer, label: text.closer });
  const farther = button("−", () => maps.zoom(1 / CLOSER), { title: text.farther, label: text.farther });
  const fit = button(text.fit, () => maps.fit(), { label: text.fit });
  const lasso = button(text.lasso, () => maps.armLasso(!maps.isArmed), { title: text.lasso_help });
  const clear = button(text.clear, () => maps.select([], null));
  const pictures = KINDS.map((kind) =>
    button(kind, () => maps.takeAway(kind), { title: text.keep_help, label: filled(text.save_as, { kind }) })
  );
  return { all: [closer, farther, fit, ...(maps.isPlain ? [] : [lasso, clear, ...pictures])], lasso, clear };
}

/**
 * @param {Tools} tools
 * @param {import("./panel.js").Panel[]} panels
 * @param {boolean} isArmed the next drag draws an outline
 */
export function showArmed({ lasso }, panels, isArmed) {
  lasso.setAttribute("aria-pressed", String(isArmed));
  panels.forEach(({ face }) => face.field.classList.toggle("lassoing", isArmed));
}
