// The networks in plain JavaScript: the same weights and the same arithmetic as vae_core/models, fast enough to
// follow a hand.

/**
 * @typedef {import("./safetensors.js").Tensors} Tensors
 *
 * @typedef {object} Model what ui/library/model.py tells of a model
 * @property {"ae" | "vae"} kind
 * @property {number} latent_dim
 * @property {Activation} activation
 * @property {string} decoder where the decoder's weights are
 * @property {string} encoder
 * @property {string} encodings
 * @property {boolean} has_digits
 * @property {string[]} [class_names] of label 0, 1, …, where they have names
 *
 * @typedef {object} Layer It keeps what it has computed last.
 * @property {Float32Array} weights row after row
 * @property {Float32Array} bias
 * @property {(sum: number) => number} activation
 * @property {Float32Array} sums W·input + b
 * @property {Float32Array} output what the activation made of them
 *
 * @typedef {object} Encoder
 * @property {Layer[]} trunk
 * @property {Layer[]} mean of an autoencoder: z itself
 * @property {Layer[] | null} logVariance `null` for an autoencoder
 *
 * @typedef {(layers: Layer[], z: ArrayLike<number>) => Float32Array} Decode from z to values from 0 to 1
 * @typedef {(layers: Layer[], input: Float32Array) => Float32Array} Pass
 * @typedef {(W: Float32Array, b: Float32Array, input: Float32Array, output: Float32Array) => void} Affine
 */

/** @typedef {keyof typeof ACTIVATIONS} Activation */
export const ACTIVATIONS = {
  relu: (/** @type {number} */ a) => (a > 0 ? a : 0),
  silu: (/** @type {number} */ a) => a / (1 + Math.exp(-a)),
  tanh: Math.tanh,
};
/** @param {number} a */
export const sigmoid = (a) => 1 / (1 + Math.exp(-a));
/** @param {number} a */
const asItIs = (a) => a;
// log σ² stays between these, as in vae_core/models/vae.py.
const LOG_VARIANCE_RANGE = [-20, 6];
/** @param {number} a */
const clampLogVariance = (a) => Math.max(LOG_VARIANCE_RANGE[0], Math.min(LOG_VARIANCE_RANGE[1], a));

/**
 * The decoder's layers in order: trunk.0, trunk.2, ..., then logits, whose sigmoid is the picture.
 *
 * @param {Tensors} tensors
 * @param {Activation} activation
 */
export function buildDecoder(tensors, activation) {
  return [...trunkOf(tensors, "decoder.trunk", activation), layerOf(tensors, "decoder.logits", sigmoid)];
}

/**
 * The encoder: its trunk, and the heads for μ (an autoencoder's z) and log σ².
 *
 * @param {Tensors} tensors
 * @param {Activation} activation
 * @returns {Encoder}
 */
export function buildEncoder(tensors, activation) {
  const hasVariance = "encoder.log_variance.weight" in tensors;
  return {
    trunk: trunkOf(tensors, "encoder.trunk", activation),
    mean: [layerOf(tensors, "encoder.mean", asItIs)],
    logVariance: hasVariance ? [layerOf(tensors, "encoder.log_variance", clampLogVariance)] : null,
  };
}

/**
 * @param {Tensors} tensors
 * @param {string} prefix
 * @param {Activation} activation
 */
function trunkOf(tensors, prefix, activation) {
  return Object.keys(tensors)
    .map((name) => name.match(/^(.*)\.(\d+)\.weight$/))
    .filter((match) => match?.[1] === prefix)
    .map((match) => Number(match?.[2]))
    .sort((a, b) => a - b)
    .map((index) => layerOf(tensors, `${prefix}.${index}`, ACTIVATIONS[activation]));
}

/**
 * @param {Tensors} tensors
 * @param {string} name
 * @param {(sum: number) => number} activation
 * @returns {Layer}
 */
function layerOf(tensors, name, activation) {
  const { shape, values } = tensors[`${name}.weight`];
  const [sums, output] = [new Float32Array(shape[0]), new Float32Array(shape[0])];
  return { weights: values, bias: tensors[`${name}.bias`].values, activation, sums, output };
}

// What stands between the marks is shown on the page as the code that ran.

// <decode>
/** The picture x̂ at z: each layer computes activation(W·input + b); the next call writes over it. @type {Decode} */
export function decode(layers, z) {
  return pass(layers, Float32Array.from(z));
}

/** What comes out of the last layer. @type {Pass} */
function pass(layers, input) {
  for (const { weights, bias, activation, sums, output } of layers) {
    affine(weights, bias, input, sums);
    for (let i = 0; i < output.length; i++) output[i] = activation(sums[i]);
    input = output;
  }
  return input;
}

/** output = W·input + b, with W stored row after row. @type {Affine} */
function affine(weights, bias, input, output) {
  const n = input.length;
  let i = 0;
  // Eight rows at a time, so that each input is read once for eight products: 1.6 times as fast.
  for (; i + 7 < output.length; i += 8) {
    let [a, b, c, d] = [bias[i], bias[i + 1], bias[i + 2], bias[i + 3]];
    let [e, f, g, h] = [bias[i + 4], bias[i + 5], bias[i + 6], bias[i + 7]];
    for (let j = 0, at = i * n; j < n; j++, at++) {
      const x = input[j];
      a += weights[at] * x;
      b += weights[at + n] * x;
      c += weights[at + 2 * n] * x;
      d += weights[at + 3 * n] * x;
      e += weights[at + 4 * n] * x;
      f += weights[at + 5 * n] * x;
      g += weights[at + 6 * n] * x;
      h += weights[at + 7 * n] * x;
    }
    [output[i], output[i + 1], output[i + 2], output[i + 3]] = [a, b, c, d];
    [output[i + 4], output[i + 5], output[i + 6], output[i + 7]] = [e, f, g, h];
  }
  for (; i < output.length; i++) {
    let a = bias[i];
    for (let j = 0; j < n; j++) a += weights[i * n + j] * input[j];
    output[i] = a;
  }
}
// </decode>
export { affine };

/**
 * q(z|x) of a VAE, as its μ and log σ²; an autoencoder's point has no log σ².
 *
 * @param {Encoder} encoder
 * @param {Float32Array} x
 */
export function encode({ trunk, mean, logVariance }, x) {
  const features = pass(trunk, x);
  return { mean: pass(mean, features), logVariance: logVariance && pass(logVariance, features) };
}
