// Where files of tensors come from: each is fetched once for the page, whoever asks.

import { once } from "../base/once.js";
import { fromServer } from "../base/server.js";
import { buildDecoder, buildEncoder } from "./network.js";
import { encodingsOf, parseSafetensors } from "./safetensors.js";

/**
 * @typedef {import("./network.js").Model} Model
 * @typedef {import("./safetensors.js").Stored} Stored
 * @typedef {import("./safetensors.js").Tensors} Tensors
 */

/** @param {Model} model */
export const fetchDecoder = async ({ decoder, activation }) => buildDecoder(await fetchTensors(decoder), activation);

/** @param {Model} model */
export const fetchEncoder = async ({ encoder, activation }) => buildEncoder(await fetchTensors(encoder), activation);

/**
 * The tensors of a file of floating point numbers.
 *
 * @param {string} path as ui/addresses.py names it
 * @returns {Promise<Tensors>}
 */
export const fetchTensors = (path) => /** @type {Promise<Tensors>} */ (fetchStored(path));

/**
 * Codes of images, with their classes.
 *
 * @param {string} path
 */
export const fetchEncodings = async (path) => encodingsOf(await fetchStored(path));

/** @type {(path: string) => Promise<Record<string, Stored>>} */
const fetchStored = once((path) => fetchBytes(path).then(parseSafetensors));

/** @param {string} path */
async function fetchBytes(path) {
  const response = await fetch(fromServer(path));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.arrayBuffer();
}
