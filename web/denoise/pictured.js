// What is denoised, as a picture: an image itself, or a code through its decoder.

import { decode, fetchDecoder } from "../networks/network.js";

/**
 * @typedef {object} Described what ui/components/denoise tells of a model
 * @property {string} label
 * @property {string} denoiser where its weights are
 * @property {number} size of what is denoised
 * @property {number[]} logSnr of its schedule
 * @property {import("../networks/network.js").Model | null} decoder of its codes; `null`: it denoises images
 *
 * @typedef {(values: ArrayLike<number>) => ArrayLike<number>} Picture from 0 to 1, paper and ink
 */

/** @type {Map<string, Promise<import("../networks/network.js").Layer[]>>} */
const decoders = new Map();

/**
 * @param {Described} described
 * @returns {Promise<Picture>}
 */
export async function pictured({ decoder }) {
  if (!decoder) return (values) => Float32Array.from(values, (value) => Math.min(1, Math.max(0, (value + 1) / 2)));
  if (!decoders.has(decoder.decoder)) decoders.set(decoder.decoder, fetchDecoder(decoder));
  const layers = await decoders.get(decoder.decoder);
  return (code) => decode(/** @type {any} */ (layers), code);
}
