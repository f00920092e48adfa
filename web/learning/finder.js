// What finds the noise: a network that is told x_t and λ_t and says v, as those of vae_core/models/denoiser.py.

import { FREQUENCIES } from "../networks/frequencies.js";
import { Multilayer } from "./multilayer.js";

const WIDTH = 64;
export const SIZES = [2 + 2 * FREQUENCIES.length, WIDTH, WIDTH, WIDTH, 2];
const TIMES = 2; // places are told enlarged: what is near each other is told apart sooner

/** ε̂(x_t, t) = σ_t x_t + α_t v(x_t, λ_t)   (Salimans & Ho 2022, appendix D). */
export class Finder {
  /**
   * @param {import("../diffusion/sampling.js").Schedule} schedule
   * @param {number[]} [sizes]
   */
  constructor(schedule, sizes = SIZES) {
    this.schedule = schedule;
    this.told = schedule.logSnr.map((level) => {
      const angles = FREQUENCIES.map((frequency) => level * frequency);
      return [...angles.map(Math.sin), ...angles.map(Math.cos)];
    });
    this.network = new Multilayer(sizes);
  }

  /**
   * ε̂ of each place.
   *
   * @param {Float64Array} seen x_t, `[n, 2]`
   * @param {number | number[]} steps t, of all or of each
   */
  noiseIn(seen, steps) {
    const n = seen.length / 2;
    const size = this.network.sizes[0];
    const input = new Float64Array(n * size);
    const stepOf = typeof steps === "number" ? () => steps : (/** @type {number} */ i) => steps[i];
    for (let i = 0; i < n; i++) {
      input[i * size] = TIMES * seen[2 * i];
      input[i * size + 1] = TIMES * seen[2 * i + 1];
      input.set(this.told[stepOf(i)], i * size + 2);
    }
    const velocity = this.network.forward(input, n);
    const { signal, noise } = this.schedule;
    return seen.map((x, i) => noise[stepOf(i >> 1)] * x + signal[stepOf(i >> 1)] * velocity[i]);
  }
}
