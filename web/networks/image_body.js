// The U-Net of vae_core/models/image_denoiser.py: planes of numbers, one after the other, each row after row.

import { blocksOf, denseOf } from "./dense.js";
import { convolution, normalised, shuffled, unshuffled, upsampled } from "./planes.js";

/**
 * @typedef {import("./safetensors.js").Tensors} Tensors
 * @typedef {import("./denoiser.js").Body} Body
 * @typedef {import("./planes.js").Convolve} Convolve
 * @typedef {(input: Float32Array) => void} Normalise in place, and silu
 *
 * @typedef {object} Block
 * @property {number} side
 * @property {Convolve} first
 * @property {Convolve} second
 * @property {Normalise} normFirst
 * @property {Normalise} normSecond
 * @property {import("./dense.js").Dense} told
 * @property {Float32Array} inner
 */

/**
 * @param {Tensors} tensors
 * @returns {Body}
 */
export function imageBody(tensors) {
  const fine = 14; // of an image of 28 × 28, where each place stands for four pixels
  const coarse = fine / 2;
  const at = (/** @type {string} */ name, /** @type {number} */ side, stride = 1) =>
    convolution(tensors[`body.${name}.weight`], tensors[`body.${name}.bias`], side, stride);
  const stage = (/** @type {string} */ name, /** @type {number} */ side) =>
    blocksOf(tensors, `body.${name}`).map((path) => blockOf(tensors, path, side));
  const [enter, down, up, leave] = [at("enter", fine), at("down", fine, 2), at("up", fine), at("leave", fine)];
  const [before, middle, after] = [stage("before", fine), stage("middle", coarse), stage("after", fine)];
  const norm = normalised(tensors, "body.norm");
  const blocks = [...before, ...middle, ...after];
  return {
    told: blocks.map(({ told }) => told),
    velocity(x, told) {
      let number = 0;
      const through = (/** @type {Block[]} */ stage, /** @type {Float32Array} */ h) => {
        for (const block of stage) pass(block, h, told[number++]);
        return h;
      };
      const h = through(before, enter(unshuffled(x)));
      const inner = through(middle, down(h));
      const back = up(upsampled(inner, coarse));
      for (let i = 0; i < h.length; i++) h[i] += back[i];
      norm(through(after, h));
      return shuffled(leave(h));
    },
  };
}

/**
 * @param {Tensors} tensors
 * @param {string} path
 * @param {number} side
 * @returns {Block}
 */
function blockOf(tensors, path, side) {
  const at = (/** @type {string} */ name) =>
    convolution(tensors[`${path}.${name}.weight`], tensors[`${path}.${name}.bias`], side, 1);
  const told = denseOf(tensors, `${path}.told`);
  return {
    side,
    first: at("first"),
    second: at("second"),
    normFirst: normalised(tensors, `${path}.norm_first`),
    normSecond: normalised(tensors, `${path}.norm_second`),
    told,
    inner: new Float32Array(told.size * side * side),
  };
}

/**
 * h += conv₂(silu(norm₂(conv₁(silu(norm₁(h))) + U c)))
 *
 * @param {Block} block
 * @param {Float32Array} h
 * @param {Float32Array} told
 */
function pass({ side, first, second, normFirst, normSecond, inner }, h, told) {
  inner.set(h);
  normFirst(inner);
  const middle = first(inner);
  const places = side * side;
  for (let i = 0; i < middle.length; i++) middle[i] += told[Math.floor(i / places)];
  normSecond(middle);
  const change = second(middle);
  for (let i = 0; i < h.length; i++) h[i] += change[i];
}
