// What a hand does to the code: it moves every μ and stretches every σ, or those of one dimension.

/**
 * @param {{ dimension: number, shift: number, stretch: number }} place the dimension counted from 1; 0 for all
 * @param {number} n dimensions
 * @returns {import("../networks/flow.js").Nudge}
 */
export function nudge({ dimension, shift, stretch }, n) {
  const isMoved = (/** @type {number} */ i) => dimension === 0 || dimension === i + 1;
  return {
    shift: Array.from({ length: n }, (_, i) => (isMoved(i) ? shift : 0)),
    stretch: Array.from({ length: n }, (_, i) => (isMoved(i) ? stretch : 1)),
  };
}
