// How parameters follow their slopes.

const [FIRST, SECOND, LEAST] = [0.9, 0.999, 1e-8]; // β₁, β₂ and ε, as their authors advise

/** Source: Kingma & Ba 2015, "Adam", algorithm 1. */
export class Adam {
  /** @param {number} count of parameters */
  constructor(count) {
    this.mean = new Float64Array(count);
    this.square = new Float64Array(count);
    this.steps = 0;
  }

  /**
   * @param {Float64Array} parameters are moved
   * @param {Float64Array} slopes ∂loss/∂parameter
   * @param {number} rate
   */
  step(parameters, slopes, rate) {
    this.steps += 1;
    const { mean, square } = this;
    const stride = rate / (1 - FIRST ** this.steps);
    const scale = 1 / Math.sqrt(1 - SECOND ** this.steps);
    for (let i = 0; i < parameters.length; i++) {
      const slope = slopes[i];
      mean[i] += (1 - FIRST) * (slope - mean[i]);
      square[i] += (1 - SECOND) * (slope * slope - square[i]);
      parameters[i] -= stride * mean[i] / (scale * Math.sqrt(square[i]) + LEAST);
    }
  }
}
