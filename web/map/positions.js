// Where the points of a map are, at any moment of its film.

import { fitOf, mixFits } from "./projection.js";

/**
 * @typedef {import("./projection.js").Fit} Fit
 * @typedef {{ points: Float32Array, fit: Fit }} Positions written over by the next call
 * @typedef {(head: number) => Positions | null} Course at a frame of the film, or between two; `null`: nowhere yet
 */

/**
 * Of a linear map: points = codes · basis.
 *
 * @param {Float32Array} codes a row of n numbers for each point
 * @param {number[][]} basis n × dimensions
 * @param {boolean} isCentred whether 0 stays in the middle, as in the space itself, where the prior has its own
 * @returns {Course}
 */
export function still(codes, basis, isCentred) {
  const dimensions = basis[0].length;
  const points = alongBasis(codes, basis);
  const farthest = () => points.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const fit = isCentred ? { centre: new Array(dimensions).fill(0), radius: farthest() } : fitOf(points, dimensions);
  return () => ({ points, fit });
}

/**
 * codes · basis, row after row.
 *
 * @param {ArrayLike<number>} codes
 * @param {number[][]} basis
 */
export function alongBasis(codes, basis) {
  const [n, dimensions] = [basis.length, basis[0].length];
  const points = new Float32Array((codes.length / n) * dimensions);
  for (let i = 0, at = 0; at < codes.length; i += dimensions, at += n) {
    for (let axis = 0; axis < dimensions; axis++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += codes[at + j] * basis[j][axis];
      points[i + axis] = sum;
    }
  }
  return points;
}

/**
 * Of a map that forms. Between two frames each point moves evenly in reaches of its own frame, also while the whole
 * map grows by factors.
 *
 * @param {Pick<import("./film.js").Film, "frames" | "fit">} film
 * @returns {Course}
 */
export function moving(film) {
  let mixed = new Float32Array(0);
  return (head) => {
    const { frames } = film;
    if (!frames.length) return null;
    const at = Math.min(frames.length - 1, head);
    const [low, t] = [Math.floor(at), at % 1];
    if (t === 0) return { points: frames[low], fit: film.fit(low) };
    if (mixed.length !== frames[low].length) mixed = new Float32Array(frames[low].length);
    const [before, after] = [film.fit(low), film.fit(low + 1)];
    const fit = mixFits(before, after, t);
    for (let i = 0; i < mixed.length; i++) {
      const axis = i % fit.centre.length;
      const u = (frames[low][i] - before.centre[axis]) / before.radius;
      const v = (frames[low + 1][i] - after.centre[axis]) / after.radius;
      mixed[i] = fit.centre[axis] + (u + t * (v - u)) * fit.radius;
    }
    return { points: mixed, fit };
  };
}
