// The models of a walk, and the codes that it names.

import { calledBy, CLASSES, classMeans, nearest } from "../latent/codes.js";
import { fetchModel as fetchCoded } from "../latent/models.js";
import { filled } from "../base/formats.js";

/**
 * @typedef {import("../networks/network.js").Model & { label: string }} Described what the server tells
 * @typedef {{ means: (number[] | null)[] }} Measured the mean code of each class
 * @typedef {Described & import("../latent/models.js").Coded & Measured} Model
 *
 * @typedef {string} Token of a code: "m3" is the mean of the threes, "42" is that of test image 42
 */

/**
 * @param {Described} described
 * @returns {Promise<Model>}
 */
export async function fetchModel(described) {
  const model = await fetchCoded(described);
  return { ...model, means: classMeans(model.codes, model.labels) };
}

/**
 * @param {Token} token
 * @returns {number | null} the class whose mean it names
 */
export const classOf = (token) => (token.startsWith("m") ? Number(token.slice(1)) : null);

/**
 * The code that a token names. A class without images has its mean at 0; images are counted round and round.
 *
 * @param {Pick<Model, "codes" | "labels" | "means" | "latent_dim">} model
 * @param {Token} token
 */
export function codeOf({ codes, labels, means, latent_dim: n }, token) {
  const label = classOf(token);
  if (label !== null) return means[label] ?? Array(n).fill(0);
  const row = Number(token) % labels.length;
  return Array.from(codes.subarray(row * n, (row + 1) * n));
}

/**
 * The next image of the same class; after the last one comes the first.
 *
 * @param {Uint8Array} labels
 * @param {Token} token of an image
 * @returns {Token}
 */
export function after(labels, token) {
  const here = Number(token) % labels.length;
  const next = labels.indexOf(labels[here], here + 1);
  return String(next < 0 ? labels.indexOf(labels[here]) : next);
}

/**
 * Words about the code nearest to z; none, where there are no codes.
 *
 * @param {Pick<Model, "codes" | "labels" | "class_names">} model
 * @param {ArrayLike<number>} z
 * @param {[labelled: string, unlabelled: string]} sentences
 * @param {Record<string, string>} [values] what else they say
 */
export function nearby({ codes, labels, class_names: names }, z, [labelled, unlabelled], values = {}) {
  if (!labels.length) return "";
  const { index, distance } = nearest(codes, z);
  const label = labels[index];
  const digit = calledBy(label, names);
  return filled(label < CLASSES ? labelled : unlabelled, { ...values, digit, distance: distance.toFixed(2) });
}
