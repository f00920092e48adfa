// Strips of pictures in a file, the name of each row beside it.

import { timesOnSlide } from "../pictures/mount.js";

const TEXT = 30; // pixels high, on a slide
const LETTERS = 0.55; // of its height is how wide one is, about

/**
 * @param {import("../pictures/sheet.js").Sheet} sheet
 * @param {string[]} rows what they are
 * @param {string[]} [columns] what stands above them
 * @returns {import("../pictures/layout.js").Layout}
 */
export function stripLayout(sheet, rows, columns = []) {
  const scale = timesOnSlide(sheet.width);
  const longest = Math.max(...rows.map(({ length }) => length));
  const [left, top] = [Math.round((2 + LETTERS * longest) * TEXT), columns.length ? 2 * TEXT : TEXT / 2];
  const row = sheet.height * scale / sheet.rows, column = sheet.width * scale / sheet.columns;
  return {
    width: left + sheet.width * scale + TEXT,
    height: top + sheet.height * scale + TEXT / 2,
    sheets: [{ sheet, left, top, scale }],
    texts: [
      ...columns.map((text, i) => (/** @type {const} */ ({
        text,
        left: left + (i + 0.5) * column,
        top: 1.4 * TEXT,
        size: TEXT,
        anchor: "middle",
      }))),
      ...rows.map((text, i) => (/** @type {const} */ ({
        text,
        left: left - TEXT / 2,
        top: top + (i + 0.55) * row,
        size: TEXT,
        anchor: "end",
      }))),
    ],
  };
}
