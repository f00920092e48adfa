// Where the numeral, or the name, of each class stands among its points.

import { outlined } from "../base/canvas.js";
import { briefly } from "../base/formats.js";
import { calledBy, CLASSES } from "./codes.js";

const CELLS = 24; // along a side
const APART = 20; // CSS pixels between two numerals, of which each is 17 high
const WIDER = 0.55; // is a name than high, for each letter

/** @typedef {import("../base/canvas.js").Place} Place */

/**
 * Draw the names of classes among their points; of class `alone` only, where it is not `null`.
 *
 * @param {import("../base/pen.js").Draw} draw in the font in which they are to be
 * @param {{ screen: Float32Array, labels: Uint8Array, names?: string[], side: number }} map x and y of each point
 * @param {number | null} alone
 * @param {{ digits: string[], paper: string }} colours of the classes, and around their names
 */
export function drawNames(draw, { screen, labels, names, side }, alone, { digits, paper }) {
  const written = digits.map((_, label) => briefly(calledBy(label, names)));
  densestPlaces(screen, labels, side, written).forEach((place, label) => {
    if (place && (alone ?? label) === label) outlined(draw, written[label], place, digits[label], paper);
  });
}

/**
 * Among 24 × 24 cells the mean of the fullest of each class, or of the next one where another class's numeral would be
 * covered there, or the name would not be whole; `null` for a class that is not to be seen. The mean of all its points
 * may lie among others.
 *
 * @param {Float32Array} screen x and y of each point
 * @param {Uint8Array} labels
 * @param {number} side
 * @param {string[]} [names] as they are written
 * @returns {(Place | null)[]}
 */
export function densestPlaces(screen, labels, side, names = []) {
  /** @type {{ at: Place, width: number }[]} */
  const taken = [];
  const widthOf = (/** @type {number} */ label) => WIDER * [...names[label] ?? "0"].length;
  return cellsOf(screen, labels, side).map((cells, label) => {
    const width = widthOf(label);
    const isWhole = (/** @type {Place} */ [x]) => width < 1 || Math.abs(2 * x - side) <= side - width * APART;
    const isFree = (/** @type {Place} */ [x, y]) =>
      taken.every(({ at: [a, b], width: other }) =>
        Math.hypot((a - x) / Math.max(1, (width + other) / 2), b - y) >= APART
      );
    const at = cells.map(middleOf).find((place) => isWhole(place) && isFree(place)) ?? null;
    if (at) taken.push({ at, width });
    return at;
  });
}

/** @typedef {{ count: number, x: number, y: number }} Cell how many points are in it, and the sums of their places */

/** @param {Cell} cell @returns {Place} */
const middleOf = ({ count, x, y }) => [x / count, y / count];

/**
 * The cells of each class that hold points, the fullest first.
 *
 * @param {Float32Array} screen
 * @param {Uint8Array} labels
 * @param {number} side
 */
function cellsOf(screen, labels, side) {
  const classes = Array.from({ length: CLASSES }, () => /** @type {Map<number, Cell>} */ (new Map()));
  const line = (/** @type {number} */ pixels) => Math.floor((pixels * CELLS) / side);
  for (let i = 0; i < labels.length; i++) {
    const [x, y] = [screen[2 * i], screen[2 * i + 1]];
    const [column, row] = [line(x), line(y)];
    if (!(column >= 0 && row >= 0 && column < CELLS && row < CELLS) || labels[i] >= CLASSES) continue;
    const cells = classes[labels[i]];
    const cell = cells.get(row * CELLS + column);
    if (!cell) cells.set(row * CELLS + column, { count: 1, x, y });
    else Object.assign(cell, { count: cell.count + 1, x: cell.x + x, y: cell.y + y });
  }
  return classes.map((cells) => [...cells.values()].sort((a, b) => b.count - a.count));
}
