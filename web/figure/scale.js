// Where on its track a slider stands for a value. Where its scale is logarithmic, equal ways are equal factors.

const FINE = 1000; // positions of a slider without steps

/**
 * @typedef {object} Scale
 * @property {number} low above 0, where it is logarithmic
 * @property {number} high
 * @property {number | null} step between neighbouring values; `null` for a fine one
 * @property {boolean} logarithmic
 */

/**
 * The positions at its ends, and between two that a key can reach.
 *
 * @param {Scale} scale
 */
export const track = ({ low, high, step, logarithmic }) =>
  logarithmic ? { min: 0, max: 1, step: 1 / FINE } : { min: low, max: high, step: step ?? (high - low) / FINE };

/**
 * @param {Scale} scale
 * @param {number} position
 */
export const valueAt = ({ low, high, step, logarithmic }, position) =>
  logarithmic ? rounded(low * (high / low) ** position, step) : position;

/**
 * @param {Scale} scale
 * @param {number} value
 */
export const positionOf = ({ low, high, logarithmic }, value) =>
  logarithmic ? Math.log(value / low) / Math.log(high / low) : value;

/**
 * The position of the next value in a direction, 1 or -1 (0 is none), where that is farther away than an arrow key goes
 * by itself; else `null`.
 *
 * @param {Scale} scale
 * @param {number} position
 * @param {number} direction
 */
export function beyondKey(scale, position, direction) {
  if (!scale.logarithmic || !scale.step || !direction) return null;
  const next = positionOf(scale, valueAt(scale, position) + direction * scale.step);
  return Math.abs(next - position) > track(scale).step ? next : null;
}

/**
 * The nearest multiple of `step`.
 *
 * @param {number} value
 * @param {number | null} step
 */
export const rounded = (value, step) => (step ? Math.round(value / step) * step : value);
