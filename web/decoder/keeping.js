// What leaves the page: the pictures as files, side by side with z below them, and the models themselves.

import { save } from "../base/elements.js";
import { signed } from "../base/formats.js";
import { SIDE } from "../base/ink.js";
import { decode } from "../networks/network.js";
import { takeAlong } from "../pictures/along.js";
import { takeAway } from "../pictures/keeping.js";
import { png, svg } from "../pictures/layout.js";
import { mounted, timesOnSlide } from "../pictures/mount.js";
import { Sheet } from "../pictures/sheet.js";

const TEXT = 30;
const TEXTS = 50; // of its heights make up the width that z may take: a line of text, with all its numbers

/** @typedef {import("./pictures.js").Model} Model */

/**
 * A row of buttons.
 *
 * @param {import("./pictures.js").Described[]} models
 * @param {Record<string, any>} text
 * @param {() => { models: Model[] | null, z: Float64Array }} current
 * @param {import("../pictures/present.js").Presenter} presenter
 * @param {AbortSignal} signal
 */
export function waysOut(models, text, current, presenter, signal) {
  return [...takeAway(text, presenter, keepersOf(text.title, current)), takeAlong(models, text, signal)];
}

/**
 * @param {string} title
 * @param {() => { models: Model[] | null, z: Float64Array }} current
 * @returns {Record<string, () => unknown>} what makes a file, by its kind
 */
function keepersOf(title, current) {
  const keeper = (/** @type {(layout: import("../pictures/layout.js").Layout) => unknown} */ keep) => () => {
    const { models, z } = current();
    if (models) keep(mounted(layoutOf(models, z), { title, address: location.href }));
  };
  return {
    PNG: keeper(async (layout) => save(await png(layout), "latent-space.png")),
    SVG: keeper((layout) => save(svg(layout, title), "latent-space.svg")),
  };
}

/**
 * @param {Model[]} models
 * @param {Float64Array} z
 * @returns {import("../pictures/layout.js").Layout}
 */
function layoutOf(models, z) {
  const scale = timesOnSlide(SIDE * models.length);
  const wide = SIDE * scale;
  const left = (/** @type {number} */ i) => TEXT + i * (wide + TEXT);
  const sheets = models.map(({ kind, layers }, i) => {
    const sheet = new Sheet(1, 1, kind);
    sheet.paint(0, decode(layers, z));
    return { sheet, left: left(i), top: 1.7 * TEXT, scale };
  });
  const names = models.map(({ title }, i) => ({ text: title, left: left(i), top: 1.2 * TEXT, size: TEXT }));
  const text = `z = (${Array.from(z, (value) => signed(value)).join(", ")})`;
  const size = Math.min(TEXT, Math.floor((TEXTS * TEXT) / text.length));
  const place = { text, left: TEXT, top: wide + 3 * TEXT, size };
  return { width: left(models.length), height: wide + 3.5 * TEXT, sheets, texts: [...names, place] };
}
