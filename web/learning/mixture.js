// Data in the plane of which all is known: Σ_k w_k N(μ_k, diag(σ_k²)), as vae_core/diffusion/mixture.py has them.

import { standardNormal } from "../networks/random.js";

const LOG_TWO_PI = Math.log(2 * Math.PI);
const PARTS = 5; // numbers that a component is described by

/**
 * @typedef {object} Mixture
 * @property {number[]} weights w, with sum 1
 * @property {[x: number, y: number][]} means μ
 * @property {[x: number, y: number][]} variances σ²
 *
 * @typedef {{ signal: number, noise: number }} Level α and σ of x_t = α x_0 + σ ε
 */

/**
 * Equal discs around points, as vae_core/diffusion/examples.py makes them.
 *
 * @param {number[]} points x and y of one after the other
 * @param {number} deviation
 * @returns {Mixture}
 */
export function around(points, deviation) {
  const n = points.length / 2;
  const each = Array.from({ length: n }, (_, i) => i);
  return {
    weights: each.map(() => 1 / n),
    means: each.map((i) => [points[2 * i], points[2 * i + 1]]),
    variances: each.map(() => [deviation ** 2, deviation ** 2]),
  };
}

/**
 * What is seen of a mixture under noise: α x_0 + σ ε is a mixture, too. Of each component its mean, its precision in
 * both directions, and what is constant in its logarithm.
 *
 * @param {Mixture} mixture
 * @param {Level} level
 */
function noisy({ weights, means, variances }, { signal, noise }) {
  const parts = weights.map((weight, k) => {
    const [across, up] = variances[k].map((variance) => signal ** 2 * variance + noise ** 2);
    const constant = Math.log(weight) - LOG_TWO_PI - 0.5 * Math.log(across * up);
    return [signal * means[k][0], signal * means[k][1], 1 / across, 1 / up, constant];
  });
  return Float64Array.from(parts.flat());
}

/**
 * Density and E[ε∣x_t] = −σ ∇ log q(x_t) of places   (Efron 2011, eq. 1.4; Bishop 2006, eq. 9.7 and 9.13).
 *
 * @param {Mixture} mixture
 * @param {Level} level
 * @param {Float64Array} places x_t, `[n, 2]`
 */
export function known(mixture, level, places) {
  const parts = noisy(mixture, level);
  const logJoint = new Float64Array(mixture.weights.length);
  const found = { noise: new Float64Array(places.length), density: new Float64Array(places.length / 2) };
  for (let i = 0; i < places.length; i += 2) {
    const x = places[i], y = places[i + 1];
    let most = -Infinity;
    for (let k = 0, at = 0; k < logJoint.length; k++, at += PARTS) {
      const across = x - parts[at], up = y - parts[at + 1];
      logJoint[k] = parts[at + 4] - 0.5 * (across * across * parts[at + 2] + up * up * parts[at + 3]);
      if (logJoint[k] > most) most = logJoint[k];
    }
    let sum = 0, across = 0, up = 0;
    for (let k = 0, at = 0; k < logJoint.length; k++, at += PARTS) {
      const share = Math.exp(logJoint[k] - most);
      sum += share;
      across += share * (x - parts[at]) * parts[at + 2];
      up += share * (y - parts[at + 1]) * parts[at + 3];
    }
    found.noise[i] = level.noise * across / sum;
    found.noise[i + 1] = level.noise * up / sum;
    found.density[i / 2] = sum * Math.exp(most);
  }
  return found;
}

/**
 * A draw of the data: a component first, then a point of it.
 *
 * @param {Mixture} mixture
 * @param {() => number} random from 0 to 1
 * @returns {[x: number, y: number]}
 */
export function drawn({ weights, means, variances }, random) {
  let left = random();
  let k = 0;
  while (k < weights.length - 1 && left >= weights[k]) left -= weights[k++];
  const along = (/** @type {0 | 1} */ i) => means[k][i] + Math.sqrt(variances[k][i]) * standardNormal(random);
  return [along(0), along(1)];
}
