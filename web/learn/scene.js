// What is seen of both fields at a step: the arrows, the density of the noisy data, and where they differ.

import { Finder } from "../learning/finder.js";
import { known } from "../learning/mixture.js";

/** As in vae_core/figures/score_field.py. */
export const REACH = 3;
const [ARROWS, OUTERMOST] = [11, 2.7];
const [FINE, COARSE] = [41, 25]; // places across of the density, and of the difference
const LIGHT = 0.6;

/**
 * @typedef {object} Truth
 * @property {Float64Array} arrows E[ε∣x_t] where arrows stand
 * @property {Float64Array} light of the density, from 0 to 1, row after row from below
 * @property {Float64Array} everywhere E[ε∣x_t] where the difference is looked at
 */

/** @type {(n: number, end: number) => Float64Array} */
function grid(n, end) {
  const at = (/** @type {number} */ i) => end * (2 * i / (n - 1) - 1);
  return Float64Array.from({ length: 2 * n * n }, (_, i) => at(i % 2 ? Math.floor(i / 2 / n) : (i >> 1) % n));
}

export const PLACES = grid(ARROWS, OUTERMOST);
const [DENSE, WIDE] = [grid(FINE, REACH), grid(COARSE, REACH)];

export class Scene {
  /** @param {import("../diffusion/sampling.js").Schedule} schedule */
  constructor(schedule) {
    this.schedule = schedule;
    this.finder = new Finder(schedule);
    /** @type {import("../learning/mixture.js").Mixture | undefined} */
    this.mixture = undefined;
    /** @type {{ t: number, truth: Truth } | undefined} the last one looked at */
    this.kept = undefined;
  }

  /** @param {import("../learning/mixture.js").Mixture} mixture */
  of(mixture) {
    this.mixture = mixture;
    this.kept = undefined;
  }

  /** @param {number} t */
  truth(t) {
    if (this.kept?.t !== t) this.kept = { t, truth: this.found(t) };
    return this.kept.truth;
  }

  /**
   * @param {number} t
   * @returns {Truth}
   */
  found(t) {
    const level = { signal: this.schedule.signal[t], noise: this.schedule.noise[t] };
    const at = (/** @type {Float64Array} */ places) =>
      known(/** @type {import("../learning/mixture.js").Mixture} */ (this.mixture), level, places);
    const { density } = at(DENSE);
    const most = density.reduce((a, b) => Math.max(a, b));
    const light = density.map((value) => (value / most) ** LIGHT);
    return { arrows: at(PLACES).noise, light, everywhere: at(WIDE).noise };
  }

  /**
   * ε̂ where arrows stand, and ‖ε̂ − E[ε∣x_t]‖ everywhere.
   *
   * @param {number} t
   * @param {Float64Array} parameters
   */
  learned(t, parameters) {
    this.finder.network.parameters.set(parameters);
    const { everywhere } = this.truth(t);
    const found = this.finder.noiseIn(WIDE, t);
    const apart = new Float64Array(found.length / 2).map((_, i) =>
      Math.hypot(found[2 * i] - everywhere[2 * i], found[2 * i + 1] - everywhere[2 * i + 1])
    );
    return { arrows: this.finder.noiseIn(PLACES, t), apart };
  }
}
