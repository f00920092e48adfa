// Two networks that learn side by side: from the same first weights, of the same batches, by different losses.

import { mulberry32 } from "../networks/random.js";
import { Learner } from "./learner.js";
import { weightsOf } from "./losses.js";
import { drawnSteps, noised } from "./noising.js";

const BATCH = 128;
const SEEDS = 10_000; // of first weights and of batches: none is both
/** @type {import("./losses.js").Weighting[]} */
export const WEIGHTINGS = ["simple", "bound"];

export class Course {
  /**
   * @param {import("./mixture.js").Mixture} mixture may be exchanged while they learn
   * @param {import("../diffusion/sampling.js").Schedule} schedule
   * @param {number} seed
   */
  constructor(mixture, schedule, seed) {
    this.mixture = mixture;
    this.schedule = schedule;
    this.random = mulberry32(SEEDS + seed);
    this.pupils = WEIGHTINGS.map((weighting) => ({
      weights: weightsOf(schedule, weighting),
      learner: new Learner(schedule, mulberry32(seed)),
    }));
    this.steps = 0;
  }

  step() {
    const steps = drawnSteps(BATCH, this.schedule.logSnr.length - 1, this.random);
    const batch = noised(this.mixture, this.schedule, steps, this.random);
    for (const { learner, weights } of this.pupils) learner.learn(batch, weights);
    this.steps += 1;
  }

  /** What is to be shown of each, in the order of {@link WEIGHTINGS}. */
  get averages() {
    return this.pupils.map(({ learner }) => learner.average.slice());
  }
}
