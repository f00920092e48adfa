// Networks that tell what noise has hidden: the same weights and the same arithmetic as vae_core/models/denoiser.py.

import { denseOf, passed } from "./dense.js";
import { FREQUENCIES } from "./frequencies.js";
import { imageBody } from "./image_body.js";
import { ACTIVATIONS } from "./network.js";
import { fetchTensors } from "./fetching.js";
import { vectorBody } from "./vector_body.js";

/**
 * @typedef {import("./safetensors.js").Tensors} Tensors
 * @typedef {Float32Array[]} Told what is added in each block, for one noise and one class
 *
 * @typedef {object} Body
 * @property {import("./dense.js").Dense[]} told of each block
 * @property {(x: Float32Array, told: Told) => Float32Array} velocity the next call writes over it
 */

const MOST_KEPT = 3000; // conditions
const { silu } = ACTIVATIONS;

/** @param {string} path as ui/addresses.py names it */
export const fetchDenoiser = async (path) => new Denoiser(await fetchTensors(path));

export class Denoiser {
  /** @param {Tensors} tensors */
  constructor(tensors) {
    this.noise = denseOf(tensors, "condition.noise");
    this.mixed = denseOf(tensors, "condition.mixed");
    this.labels = tensors["condition.label"];
    this.body = tensors["body.enter.weight"].shape.length === 2 ? vectorBody(tensors) : imageBody(tensors);
    /** @type {Map<string, Told>} */
    this.kept = new Map();
  }

  /**
   * What all examples share that are as noisy and of one class; it is kept, for many come after each other.
   *
   * @param {number} logSnr
   * @param {number | null} [label] `null`: not told
   */
  condition(logSnr, label = null) {
    const name = `${logSnr} ${label}`;
    const kept = this.kept.get(name);
    if (kept) return kept;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    const told = this.told(logSnr, label);
    this.kept.set(name, told);
    return told;
  }

  /**
   * @param {number} logSnr
   * @param {number | null} label
   * @returns {Told}
   */
  told(logSnr, label) {
    const angles = FREQUENCIES.map((frequency) => Math.fround(logSnr * frequency));
    const sums = passed(this.noise, Float32Array.from([...angles.map(Math.sin), ...angles.map(Math.cos)]));
    if (this.labels) {
      const { shape: [rows, width], values } = this.labels;
      const row = (label ?? rows - 1) * width;
      for (let i = 0; i < width; i++) sums[i] += values[row + i];
    }
    const condition = passed(this.mixed, sums.map(silu)).map(silu);
    return this.body.told.map((layer) => passed(layer, condition));
  }

  /**
   * v = α ε − σ x_0, as found in x_t; the next call writes over it.
   *
   * @param {Float32Array} x
   * @param {Told} told
   */
  velocity(x, told) {
    return this.body.velocity(x, told);
  }
}
