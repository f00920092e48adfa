// Ways through latent space, as in vae_core/analysis/paths.py.

const TURNED = 1e-9; // sine of an angle below which two directions are one, or opposite

/** @typedef {(a: ArrayLike<number>, b: ArrayLike<number>, t: number) => number[]} Way from a (t = 0) to b (t = 1) */

/**
 * From a to b in equal steps: (1 − t) a + t b.
 *
 * @type {Way}
 */
export const straight = (a, b, t) => Array.from(a, (value, i) => (1 - t) * value + t * b[i]);

/**
 * From a to b along a great circle (Shoemake 1985; White 2016): the direction turns at an even pace, the length
 * grows at an even pace. Where one end is 0 there is no direction, and the way is straight.
 *
 * @type {Way}
 */
export function spherical(a, b, t) {
  const [short, long] = [length(a), length(b)];
  if (short === 0 || long === 0) return straight(a, b, t);
  const [from, to] = [scaled(a, 1 / short), scaled(b, 1 / long)];
  const cosine = dot(from, to);
  let side = to.map((value, i) => value - cosine * from[i]);
  const sine = length(side);
  if (sine < TURNED && cosine > 0) return straight(a, b, t);
  if (sine < TURNED) side = across(from);
  side = scaled(side, 1 / length(side));
  const angle = t * Math.atan2(sine, cosine);
  const size = (1 - t) * short + t * long;
  return from.map((value, i) => size * (Math.cos(angle) * value + Math.sin(angle) * side[i]));
}

/**
 * At a right angle to a direction: the axis that it has least of, made perpendicular.
 *
 * @param {number[]} from
 */
function across(from) {
  const least = from.reduce((best, value, i) => (Math.abs(value) < Math.abs(from[best]) ? i : best), 0);
  return from.map((value, i) => (i === least ? 1 : 0) - from[least] * value);
}

/**
 * Slow at both ends: 3t² − 2t³.
 *
 * @param {number} t
 */
export const eased = (t) => t * t * (3 - 2 * t);

/** @type {(a: number[], b: number[]) => number} */
const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
/** @type {(a: ArrayLike<number>) => number} */
const length = (a) => Math.hypot(...Array.from(a));
/** @type {(a: ArrayLike<number>, by: number) => number[]} */
const scaled = (a, by) => Array.from(a, (value) => value * by);
