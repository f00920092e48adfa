// Where codes lie along each latent dimension.

import { cleared } from "../base/canvas.js";

const BINS = 64;
const MOST_CODES = 2500; // behind a curve; more are not seen
const PRIOR_PEAK = 1 / Math.sqrt(2 * Math.PI);

/**
 * The aggregate posterior, one coordinate at a time: its density at the middle of 64 bins from −limit to limit. For a
 * VAE q(zⱼ) = 1/N Σᵢ N(zⱼ; μᵢⱼ, σᵢⱼ²), exactly; for an autoencoder a histogram of its codes.
 *
 * @param {Float32Array} means a row of n numbers for each code
 * @param {Float32Array | undefined} logVariances
 * @param {number} n
 * @param {number} limit
 */
export function marginals(means, logVariances, n, limit) {
  const width = (2 * limit) / BINS;
  const rows = means.length / n;
  const every = logVariances ? Math.ceil(rows / MOST_CODES) : 1;
  const count = Math.ceil(rows / every) || 1;
  return Array.from({ length: n }, (_, j) => {
    const density = new Float64Array(BINS);
    for (let row = 0; row < rows; row += every) {
      const mean = means[row * n + j];
      if (logVariances) addNormal(density, mean, Math.exp(0.5 * logVariances[row * n + j]), width, limit);
      else if (Math.abs(mean) < limit) density[Math.floor((mean + limit) / width)] += 1 / width;
    }
    return density.map((sum) => sum / count);
  });
}

/**
 * A narrow bell between two middles would be missed: none is narrower than half a bin.
 *
 * @param {Float64Array} density
 * @param {number} mean
 * @param {number} deviation
 * @param {number} width of a bin
 * @param {number} limit
 */
function addNormal(density, mean, deviation, width, limit) {
  const sigma = Math.max(deviation, width / 2);
  const [first, last] = [mean - 5 * sigma, mean + 5 * sigma].map((edge) => Math.floor((edge + limit) / width));
  for (let bin = Math.max(0, first); bin <= Math.min(BINS - 1, last); bin++) {
    const distance = ((bin + 0.5) * width - limit - mean) / sigma;
    density[bin] += (PRIOR_PEAK / sigma) * Math.exp(-0.5 * distance * distance);
  }
}

/**
 * The density as an area in the colour of z, the prior as a line in its own.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Float64Array} density
 * @param {number} limit
 * @param {{ z: string, p: string }} colours
 */
export function drawMarginal(canvas, density, limit, colours) {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (!width) return;
  const draw = cleared(canvas, width, height);
  const highest = Math.max(PRIOR_PEAK, ...density);
  const up = (/** @type {number} */ value) => height - (height - 1) * (value / highest);
  const step = width / density.length;
  draw.fillStyle = colours.z;
  draw.globalAlpha = 0.38;
  density.forEach((value, bin) => draw.fillRect(bin * step, up(value), step + 0.3, height - up(value)));
  draw.globalAlpha = 1;
  draw.strokeStyle = colours.p;
  draw.beginPath();
  for (let x = 0; x <= width; x += 2) {
    const z = ((2 * x) / width - 1) * limit;
    draw.lineTo(x, up(PRIOR_PEAK * Math.exp(-0.5 * z * z)));
  }
  draw.stroke();
}
