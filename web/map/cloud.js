// What a map is of: codes of images, evenly chosen, and what decodes them.

import { calledBy, UNLABELLED } from "../latent/codes.js";
import { fetchModel } from "../latent/models.js";

/**
 * @typedef {object} Cloud
 * @property {Uint32Array} numbers of the image behind each point
 * @property {Uint8Array} labels of each point
 * @property {Float32Array} codes a row of `latent` numbers for each point
 * @property {number} latent
 * @property {import("../networks/network.js").Layer[]} layers of the decoder
 * @property {string[]} [names] of label 0, 1, …, where they have some
 */

/**
 * @param {import("../networks/network.js").Model} model
 * @param {number} count of points
 * @returns {Promise<Cloud>}
 */
export async function fetchCloud(model, count) {
  const { layers, codes, labels } = await fetchModel(model);
  return { ...chosenFrom(codes, labels, count), latent: model.latent_dim, layers, names: model.class_names };
}

/**
 * `count` of the codes, evenly chosen, as ui/clouds.py does.
 *
 * @param {Float32Array} mean a row for each label
 * @param {Uint8Array} labels
 * @param {number} count
 */
export function chosenFrom(mean, labels, count) {
  const latent = mean.length / labels.length;
  const numbers = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * labels.length) / count));
  const codes = new Float32Array(count * latent);
  numbers.forEach((number, i) => codes.set(mean.subarray(number * latent, (number + 1) * latent), i * latent));
  return { numbers, labels: Uint8Array.from(numbers, (number) => labels[number]), codes };
}

/**
 * The class of a point as it is written; nothing, where it has none.
 *
 * @param {Pick<Cloud, "labels" | "names">} cloud
 * @param {number} point
 */
export const nameOf = ({ labels, names }, point) => labels[point] === UNLABELLED ? "" : calledBy(labels[point], names);
