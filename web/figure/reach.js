// How far a hand can take a handle: pure arithmetic, in the data's coordinates.

import { rounded } from "./scale.js";

const KEY_STEPS = 100; // from one end of an axis to the other

/** @typedef {"x" | "y" | "xy"} Freedom along which axes something moves */

/**
 * Whether something can move in a direction at all.
 *
 * @param {Freedom} moves
 * @param {[across: number, up: number]} direction
 */
export const isFree = (moves, [across, up]) => (across !== 0 && moves !== "y") || (up !== 0 && moves !== "x");

/**
 * An x within the limits of a handle.
 *
 * @param {{ low: number | null, high: number | null, step: number | null }} limits
 * @param {number} x
 */
export const within = ({ low, high, step }, x) =>
  Math.min(Math.max(rounded(x, step), low ?? -Infinity), high ?? Infinity);

/**
 * Where a key takes a value.
 *
 * @param {number} value
 * @param {number} amount how many steps; negative ones go back
 * @param {{ ends: [number, number], isLog: boolean }} axis of a logarithmic one, the ends are logarithms
 * @param {number | null} [step] a hundredth of the axis, if there is none
 */
export function nudged(value, amount, { ends: [low, high], isLog }, step = null) {
  const share = (high - low) / KEY_STEPS;
  return isLog ? 10 ** (Math.log10(value) + amount * share) : value + amount * (step || share);
}
