// Where the numeral of each class stands among its points.

import { CLASSES } from "./codes.js";

const CELLS = 24; // along a side
const APART = 20; // CSS pixels between two numerals, of which each is 17 high

/** @typedef {import("../base/canvas.js").Place} Place */

/**
 * Among 24 × 24 cells the mean of the fullest of each class, or of the next one where another class's numeral would be
 * covered there; `null` for a class that is not to be seen. The mean of all its points may lie among others.
 *
 * @param {Float32Array} screen x and y of each point
 * @param {Uint8Array} labels
 * @param {number} side
 * @returns {(Place | null)[]}
 */
export function densestPlaces(screen, labels, side) {
  /** @type {Place[]} */
  const taken = [];
  const isFree = (/** @type {Place} */ [x, y]) => taken.every(([a, b]) => Math.hypot(a - x, b - y) >= APART);
  return cellsOf(screen, labels, side).map((cells) => {
    const place = cells.map(middleOf).find(isFree) ?? null;
    if (place) taken.push(place);
    return place;
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
