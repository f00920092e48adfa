// The noises of a run, each from its seed: the page and the worker beside it draw the same.

import { noise } from "../networks/random.js";

const APART = 1009; // the noises of one seed are none of another's

/**
 * @param {number} seed of the run
 * @param {number} at 0: x_T; then those of the steps
 * @param {number} size
 */
export const noiseAt = (seed, at, size) => new Float64Array(noise(APART * seed + at, size));
