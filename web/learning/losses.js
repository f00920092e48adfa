// What is minimised, step by step; how little it can be, and how much more it still is.

import { known } from "./mixture.js";
import { noised } from "./noising.js";

// The rule of equal steps, for functions of a normal: standard deviations from the mean.
const [REACH, APART] = [4.9, 0.49];

/**
 * @typedef {import("../diffusion/sampling.js").Schedule} Schedule
 * @typedef {import("./mixture.js").Mixture} Mixture
 * @typedef {"simple" | "bound"} Weighting
 */

/**
 * What ‖ε − ε̂‖² at each step counts for: alike, or as in the bound, T w_t of vae_core/diffusion/weights.py.
 *
 * @param {Schedule} schedule
 * @param {Weighting} weighting
 * @returns {number[]} of step 0 to T; step 0 is not learned
 */
export function weightsOf({ logSnr }, weighting) {
  const last = logSnr.length - 1;
  return logSnr.map((level, t) => {
    if (t === 0) return 0;
    if (weighting === "simple") return 1;
    return last * (t === 1 ? 0.5 : 0.5 * Math.expm1(logSnr[t - 1] - level));
  });
}

/** Places around a mean, in standard deviations, and the share of a normal that each stands for. */
const RULE = (() => {
  const line = Array.from({ length: 1 + 2 * Math.round(REACH / APART) }, (_, i) => i * APART - REACH);
  const height = (/** @type {number} */ u) => APART * Math.exp(-u * u / 2) / Math.sqrt(2 * Math.PI);
  return line.flatMap((u) => line.map((v) => ({ at: [u, v], weight: height(u) * height(v) })));
})();

/**
 * E‖ε − E[ε∣x_t]‖² = 2 − E‖E[ε∣x_t]‖² at a step: nobody who sees x_t alone finds ε better.
 *
 * @param {Mixture} mixture
 * @param {Schedule} schedule
 * @param {number} t
 */
export function leastLoss(mixture, { signal, noise }, t) {
  const level = { signal: signal[t], noise: noise[t] };
  let explained = 0;
  mixture.weights.forEach((weight, k) => {
    const width = mixture.variances[k].map((variance) => Math.sqrt(level.signal ** 2 * variance + level.noise ** 2));
    const places = RULE.flatMap(({ at }) => at.map((u, i) => level.signal * mixture.means[k][i] + width[i] * u));
    const { noise } = known(mixture, level, Float64Array.from(places));
    RULE.forEach(({ weight: share }, i) => {
      explained += weight * share * (noise[2 * i] ** 2 + noise[2 * i + 1] ** 2);
    });
  });
  return 2 - explained;
}

/**
 * How far a network is from the true field, where noisy data lie: E‖E[ε∣x_t] − ε̂‖², by which its loss is more than the
 * least. The same draws serve for all steps and networks.
 */
export class Excess {
  /**
   * @param {Mixture} mixture
   * @param {Schedule} schedule
   * @param {number} draws of each step
   * @param {() => () => number} fresh makes random numbers that begin anew
   */
  constructor(mixture, schedule, draws, fresh) {
    this.draws = draws;
    this.last = schedule.logSnr.length - 1;
    const batches = Array.from(
      { length: this.last },
      (_, i) => noised(mixture, schedule, Array(draws).fill(i + 1), fresh()),
    );
    this.steps = batches.flatMap(({ steps }) => steps);
    this.seen = Float64Array.from(batches.flatMap(({ seen }) => [...seen]));
    this.best = Float64Array.from(batches.flatMap(({ seen }, i) => {
      const level = { signal: schedule.signal[i + 1], noise: schedule.noise[i + 1] };
      return [...known(mixture, level, seen).noise];
    }));
  }

  /**
   * @param {import("./finder.js").Finder} finder
   * @returns {number[]} of step 1 to T
   */
  of(finder) {
    const found = finder.noiseIn(this.seen, this.steps);
    const sums = Array(this.last).fill(0);
    found.forEach((value, i) => (sums[this.steps[i >> 1] - 1] += (value - this.best[i]) ** 2));
    return sums.map((sum) => sum / this.draws);
  }
}
