// A digit through an AE and a VAE.

import { flow, gradients } from "../networks/flow.js";
import { fetchDecoder, fetchEncoder } from "../networks/fetching.js";

/**
 * @typedef {import("../networks/flow.js").Network} Network
 * @typedef {"vae" | "ae"} Kind of a model
 * @typedef {import("../networks/flow.js").Result & Partial<import("../networks/flow.js").Gradients>} Found
 */

/** @type {Kind[]} */
export const KINDS = ["vae", "ae"];

/**
 * What `find` finds for each model.
 *
 * @template T
 * @param {(kind: Kind) => T} find
 * @returns {Record<Kind, T>}
 */
export const forBoth = (find) => ({ vae: find("vae"), ae: find("ae") });

/**
 * @param {Record<Kind, import("../networks/network.js").Model>} models
 * @returns {Promise<Record<Kind, Network>>}
 */
export async function fetchNetworks(models) {
  const [vae, ae] = await Promise.all(KINDS.map((kind) => fetchNetwork(models[kind])));
  return { vae, ae };
}

/**
 * @param {import("../networks/network.js").Model} model
 * @returns {Promise<Network>}
 */
async function fetchNetwork(model) {
  const [encoder, layers] = await Promise.all([fetchEncoder(model), fetchDecoder(model)]);
  return { encoder, layers };
}

/**
 * `x` through both models, and the way back where `isBack`.
 *
 * @param {Record<Kind, Network>} networks
 * @param {Float32Array} x 784 grey levels
 * @param {Float32Array} epsilon
 * @param {import("../networks/flow.js").Nudge} moved
 * @param {boolean} isBack
 * @returns {Record<Kind, Found>}
 */
export const throughBoth = (networks, x, epsilon, moved, isBack) =>
  forBoth((kind) => {
    const result = flow(networks[kind], x, epsilon, moved);
    const back = isBack ? gradients(networks[kind], x, result) : {};
    return { ...result, ...back, xHat: result.xHat.slice() }; // the layers write the next one over it
  });
