// How the pictures of a walk lie in a file, with their names.

import { signed, subscript } from "../base/formats.js";
import { SIDE } from "../base/ink.js";

/**
 * @typedef {import("../pictures/layout.js").Layout} Layout
 * @typedef {import("../pictures/layout.js").PlacedText} PlacedText
 * @typedef {import("../pictures/sheet.js").Sheet} Sheet
 * @typedef {{ sheet: Sheet, title: string }} Titled
 */

const SCALE = 3; // times the pixels of a picture
const [GRID_TEXT, TEXT] = [22, 20];
const SUM_SCALE = 5;

/**
 * @param {Sheet} sheet
 * @param {number[]} values of its cells, the same on both axes
 * @param {number} axis that lies across
 * @param {string} title
 * @returns {Layout}
 */
export function planeLayout(sheet, values, axis, title) {
  const [margin, top, side] = [3 * GRID_TEXT, 2 * GRID_TEXT, sheet.width * SCALE];
  const [low, high] = [values[0], values[values.length - 1]];
  const half = side / values.length / 2;
  const below = { top: side + 3.3 * GRID_TEXT, size: GRID_TEXT };
  /** @type {{ left: number, size: number, anchor: "end" }} */
  const beside = { left: margin - 8, size: GRID_TEXT, anchor: "end" };
  return {
    width: side + margin + GRID_TEXT,
    height: side + margin + 2 * GRID_TEXT,
    sheets: [{ sheet, left: margin, top, scale: SCALE }],
    texts: [
      { text: signed(low), left: margin, ...below },
      { text: `z${subscript(axis)} = ${signed(high)}`, left: margin + side, ...below, anchor: "end" },
      { text: signed(low, 1), top: top + side - half + GRID_TEXT / 3, ...beside },
      { text: signed(high, 1), top: top + half + GRID_TEXT / 3, ...beside },
      { text: title, left: margin, top: 1.4 * GRID_TEXT, size: GRID_TEXT },
    ],
  };
}

/**
 * @param {Sheet} sheet
 * @param {string[]} names of its rows
 * @param {string} title
 * @returns {Layout}
 */
export function rowsLayout(sheet, names, title) {
  const [margin, top] = [9 * GRID_TEXT, 2 * GRID_TEXT];
  return {
    width: sheet.width * SCALE + margin + GRID_TEXT,
    height: sheet.height * SCALE + 3 * GRID_TEXT,
    sheets: [{ sheet, left: margin, top, scale: SCALE }],
    texts: [
      ...names.map((text, row) => {
        const middle = top + (row + 0.6) * SIDE * SCALE;
        return /** @type {PlacedText} */ ({ text, left: margin - 12, top: middle, size: GRID_TEXT, anchor: "end" });
      }),
      { text: title, left: margin, top: 1.4 * GRID_TEXT, size: GRID_TEXT },
    ],
  };
}

/**
 * Sheets below one another, each under its title.
 *
 * @param {Titled[]} titled
 * @param {number} scale
 * @returns {Layout}
 */
export function stacked(titled, scale) {
  const tall = SIDE * scale + 1.8 * TEXT;
  return {
    width: scale * Math.max(...titled.map(({ sheet }) => sheet.width)) + 2 * TEXT,
    height: titled.length * tall + TEXT,
    sheets: titled.map(({ sheet }, i) => ({ sheet, left: TEXT, top: i * tall + 1.5 * TEXT, scale })),
    texts: titled.map(({ title }, i) => ({ text: title, left: TEXT, top: i * tall + 1.1 * TEXT, size: TEXT })),
  };
}

/**
 * Single pictures beside one another, each under its title.
 *
 * @param {Titled[]} titled
 * @param {number} scale
 * @param {number} [size] of the titles
 * @returns {Layout}
 */
export function besideEachOther(titled, scale, size = TEXT) {
  const wide = SIDE * scale + TEXT;
  return {
    width: titled.length * wide + TEXT,
    height: SIDE * scale + 3 * TEXT,
    sheets: titled.map(({ sheet }, i) => ({ sheet, left: TEXT + i * wide, top: 2 * TEXT, scale })),
    texts: titled.map(({ title }, i) => ({ text: title, left: TEXT + i * wide, top: 1.4 * TEXT, size })),
  };
}

/**
 * A − B + C = in a row for each title.
 *
 * @param {{ title: string, terms: Sheet[] }[]} sums
 * @param {string[]} signs what stands before each term
 * @returns {Layout}
 */
export function sumsLayout(sums, signs) {
  const side = SIDE * SUM_SCALE;
  const [tall, step] = [side + 2.2 * TEXT, side + 2 * TEXT];
  const rows = sums.map(({ title, terms }, row) => {
    const top = row * tall + 1.7 * TEXT;
    const sheets = terms.map((sheet, i) => ({ sheet, left: 2 * TEXT + i * step, top, scale: SUM_SCALE }));
    const name = { text: title, left: 2 * TEXT, top: row * tall + 1.2 * TEXT, size: TEXT };
    const between = signs.map((text, i) => {
      const place = { left: TEXT + i * step, top: top + side / 2 };
      return /** @type {PlacedText} */ ({ text, ...place, size: 1.4 * TEXT, anchor: "middle" });
    });
    return { sheets, texts: [name, ...between] };
  });
  return {
    width: signs.length * step + TEXT,
    height: sums.length * tall + TEXT,
    sheets: rows.flatMap(({ sheets }) => sheets),
    texts: rows.flatMap(({ texts }) => texts),
  };
}
