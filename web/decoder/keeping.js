// The pictures as files: side by side, with z below them.

import { save } from "../base/elements.js";
import { signed } from "../base/formats.js";
import { SIDE } from "../base/ink.js";
import { decode } from "../networks/network.js";
import { png, svg } from "../pictures/layout.js";
import { Sheet } from "../pictures/sheet.js";

const SCALE = 12;
const [TEXT, SMALL_TEXT] = [20, 13];
const WIDE = SIDE * SCALE;

/** @typedef {import("./pictures.js").Model} Model */

/**
 * @param {() => { models: Model[] | null, z: Float64Array }} current
 * @returns {Record<string, () => unknown>} what makes a file, by its kind
 */
export function keepersOf(current) {
  const keeper = (/** @type {(models: Model[], z: Float64Array) => unknown} */ keep) => () => {
    const { models, z } = current();
    if (models) keep(models, z);
  };
  return {
    PNG: keeper(async (models, z) => save(await png(layout(models, z)), "latent-space.png")),
    SVG: keeper((models, z) => save(svg(layout(models, z), titleOf(models)), "latent-space.svg")),
  };
}

/** @param {Model[]} models */
const titleOf = (models) => models.map(({ title }) => title).join(" · ");

/**
 * @param {Model[]} models
 * @param {Float64Array} z
 * @returns {import("../pictures/layout.js").Layout}
 */
function layout(models, z) {
  const left = (/** @type {number} */ i) => TEXT + i * (WIDE + TEXT);
  const sheets = models.map(({ kind, layers }, i) => {
    const sheet = new Sheet(1, 1, kind);
    sheet.paint(0, decode(layers, z));
    return { sheet, left: left(i), top: 2 * TEXT, scale: SCALE };
  });
  const names = models.map(({ label }, i) => ({ text: label, left: left(i), top: 1.5 * TEXT, size: TEXT }));
  const text = `z = (${Array.from(z, (value) => signed(value)).join(", ")})`;
  const place = { text, left: TEXT, top: WIDE + 3.3 * TEXT, size: z.length > 2 ? SMALL_TEXT : TEXT };
  return { width: left(models.length), height: WIDE + 4 * TEXT, sheets, texts: [...names, place] };
}
