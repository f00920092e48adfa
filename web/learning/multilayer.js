// A network of layers that connect all with all, which can also say what each of its parameters does to a loss.

import { timesTransposed, transpose } from "./products.js";

/**
 * @typedef {object} Layer
 * @property {number} inputs
 * @property {number} outputs
 * @property {Float64Array} weights `[outputs, inputs]`
 * @property {Float64Array} bias
 * @property {Float64Array} weightSlopes
 * @property {Float64Array} biasSlopes
 *
 * @typedef {object} Pass what a layer has last made of a batch
 * @property {Float64Array} input
 * @property {Float64Array} output
 * @property {Float64Array} gate 1/(1 + e^−a) of each sum a
 */

/** Layers with SiLU, a/(1 + e^−a), after each but the last. */
export class Multilayer {
  /** @param {number[]} sizes of the input, of each layer's output */
  constructor(sizes) {
    this.sizes = sizes;
    const count = sizes.slice(1).reduce((sum, outputs, i) => sum + outputs * (sizes[i] + 1), 0);
    this.parameters = new Float64Array(count);
    this.slopes = new Float64Array(count); // ∂loss/∂parameter
    this.layers = this.layersIn();
    /** @type {Pass[]} */
    this.passes = [];
    this.room = 0; // examples that the passes have room for
    this.spare = [0, 1, 2].map(() => new Float64Array(0));
  }

  /** @returns {Layer[]} each a view into the parameters */
  layersIn() {
    let at = 0;
    const next = (/** @type {number} */ count) => {
      const views = [this.parameters, this.slopes].map((all) => all.subarray(at, at + count));
      at += count;
      return views;
    };
    return this.sizes.slice(1).map((outputs, i) => {
      const inputs = this.sizes[i];
      const [[weights, weightSlopes], [bias, biasSlopes]] = [next(outputs * inputs), next(outputs)];
      return { inputs, outputs, weights, bias, weightSlopes, biasSlopes };
    });
  }

  /**
   * Draw weights and biases from ±√(6/inputs), for smaller ones leave it a straight line (He et al. 2015, eq. 10); of
   * the last layer they are 0, so it begins by saying nothing.
   *
   * @param {() => number} random from 0 to 1
   */
  draw(random) {
    for (const { inputs, weights, bias } of this.layers.slice(0, -1)) {
      const bound = Math.sqrt(6 / inputs);
      for (const all of [weights, bias]) all.forEach((_, i) => (all[i] = bound * (2 * random() - 1)));
    }
    const { weights, bias } = this.layers[this.layers.length - 1];
    weights.fill(0);
    bias.fill(0);
  }

  /** @param {number} n */
  makeRoom(n) {
    if (n <= this.room) return;
    this.room = n;
    const widest = Math.max(...this.sizes);
    this.spare = [0, 1, 2].map(() => new Float64Array(Math.max(n, widest) * widest));
    const empty = new Float64Array(0);
    this.passes = this.layers.map(({ outputs }) => {
      const [output, gate] = [0, 1].map(() => new Float64Array(n * outputs));
      return { input: empty, output, gate };
    });
  }

  /**
   * What it says to each example; the next call writes over it.
   *
   * @param {Float64Array} input `[n, inputs]`
   * @param {number} n
   */
  forward(input, n) {
    this.makeRoom(n);
    this.layers.forEach(({ inputs, outputs, weights, bias }, number) => {
      const pass = this.passes[number];
      pass.input = input;
      timesTransposed(input, weights, pass.output, n, outputs, inputs);
      if (number === this.layers.length - 1) addEach(pass.output, bias, n);
      else activate(pass, bias, n);
      input = pass.output;
    });
    return input;
  }

  /**
   * Put ∂loss/∂parameter of the batch that has just gone forward into `slopes`.
   *
   * @param {Float64Array} outputSlopes ∂loss/∂output `[n, outputs]`; is written over
   * @param {number} n
   */
  backward(outputSlopes, n) {
    let slopes = outputSlopes;
    const [turned, turnedInput, before] = this.spare;
    for (let number = this.layers.length - 1; number >= 0; number--) {
      const { inputs, outputs, weights, weightSlopes, biasSlopes } = this.layers[number];
      const { input } = this.passes[number];
      transpose(slopes, turned, n, outputs);
      transpose(input, turnedInput, n, inputs);
      timesTransposed(turned, turnedInput, weightSlopes, outputs, inputs, n);
      for (let j = 0; j < outputs; j++) biasSlopes[j] = sumOf(turned, j * n, n);
      if (number === 0) return;
      transpose(weights, turned, outputs, inputs);
      timesTransposed(slopes, turned, before, n, inputs, outputs);
      throughActivation(before, this.passes[number - 1], n * inputs);
      slopes = before.slice(0, n * inputs);
    }
  }
}

/**
 * @param {Float64Array} values `[n, size]`
 * @param {Float64Array} bias
 * @param {number} n
 */
function addEach(values, bias, n) {
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < bias.length; j++, at++) values[at] += bias[j];
}

/**
 * @param {Pass} pass
 * @param {Float64Array} bias
 * @param {number} n
 */
function activate({ output, gate }, bias, n) {
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < bias.length; j++, at++) {
      const sum = output[at] + bias[j];
      gate[at] = 1 / (1 + Math.exp(-sum));
      output[at] = sum * gate[at];
    }
  }
}

/**
 * d(a g)/da = g + a g (1 − g), with g = 1/(1 + e^−a).
 *
 * @param {Float64Array} slopes of the outputs; become those of the sums
 * @param {Pass} pass
 * @param {number} count
 */
function throughActivation(slopes, { output, gate }, count) {
  for (let i = 0; i < count; i++) slopes[i] *= gate[i] + output[i] * (1 - gate[i]);
}

/**
 * @param {Float64Array} values
 * @param {number} from
 * @param {number} count
 */
function sumOf(values, from, count) {
  let sum = 0;
  for (let i = from; i < from + count; i++) sum += values[i];
  return sum;
}
