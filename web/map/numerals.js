// Where the numeral of each class stands among its points.

import { CLASSES } from "../latent/codes.js";

const CELLS = 24; // along a side

/**
 * The mean of the fullest of 24 × 24 cells for each class; `null` for one that is not to be seen. The mean of all its
 * points may lie among others.
 *
 * @param {Float32Array} screen x and y of each point
 * @param {Uint8Array} labels
 * @param {number} side
 * @returns {(import("./camera.js").Place | null)[]}
 */
export function densestPlaces(screen, labels, side) {
  const counts = new Uint32Array(CLASSES * CELLS * CELLS);
  const sums = new Float32Array(2 * counts.length);
  const line = (/** @type {number} */ pixels) => Math.floor((pixels * CELLS) / side);
  for (let i = 0; i < labels.length; i++) {
    const [column, row] = [line(screen[2 * i]), line(screen[2 * i + 1])];
    if (!(column >= 0 && row >= 0 && column < CELLS && row < CELLS) || labels[i] >= CLASSES) continue;
    const cell = (labels[i] * CELLS + row) * CELLS + column;
    counts[cell]++;
    sums[2 * cell] += screen[2 * i];
    sums[2 * cell + 1] += screen[2 * i + 1];
  }
  return Array.from({ length: CLASSES }, (_, label) => {
    let best = label * CELLS * CELLS;
    for (let cell = best; cell < (label + 1) * CELLS * CELLS; cell++) if (counts[cell] > counts[best]) best = cell;
    return counts[best] ? [sums[2 * best] / counts[best], sums[2 * best + 1] / counts[best]] : null;
  });
}
