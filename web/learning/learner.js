// A network that learns to find the noise, by the losses of vae_core/denoising.py.

import { Adam } from "./adam.js";
import { Finder } from "./finder.js";

const [RATE, HELD] = [0.01, 200]; // the rate is halved once it has been held for three times as many steps
const MEMORY = 100; // steps that the average looks back on

/** @typedef {import("./noising.js").Batch} Batch */

export class Learner {
  /**
   * @param {import("../diffusion/sampling.js").Schedule} schedule
   * @param {() => number} random of its first weights
   * @param {number[]} [sizes]
   */
  constructor(schedule, random, sizes) {
    this.finder = new Finder(schedule, sizes);
    this.finder.network.draw(random);
    this.adam = new Adam(this.finder.network.parameters.length);
    /** What is shown: each batch makes the parameters tremble, their mean is still   (Ho et al. 2020, appendix B). */
    this.average = this.finder.network.parameters.slice();
  }

  /**
   * One step of learning: down the slope of the batch's mean of c_t ‖ε − ε̂‖².
   *
   * @param {Batch} batch
   * @param {ArrayLike<number>} weights c_t of step 0 to T
   * @param {number} [rate]
   */
  learn({ seen, noise, steps }, weights, rate = RATE / Math.sqrt(1 + this.adam.steps / HELD)) {
    const { finder: { network, schedule }, adam } = this;
    const found = this.finder.noiseIn(seen, steps);
    const n = steps.length;
    const velocitySlopes = noise.map((epsilon, i) => {
      const t = steps[i >> 1];
      return -2 / n * weights[t] * schedule.signal[t] * (epsilon - found[i]);
    });
    network.backward(velocitySlopes, n);
    adam.step(network.parameters, network.slopes, rate);
    this.follow(network.parameters);
  }

  /** @param {Float64Array} parameters */
  follow(parameters) {
    const share = Math.max(1 / MEMORY, 1 / (1 + this.adam.steps / 8)); // at first there is little to look back on
    for (let i = 0; i < parameters.length; i++) this.average[i] += share * (parameters[i] - this.average[i]);
  }
}
