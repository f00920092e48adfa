// One digit through a model and the gradient back again: what vae_core/models, objectives.py and torch.autograd
// compute, for one row of a batch. What stands between the marks is shown on the page as the code that ran.

import { ACTIVATIONS, decode, encode, sigmoid } from "./network.js";

/**
 * @typedef {object} Network
 * @property {import("./network.js").Encoder} encoder
 * @property {import("./network.js").Layer[]} layers of the decoder
 *
 * @typedef {{ shift: number[], stretch: number[] }} Nudge what a hand does to each μ and each σ
 *
 * @typedef {object} Result
 * @property {Float32Array} mu
 * @property {Float32Array | null} sigma `null` in an autoencoder, which has no ε and no KL either
 * @property {Float32Array} epsilon
 * @property {Float32Array} z
 * @property {Float32Array} xHat
 * @property {number} reconstruction in nats
 * @property {Float32Array | null} kl in nats, of each dimension
 *
 * @typedef {{ ofZ: Float64Array, ofMu: Float64Array, ofSigma: Float64Array | null }} Gradients
 *
 * @typedef {(x: ArrayLike<number>, logits: Float32Array) => number} Likelihood
 * @typedef {(network: Network, x: Float32Array, epsilon: Float32Array, nudge: Nudge) => Result} Flow
 * @typedef {(network: Pick<Network, "layers">, x: Float32Array, result: Result) => Gradients} Back
 */

// <flow>
/** x → q(z|x) → z → x̂, and its loss in nats. A hand adds `shift` to μ and multiplies σ by `stretch`. @type {Flow} */
export function flow({ encoder, layers }, x, epsilon, { shift, stretch }) {
  const { mean, logVariance } = encode(encoder, x);
  const mu = mean.map((value, i) => value + shift[i]);
  const sigma = logVariance && logVariance.map((value, i) => Math.exp(0.5 * value) * stretch[i]);
  const z = sigma ? mu.map((value, i) => value + sigma[i] * epsilon[i]) : mu;
  const xHat = decode(layers, z);
  const reconstruction = bernoulliNll(x, last(layers).sums);
  const kl = sigma && mu.map((value, i) => klToStandardNormal(value, sigma[i]));
  return { mu, sigma, epsilon, z, xHat, reconstruction, kl };
}

/** −log p(x|z) = −Σ x log x̂ + (1 − x) log(1 − x̂), from the logits: no logarithm of 0. @type {Likelihood} */
function bernoulliNll(x, logits) {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    sum += Math.max(logits[i], 0) - x[i] * logits[i] + Math.log1p(Math.exp(-Math.abs(logits[i])));
  }
  return sum;
}

/** KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1 − log σ²) @type {(mu: number, sigma: number) => number} */
function klToStandardNormal(mu, sigma) {
  return 0.5 * (mu * mu + sigma * sigma - 1 - 2 * Math.log(sigma));
}

/** The gradient of the loss on the way back. ε and x get none: no weight can move them. @type {Back} */
export function gradients({ layers }, x, { mu, sigma, epsilon, xHat }) {
  let back = Float64Array.from(xHat, (value, i) => value - x[i]); // of the logits
  layers.toReversed().forEach(({ weights }, k, reversed) => {
    back = transposed(weights, back, weights.length / back.length); // Wᵀ·gradient
    const below = reversed[k + 1];
    if (below) back = back.map((value, i) => value * slopeOf(below)(below.sums[i]));
  });
  const ofZ = back;
  const ofMu = sigma ? ofZ.map((value, i) => value + mu[i]) : ofZ; // + ∂KL/∂μ
  const ofSigma = sigma && ofZ.map((value, i) => value * epsilon[i] + sigma[i] - 1 / sigma[i]); // + ∂KL/∂σ
  return { ofZ, ofMu, ofSigma };
}
// </flow>

// Shown code calls what follows by name.

/** @type {Map<(sum: number) => number, (sum: number) => number>} */
const SLOPES = new Map([
  [ACTIVATIONS.relu, (a) => (a > 0 ? 1 : 0)],
  [ACTIVATIONS.silu, (a) => sigmoid(a) * (1 + a * (1 - sigmoid(a)))],
  [ACTIVATIONS.tanh, (a) => 1 - Math.tanh(a) ** 2],
]);

/**
 * The derivative of a hidden layer's activation.
 *
 * @param {import("./network.js").Layer} layer
 */
function slopeOf({ activation }) {
  const slope = SLOPES.get(activation);
  if (!slope) throw new Error("no hidden layer has this activation");
  return slope;
}

/** @param {import("./network.js").Layer[]} layers */
const last = (layers) => layers[layers.length - 1];

/**
 * Wᵀ·vector, with W stored row after row, `n` in each.
 *
 * @param {Float32Array} weights
 * @param {Float64Array} vector
 * @param {number} n
 */
function transposed(weights, vector, n) {
  const result = new Float64Array(n);
  for (let i = 0, at = 0; i < vector.length; i++) {
    const factor = vector[i];
    for (let j = 0; j < n; j++, at++) result[j] += weights[at] * factor;
  }
  return result;
}
