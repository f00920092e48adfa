// Models that decode z, with the codes of images that they have not learned from.

import { fetchDecoder, fetchEncodings } from "../networks/fetching.js";

/**
 * @typedef {object} Coded
 * @property {import("../networks/network.js").Layer[]} layers of the decoder
 * @property {Float32Array} codes a row of numbers for each label
 * @property {Float32Array | undefined} logVariances of a VAE
 * @property {Uint8Array} labels
 */

/**
 * @template {import("../networks/network.js").Model} Described
 * @param {Described} described what the server tells of it
 * @returns {Promise<Described & Coded>}
 */
export async function fetchModel(described) {
  const [layers, { mean: codes, logVariance: logVariances, labels }] = await Promise.all([
    fetchDecoder(described),
    fetchEncodings(described.encodings),
  ]);
  return { ...described, layers, codes, logVariances, labels };
}
