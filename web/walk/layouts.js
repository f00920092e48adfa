// How the pictures of a walk lie in a file, with their names and axes.

import { SIDE } from "../base/ink.js";
import { timesOnSlide } from "../pictures/mount.js";

/**
 * @typedef {import("../pictures/layout.js").Layout} Layout
 * @typedef {import("../pictures/layout.js").PlacedText} PlacedText
 * @typedef {import("../pictures/sheet.js").Sheet} Sheet
 * @typedef {{ sheet: Sheet, title: string }} Titled
 * @typedef {{ text: string, cell: number }} Tick at the middle of a cell, counted from 0
 */

const TEXT = 30; // pixels high, on a slide
const FILM_GAP = 40; // around the pictures of a film
const TEXTS = 60; // of their heights make up a plane's side
const AXIS_NAME = 0.42; // of a plane's side, where the name of an axis stands: on the page as well (walk.css)

/**
 * @param {Sheet} sheet
 * @param {Tick[]} ticks the same on both axes, rising
 * @param {string[]} names of the axes, across and up
 * @param {string} title
 * @returns {Layout}
 */
export function planeLayout(sheet, ticks, [across, up], title) {
  const scale = timesOnSlide(sheet.width);
  const side = sheet.width * scale;
  const size = Math.round(side / TEXTS);
  const [left, top] = [4 * size, 2 * size];
  const at = (/** @type {number} */ cell) => ((cell + 0.5) * side) / sheet.columns;
  const below = { top: top + side + 1.3 * size, size };
  /** @type {{ left: number, size: number, anchor: "end" }} */
  const beside = { left: left - size / 2, size, anchor: "end" };
  const middle = size / 3; // from the middle of a line of text to its baseline
  return {
    width: left + side + size,
    height: top + side + 2 * size,
    sheets: [{ sheet, left, top, scale }],
    texts: [
      { text: title, left, top: 1.3 * size, size },
      ...ticks.map(({ text, cell }) => centred({ text, left: left + at(cell), ...below })),
      ...ticks.map(({ text, cell }) => ({ text, top: top + side - at(cell) + middle, ...beside })),
      { text: `${across} →`, left: left + AXIS_NAME * side, ...below },
      { text: `↑ ${up}`, top: top + AXIS_NAME * side + middle, ...beside },
    ],
  };
}

/**
 * @param {Sheet} sheet
 * @param {string[]} names of its rows
 * @param {Tick[]} ticks below them
 * @param {string} title
 * @returns {Layout}
 */
export function rowsLayout(sheet, names, ticks, title) {
  const scale = timesOnSlide(sheet.width);
  const [left, top] = [10 * TEXT, 2 * TEXT];
  return {
    width: left + sheet.width * scale + 2 * TEXT,
    height: top + sheet.height * scale + 2 * TEXT,
    sheets: [{ sheet, left, top, scale }],
    texts: [
      ...names.map((text, row) => {
        const middle = top + (row + 0.5) * SIDE * scale + TEXT / 3;
        return /** @type {PlacedText} */ ({ text, left: left - TEXT / 2, top: middle, size: TEXT, anchor: "end" });
      }),
      ...ticksBelow({ sheet, left, top, scale }, ticks),
      { text: title, left, top: 1.3 * TEXT, size: TEXT },
    ],
  };
}

/**
 * Sheets below one another, each under its title.
 *
 * @param {Titled[]} titled
 * @param {Tick[]} [ticks] below the last of them
 * @returns {Layout}
 */
export function stacked(titled, ticks = []) {
  const scale = timesOnSlide(Math.max(...titled.map(({ sheet }) => sheet.width)));
  const tall = SIDE * scale + 1.8 * TEXT;
  const sheets = titled.map(({ sheet }, i) => ({ sheet, left: TEXT, top: i * tall + 1.5 * TEXT, scale }));
  return {
    width: Math.max(...sheets.map(({ sheet }) => sheet.width * scale)) + 2 * TEXT,
    height: titled.length * tall + TEXT + (ticks.length && TEXT),
    sheets,
    texts: [
      ...titled.map(({ title }, i) => ({ text: title, left: TEXT, top: i * tall + 1.1 * TEXT, size: TEXT })),
      ...ticksBelow(sheets[sheets.length - 1], ticks),
    ],
  };
}

/**
 * Single pictures beside one another, each under its title.
 *
 * @param {Titled[]} titled
 * @param {number} scale
 * @param {number} size of the titles
 * @returns {Layout}
 */
export function besideEachOther(titled, scale, size) {
  const wide = SIDE * scale + FILM_GAP;
  const left = (/** @type {number} */ i) => FILM_GAP + i * wide;
  return {
    width: left(titled.length),
    height: SIDE * scale + 2 * FILM_GAP,
    sheets: titled.map(({ sheet }, i) => ({ sheet, left: left(i), top: 1.5 * FILM_GAP, scale })),
    texts: titled.map(({ title }, i) => ({ text: title, left: left(i), top: 1.1 * FILM_GAP, size })),
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
  const scale = timesOnSlide(SIDE * signs.length);
  const side = SIDE * scale;
  const [tall, step] = [side + 2.2 * TEXT, side + 2 * TEXT];
  const rows = sums.map(({ title, terms }, row) => {
    const top = row * tall + 1.7 * TEXT;
    const sheets = terms.map((sheet, i) => ({ sheet, left: 2 * TEXT + i * step, top, scale }));
    const name = { text: title, left: 2 * TEXT, top: row * tall + 1.2 * TEXT, size: TEXT };
    const between = signs.map((text, i) =>
      centred({ text, left: TEXT + i * step, top: top + side / 2, size: 1.4 * TEXT })
    );
    return { sheets, texts: [name, ...between] };
  });
  return {
    width: signs.length * step + TEXT,
    height: sums.length * tall + TEXT,
    sheets: rows.flatMap(({ sheets }) => sheets),
    texts: rows.flatMap(({ texts }) => texts),
  };
}

/**
 * @param {import("../pictures/layout.js").PlacedSheet} placed
 * @param {Tick[]} ticks
 */
function ticksBelow({ sheet, left, top, scale }, ticks) {
  const below = { top: top + sheet.height * scale + 1.3 * TEXT, size: TEXT };
  return ticks.map(({ text, cell }) => centred({ text, left: left + (cell + 0.5) * SIDE * scale, ...below }));
}

/**
 * @param {PlacedText} text
 * @returns {PlacedText}
 */
const centred = (text) => ({ ...text, anchor: "middle" });
