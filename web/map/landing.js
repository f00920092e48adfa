// Where a code lands on a linear map, and q(z|x) around it.

import { alongBasis } from "./positions.js";

const SIGMAS = 2; // standard deviations, of the ellipse
const CORNERS = 48;

/**
 * @typedef {{ mean: Float32Array, variance: Float32Array | null }} Code of an autoencoder there is no variance
 *
 * @typedef {object} Landing
 * @property {ArrayLike<number>} point in the map's own coordinates
 * @property {[xx: number, xy: number, yy: number] | null} covariance of q(z|x) on a flat map
 */

/**
 * The code on the map codes · basis: μ goes to Bᵀμ, and Σ to BᵀΣB.
 *
 * @param {Code} code
 * @param {number[][]} basis
 * @returns {Landing}
 */
export function landing({ mean, variance }, basis) {
  const cross = (/** @type {Float32Array} */ variance, /** @type {number} */ a, /** @type {number} */ b) =>
    basis.reduce((sum, row, j) => sum + row[a] * row[b] * variance[j], 0);
  const isFlat = basis[0].length === 2;
  return {
    point: alongBasis(mean, basis),
    covariance: variance && isFlat ? [cross(variance, 0, 0), cross(variance, 0, 1), cross(variance, 1, 1)] : null,
  };
}

/**
 * The outline at two standard deviations around 0: Σ = L Lᵀ maps a circle to it.
 *
 * @param {[xx: number, xy: number, yy: number]} covariance
 * @returns {[x: number, y: number][]}
 */
export function ellipse([xx, xy, yy]) {
  const first = Math.sqrt(xx);
  const across = xy / first;
  const second = Math.sqrt(Math.max(0, yy - across ** 2));
  return Array.from({ length: CORNERS }, (_, i) => {
    const [cos, sin] = [Math.cos((2 * Math.PI * i) / CORNERS), Math.sin((2 * Math.PI * i) / CORNERS)];
    return [SIGMAS * first * cos, SIGMAS * (across * cos + second * sin)];
  });
}
