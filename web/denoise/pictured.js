// What is denoised, as a picture: an image itself, or a code through its decoder; and back, through its encoder.

import { once } from "../base/once.js";
import { buildDecoder, buildEncoder, decode, encode } from "../networks/network.js";
import { fetchTensors } from "../networks/fetching.js";

/**
 * @typedef {object} Described what ui/components/denoise tells of a model
 * @property {string} label
 * @property {string} denoiser where its weights are
 * @property {number} size of what is denoised
 * @property {number[]} logSnr of its schedule
 * @property {import("../networks/network.js").Model | null} decoder of its codes; `null`: it denoises images
 *
 * @typedef {(values: ArrayLike<number>) => ArrayLike<number>} Picture from 0 to 1, paper and ink
 * @typedef {(image: Float32Array) => Float64Array} Values the inverse: what is noised
 */

const tensorsAt = once(fetchTensors);

/**
 * @param {Described} described
 * @returns {Promise<Picture>}
 */
export async function pictured({ decoder }) {
  if (!decoder) return (values) => Float32Array.from(values, (value) => Math.min(1, Math.max(0, (value + 1) / 2)));
  const layers = buildDecoder(await tensorsAt(decoder.decoder), decoder.activation);
  return (code) => decode(layers, code);
}

/**
 * @param {Described} described
 * @returns {Promise<Values>} of an image in [0, 1]: brought to [−1, 1], or the mean of its code
 */
export async function valued({ decoder: vae }) {
  if (!vae) return (image) => Float64Array.from(image, (value) => 2 * value - 1);
  const encoder = buildEncoder(await tensorsAt(vae.encoder), vae.activation);
  return (image) => new Float64Array(encode(encoder, image).mean);
}
