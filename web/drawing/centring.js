// A digit brought to the middle, as MNIST's were: vae_core/data/drawing.py does the same on the server.

import { SIDE } from "../base/ink.js";

const BOX = 20; // the longer side of the ink of MNIST's digits
const MIDDLE = SIDE / 2 + 0.5; // their centre of mass

/**
 * The image as MNIST's digits were prepared (LeCun et al. 1998, section III.A): its ink scaled into a box, with its
 * centre of mass in the middle of the field.
 *
 * @param {Float32Array} image 784 grey levels
 */
export function centred(image) {
  const result = new Float32Array(SIDE * SIDE);
  const [rows, columns] = inkedLines(image);
  if (!rows.length) return result;
  const before = [rows, columns].map((lines) => lines[lines.length - 1] - lines[0] + 1);
  const [height, width] = before.map((side) => Math.max(1, Math.floor((BOX * side) / Math.max(...before) + 0.5)));
  const [down, across] = [resampling(before[0], height), resampling(before[1], width)];
  const narrow = down.map((weights) =>
    Array.from({ length: before[1] }, (_, j) => dot(weights, (i) => image[(rows[0] + i) * SIDE + columns[0] + j]))
  );
  const ink = narrow.map((row) => across.map((weights) => dot(weights, (j) => row[j])));
  const top = offset(ink.map((row) => row.reduce((a, b) => a + b)));
  const left = offset(across.map((_, j) => ink.reduce((sum, row) => sum + row[j], 0)));
  ink.forEach((row, i) => row.forEach((value, j) => (result[(top + i) * SIDE + left + j] = value)));
  return result;
}

/**
 * The rows and the columns with ink.
 *
 * @param {Float32Array} image
 */
function inkedLines(image) {
  const all = [...Array(SIDE).keys()];
  const isInked = (/** @type {number} */ i, /** @type {number} */ j) => image[i * SIDE + j] > 0;
  return [all.filter((i) => all.some((j) => isInked(i, j))), all.filter((j) => all.some((i) => isInked(i, j)))];
}

/**
 * @param {number[]} weights
 * @param {(i: number) => number} value
 */
function dot(weights, value) {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i]) sum += weights[i] * value(i);
  return sum;
}

/**
 * Where `mass` begins on a line of the field, with its centre as near to the middle as whole pixels allow.
 *
 * @param {number[]} mass
 */
function offset(mass) {
  const total = mass.reduce((a, b) => a + b);
  const centre = mass.reduce((sum, value, i) => sum + value * (i + 0.5), 0) / total;
  return Math.min(Math.max(Math.trunc(MIDDLE - centre + 0.5), 0), SIDE - mass.length);
}

/**
 * The weights that make `after` pixels of `before`: a triangle around each, as wide as two of the larger.
 *
 * @param {number} before
 * @param {number} after
 */
function resampling(before, after) {
  const scale = before / after;
  return Array.from({ length: after }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const reach = (/** @type {number} */ j) => Math.abs(centre - (j + 0.5)) / Math.max(scale, 1);
    const weights = Array.from({ length: before }, (_, j) => Math.max(0, 1 - reach(j)));
    const total = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / total);
  });
}
