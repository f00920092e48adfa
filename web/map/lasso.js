// An outline drawn around points.

import { rounded } from "./camera.js";

/**
 * @typedef {import("./camera.js").Corner} Corner
 * @typedef {{ panel: number, corners: Corner[] }} Lasso on which map, and where on it
 */

/**
 * Whether a place lies in a closed polygon: a ray from it crosses the outline an odd number of times.
 *
 * @param {[x: number, y: number][]} polygon
 * @param {[x: number, y: number]} place
 */
export function isInside(polygon, [x, y]) {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [[ax, ay], [bx, by]] = [polygon[i], polygon[j]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/**
 * At most `most` corners of an outline, evenly chosen.
 *
 * @template T
 * @param {T[]} polygon
 * @param {number} most
 */
export function thinned(polygon, most) {
  if (polygon.length <= most) return polygon;
  return Array.from({ length: most }, (_, i) => polygon[Math.floor((i * polygon.length) / most)]);
}

/**
 * As an address has it: the number of the map, then x and y of each corner.
 *
 * @param {Lasso} lasso
 */
export const packLasso = ({ panel, corners }) => [panel, ...corners.flat().map(rounded)];

/**
 * The outline that packLasso() has put into an address; `null` for nothing.
 *
 * @param {number[]} numbers
 * @returns {Lasso | null}
 */
export function unpackLasso([panel, ...numbers]) {
  /** @type {Corner[]} */
  const corners = [];
  for (let i = 0; i < numbers.length; i += 2) corners.push([numbers[i], numbers[i + 1]]);
  return corners.length ? { panel, corners } : null;
}
