// Batches of noisy data, each with a step of its own.

import { standardNormal } from "../networks/random.js";
import { drawn } from "./mixture.js";

/**
 * @typedef {import("../diffusion/sampling.js").Schedule} Schedule
 *
 * @typedef {object} Batch
 * @property {number[]} steps t of each
 * @property {Float64Array} noise ε, `[n, 2]`
 * @property {Float64Array} seen x_t = α_t x_0 + σ_t ε, `[n, 2]`
 */

/**
 * Steps from 1 to T, each as likely; together they are spread evenly   (Kingma et al. 2021, appendix I).
 *
 * @param {number} n
 * @param {number} last T
 * @param {() => number} random from 0 to 1
 */
export function drawnSteps(n, last, random) {
  const start = random();
  return Array.from({ length: n }, (_, i) => 1 + Math.min(last - 1, Math.floor(((start + i / n) % 1) * last)));
}

/**
 * @param {import("./mixture.js").Mixture} mixture of the data
 * @param {Schedule} schedule
 * @param {number[]} steps
 * @param {() => number} random from 0 to 1
 * @returns {Batch}
 */
export function noised(mixture, schedule, steps, random) {
  const [noise, seen] = [0, 1].map(() => new Float64Array(2 * steps.length));
  steps.forEach((t, i) => {
    drawn(mixture, random).forEach((x, j) => {
      const at = 2 * i + j;
      noise[at] = standardNormal(random);
      seen[at] = schedule.signal[t] * x + schedule.noise[t] * noise[at];
    });
  });
  return { steps, noise, seen };
}
