// One digit through a model and the gradient back again: what vae_core/models, objectives.py and
// torch.autograd compute, for one row of a batch. encode() and decode() come from network.js.

// <flow>
/** x → q(z|x) → z → x̂, and the loss of it in nats. `shift` and `stretch` are what a hand does to μ and σ. */
export function flow({ encoder, layers }, x, epsilon, { shift, stretch }) {
  const { mean, logVariance } = encode(encoder, x);
  const mu = mean.map((value, i) => value + shift[i]);
  const sigma = logVariance && logVariance.map((value, i) => Math.exp(0.5 * value) * stretch[i]);
  const z = sigma ? mu.map((value, i) => value + sigma[i] * epsilon[i]) : mu;
  const xHat = decode(layers, z);
  const reconstruction = bernoulliNll(x, layers.at(-1).sums);
  const kl = sigma && mu.map((value, i) => klToStandardNormal(value, sigma[i]));
  return { mu, sigma, epsilon, z, xHat, reconstruction, kl };
}

/** −log p(x|z) = −Σ x log x̂ + (1 − x) log(1 − x̂), from the logits: no logarithm of 0. */
function bernoulliNll(x, logits) {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    sum += Math.max(logits[i], 0) - x[i] * logits[i] + Math.log1p(Math.exp(-Math.abs(logits[i])));
  }
  return sum;
}

/** KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1 − log σ²) */
function klToStandardNormal(mu, sigma) {
  return 0.5 * (mu * mu + sigma * sigma - 1 - 2 * Math.log(sigma));
}

/** The gradient of the loss on the way back. ε and x get none: no weight can move them. */
export function gradients({ layers }, x, { mu, sigma, epsilon, xHat }) {
  let back = Float64Array.from(xHat, (value, i) => value - x[i]); // of the logits
  layers.toReversed().forEach(({ weights }, k, reversed) => {
    back = transposed(weights, back, weights.length / back.length); // Wᵀ·gradient
    const below = reversed[k + 1];
    if (below) back = back.map((value, i) => value * SLOPES.get(below.activation)(below.sums[i]));
  });
  const ofZ = back;
  const ofMu = sigma ? ofZ.map((value, i) => value + mu[i]) : ofZ; // + ∂KL/∂μ
  const ofSigma = sigma && ofZ.map((value, i) => value * epsilon[i] + sigma[i] - 1 / sigma[i]); // + ∂KL/∂σ
  return { ofZ, ofMu, ofSigma };
}
// </flow>

const SLOPES = new Map([
  [ACTIVATIONS.relu, (a) => (a > 0 ? 1 : 0)],
  [ACTIVATIONS.silu, (a) => sigmoid(a) * (1 + a * (1 - sigmoid(a)))],
  [ACTIVATIONS.tanh, (a) => 1 - Math.tanh(a) ** 2],
]);

/** Wᵀ·vector, with W stored row after row, `n` in each. */
function transposed(weights, vector, n) {
  const result = new Float64Array(n);
  for (let i = 0, at = 0; i < vector.length; i++) {
    const factor = vector[i];
    for (let j = 0; j < n; j++, at++) result[j] += weights[at] * factor;
  }
  return result;
}

/** ε for a seed: the same numbers each time, so that an address reproduces them. */
export function noise(seed, n) {
  const random = mulberry32(seed);
  return Float32Array.from({ length: n }, () => standardNormal(random));
}

/** Uniform numbers from a seed, by Tommy Ettinger's mulberry32 (2017). */
function mulberry32(seed) {
  let state = (seed + 1) * 0x9e3779b1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
