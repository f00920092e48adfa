// Images of points: the original once it has come, decoded until then.

import { fromServer } from "../base/server.js";
import { decode } from "../networks/network.js";

/**
 * By path; `null` while an image is on its way, and where it never came.
 *
 * @type {Map<string, Float32Array | null>}
 */
const originals = new Map();

export class Pictures {
  /**
   * @param {import("./cloud.js").Cloud} cloud
   * @param {string | null} path of an original, with {number} in it; `null`: there are none
   */
  constructor(cloud, path) {
    this.cloud = cloud;
    this.path = path;
  }

  /**
   * 784 grey levels from 0 to 1, perhaps written over by the next call.
   *
   * @param {number} point
   * @param {() => void} onload the original has come
   * @returns {Float32Array}
   */
  of(point, onload) {
    const { numbers, codes, latent, layers } = this.cloud;
    const path = this.path?.replace("{number}", String(numbers[point]));
    const original = path && originals.get(path);
    if (original) return original;
    if (path && original === undefined) fetchOriginal(path).then(onload, console.error);
    return decode(layers, codes.subarray(point * latent, (point + 1) * latent));
  }
}

/** @param {string} path */
async function fetchOriginal(path) {
  originals.set(path, null);
  const response = await fetch(fromServer(path));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  originals.set(path, Float32Array.from(new Uint8Array(await response.arrayBuffer()), (value) => value / 255));
}
