// Layers that connect all with all, and lists of blocks, by their names in a file.

import { affine } from "./network.js";

/**
 * @typedef {import("./safetensors.js").Tensors} Tensors
 * @typedef {{ weights: Float32Array, bias: Float32Array, size: number }} Dense
 */

/**
 * @param {Tensors} tensors
 * @param {string} name
 * @returns {Dense}
 */
export function denseOf(tensors, name) {
  const { shape: [size], values: weights } = tensors[`${name}.weight`];
  return { weights, bias: tensors[`${name}.bias`]?.values ?? new Float32Array(size), size };
}

/**
 * W·input + b.
 *
 * @param {Dense} layer
 * @param {Float32Array} input
 * @param {Float32Array} [output] is written over
 */
export function passed({ weights, bias, size }, input, output = new Float32Array(size)) {
  affine(weights, bias, input, output);
  return output;
}

/**
 * The names of the blocks in a list of them, in order.
 *
 * @param {Tensors} tensors
 * @param {string} list
 */
export function blocksOf(tensors, list) {
  const names = [];
  while (`${list}.${names.length}.first.weight` in tensors) names.push(`${list}.${names.length}`);
  return names;
}
