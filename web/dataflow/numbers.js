// Numbers as the diagram prints and draws them.

import { signed } from "../base/formats.js";

/** @param {Iterable<number>} values */
export function sum(values) {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/**
 * ‖values‖
 *
 * @param {ArrayLike<number>} values
 */
export const norm = (values) => Math.sqrt(sum(Array.from(values, (value) => value * value)));

/**
 * As an address keeps a number: four digits.
 *
 * @param {number} value
 */
export const rounded = (value) => Number(value.toPrecision(4));

/**
 * In the width of a cell, whatever its size.
 *
 * @param {number} value
 */
export const short = (value) => signed(value, Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);

/**
 * A number with its unit.
 *
 * @param {number} value
 * @param {string} unit
 */
export const nats = (value, unit) => `${signed(value)} ${unit}`;

/**
 * How a bar as wide as its cell is transformed: from the middle to the side of the sign, or from the left where there
 * is no sign.
 *
 * @param {number} value
 * @param {number} most what fills the cell
 * @param {boolean} hasSign
 */
export function across(value, most, hasSign) {
  const share = Math.max(-1, Math.min(1, value / most));
  return hasSign ? `translateX(50%) scaleX(${share / 2})` : `scaleX(${share})`;
}
