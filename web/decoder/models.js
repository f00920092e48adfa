// The models that decode z, with the codes of their test images.

import { fetchDecoder } from "../networks/network.js";
import { fetchEncodings } from "../networks/safetensors.js";

/**
 * @typedef {import("../networks/network.js").Model & { label: string, title: string }} Described what the server tells
 *
 * @typedef {object} Fetched
 * @property {import("../networks/network.js").Layer[]} layers
 * @property {Float32Array} codes a row of numbers for each label
 * @property {Float32Array | undefined} logVariances of a VAE
 * @property {Uint8Array} labels
 *
 * @typedef {Described & Fetched} Model
 */

/**
 * @param {Described} described
 * @returns {Promise<Model>}
 */
export async function fetchModel(described) {
  const [layers, { mean: codes, logVariance: logVariances, labels }] = await Promise.all([
    fetchDecoder(described),
    fetchEncodings(described.encodings),
  ]);
  return { ...described, layers, codes, logVariances, labels };
}
