// Cells of a grid, counted along its rows from the top left.

import { ARROWS } from "../base/elements.js";
import { signed } from "../base/formats.js";
import { evenTicks } from "../base/ticks.js";

/** @typedef {{ columns: number, rows: number }} Shape */

/**
 * @param {number} value
 * @param {number} count
 */
const within = (value, count) => Math.max(0, Math.min(count - 1, value));

/**
 * The cell in a row and a column, or the one next to them on the grid.
 *
 * @param {Shape} shape
 * @param {number} row
 * @param {number} column
 */
export const cellAt = ({ columns, rows }, row, column) => within(row, rows) * columns + within(column, columns);

/**
 * The cell that an arrow key leads to, `null` for another key.
 *
 * @param {Shape} shape
 * @param {number | null} cell where it starts; `null` for the middle
 * @param {string} key
 */
export function stepped(shape, cell, key) {
  if (!(key in ARROWS)) return null;
  const { columns, rows } = shape;
  const here = cell ?? cellAt(shape, Math.floor(rows / 2), Math.floor(columns / 2));
  const [right, up] = ARROWS[key];
  return cellAt(shape, Math.floor(here / columns) - up, (here % columns) + right);
}

/**
 * Where among rising `values` a number lies, as a fraction of cells; kept within half a cell of the ends.
 *
 * @param {number[]} values
 * @param {number} value
 */
export function cellOf(values, value) {
  const last = values.length - 1;
  const next = values.findIndex((edge) => edge >= value);
  if (next === 0 || next < 0) {
    const [end, inner, sign] = next === 0 ? [0, 1, -1] : [last, last - 1, 1];
    const beyond = Math.abs((value - values[end]) / (values[end] - values[inner]));
    return end + sign * Math.min(0.5, beyond);
  }
  return next - (values[next] - value) / (values[next] - values[next - 1]);
}

/**
 * Round coordinates on an axis, at the cells where they are, between two of them or not.
 *
 * @param {number[]} values of the cells, rising
 */
export function ticksOf(values) {
  const { values: round, digits } = evenTicks(values[0], values[values.length - 1]);
  return round.map((value) => ({ text: signed(value, digits), cell: cellOf(values, value) }));
}
