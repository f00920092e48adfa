// What is done with planes of numbers: convolution, normalisation, other sizes.

import { ACTIVATIONS } from "./network.js";

/**
 * @typedef {import("./safetensors.js").Tensor} Tensor
 * @typedef {import("./safetensors.js").Tensors} Tensors
 * @typedef {(input: Float32Array) => Float32Array} Convolve the next call writes over it
 */

const GROUPS = 8; // as in vae_core/models/config.py
const EPSILON = 1e-5; // PyTorch's own
const PATCH = 2;
const { silu } = ACTIVATIONS;

/**
 * 3 × 3, with a border of zeros.
 *
 * @param {Tensor} weight `[outputs, inputs, 3, 3]`
 * @param {Tensor} bias
 * @param {number} side of the input
 * @param {number} stride 1 or 2
 * @returns {Convolve}
 */
export function convolution({ shape: [outputs, inputs], values: weights }, { values: bias }, side, stride) {
  const wide = side + 2;
  const padded = new Float32Array(inputs * wide * wide);
  const small = side / stride;
  const output = new Float32Array(outputs * small * small);
  return (input) => {
    for (let c = 0; c < inputs; c++) {
      for (let y = 0; y < side; y++) {
        const from = (c * side + y) * side;
        padded.set(input.subarray(from, from + side), (c * wide + y + 1) * wide + 1);
      }
    }
    for (let o = 0; o < outputs; o++) output.fill(bias[o], o * small * small, (o + 1) * small * small);
    for (let o = 0; o < outputs; o += 2) addPair(weights, padded, output, { o, inputs, wide, small, stride });
    return output;
  };
}

/**
 * What all inputs add to two outputs: so that each number read serves twice. Sums are of numbers in double precision.
 *
 * @param {Float32Array} weights
 * @param {Float32Array} padded
 * @param {Float32Array} output
 * @param {{ o: number, inputs: number, wide: number, small: number, stride: number }} sizes
 */
function addPair(weights, padded, output, { o, inputs, wide, small, stride }) {
  const places = small * small;
  for (let c = 0; c < inputs; c++) {
    const k = (o * inputs + c) * 9, l = k + inputs * 9;
    const [a0, a1, a2, a3, a4, a5, a6, a7, a8] = weights.subarray(k, k + 9);
    const [b0, b1, b2, b3, b4, b5, b6, b7, b8] = weights.subarray(l, l + 9);
    for (let y = 0; y < small; y++) {
      let at = (c * wide + y * stride) * wide;
      let to = o * places + y * small;
      for (let x = 0; x < small; x++, at += stride, to++) {
        const p0 = padded[at], p1 = padded[at + 1], p2 = padded[at + 2];
        const p3 = padded[at + wide], p4 = padded[at + wide + 1], p5 = padded[at + wide + 2];
        const p6 = padded[at + 2 * wide], p7 = padded[at + 2 * wide + 1], p8 = padded[at + 2 * wide + 2];
        output[to] += a0 * p0 + a1 * p1 + a2 * p2 + a3 * p3 + a4 * p4 + a5 * p5 + a6 * p6 + a7 * p7 + a8 * p8;
        output[to + places] += b0 * p0 + b1 * p1 + b2 * p2 + b3 * p3 + b4 * p4 + b5 * p5 + b6 * p6 + b7 * p7 + b8 * p8;
      }
    }
  }
}

/**
 * GroupNorm (Wu & He 2018) and silu, in place.
 *
 * @param {Tensors} tensors
 * @param {string} name
 */
export function normalised(tensors, name) {
  const [weights, bias] = ["weight", "bias"].map((part) => tensors[`${name}.${part}`].values);
  return (/** @type {Float32Array} */ planes) => {
    const size = planes.length / GROUPS;
    const places = planes.length / weights.length;
    for (let start = 0; start < planes.length; start += size) {
      const { mean, scale } = spread(planes, start, start + size);
      for (let i = start; i < start + size; i++) {
        const channel = Math.floor(i / places);
        planes[i] = silu((planes[i] - mean) * scale * weights[channel] + bias[channel]);
      }
    }
  };
}

/**
 * @param {Float32Array} planes
 * @param {number} start
 * @param {number} end
 */
function spread(planes, start, end) {
  let sum = 0, squares = 0;
  for (let i = start; i < end; i++) sum += planes[i];
  const mean = sum / (end - start);
  for (let i = start; i < end; i++) squares += (planes[i] - mean) ** 2;
  return { mean, scale: 1 / Math.sqrt(squares / (end - start) + EPSILON) };
}

/**
 * An image as a plane for each pixel of its patches of 2 × 2.
 *
 * @param {Float32Array} image
 */
export function unshuffled(image) {
  const planes = new Float32Array(image.length);
  eachPixel(image.length, (pixel, place) => planes[place] = image[pixel]);
  return planes;
}

/**
 * The inverse of {@link unshuffled}.
 *
 * @param {Float32Array} planes
 */
export function shuffled(planes) {
  const image = new Float32Array(planes.length);
  eachPixel(planes.length, (pixel, place) => image[pixel] = planes[place]);
  return image;
}

/**
 * @param {number} pixels
 * @param {(pixel: number, place: number) => void} use
 */
function eachPixel(pixels, use) {
  const side = Math.sqrt(pixels), small = side / PATCH;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const plane = (y % PATCH) * PATCH + x % PATCH;
      use(y * side + x, (plane * small + Math.floor(y / PATCH)) * small + Math.floor(x / PATCH));
    }
  }
}

/**
 * Planes of twice the side, each number four times.
 *
 * @param {Float32Array} planes
 * @param {number} side
 */
export function upsampled(planes, side) {
  const large = new Float32Array(4 * planes.length);
  const wide = 2 * side;
  for (let to = 0; to < large.length; to++) {
    const [x, y, c] = [to % wide, Math.floor(to / wide) % wide, Math.floor(to / (wide * wide))];
    large[to] = planes[(c * side + (y >> 1)) * side + (x >> 1)];
  }
  return large;
}
