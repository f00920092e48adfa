// Takes noise back to data beside the page, which stays free for the hand: one run at a time, and the newest only.

import { guessOf } from "../diffusion/guidance.js";
import { sample } from "../diffusion/sampling.js";
import { once } from "../base/once.js";
import { fetchDenoiser } from "../networks/denoiser.js";
import { noise } from "../networks/random.js";

/**
 * @typedef {object} Order
 * @property {number} id a later one takes the place of those before
 * @property {string} denoiser where its weights are, as ui/addresses.py names it
 * @property {number} size of what is denoised
 * @property {import("../diffusion/sampling.js").Schedule} schedule
 * @property {import("../diffusion/sampling.js").Sampler} sampler
 * @property {number | null} label
 * @property {number} guidance
 * @property {number} seed
 *
 * @typedef {import("../diffusion/sampling.js").Stop} Stop
 * @typedef {{ id: number, stops: Stop[] }} Arrived those since the last message
 * @typedef {{ id: number, failed: true }} Failed
 */

const AT_ONCE_MS = 16; // of work, before it is told, and newer orders are looked for
const SEEDS = 1009; // apart: the noises of one run are none of another's

const here = /** @type {any} */ (globalThis);
const denoiserAt = once(fetchDenoiser);
let newest = 0;

here.onmessage = (/** @type {MessageEvent<Order>} */ { data }) => {
  newest = data.id;
  run(data).catch((error) => {
    console.error(error);
    here.postMessage({ id: data.id, failed: true });
  });
};

/** @param {Order} order */
async function run({ id, denoiser, size, schedule, sampler, label, guidance, seed }) {
  const denoise = guessOf(await denoiserAt(denoiser), schedule, label, guidance);
  const fresh = (/** @type {number} */ at) => Float64Array.from(noise(SEEDS * seed + at, size));
  /** @type {Stop[]} */
  let stops = [];
  let since = performance.now();
  for (const stop of sample(sampler, schedule, denoise, fresh(0), fresh)) {
    if (newest !== id) return;
    stops.push(stop);
    if (performance.now() - since < AT_ONCE_MS && stop.t > 0) continue;
    here.postMessage({ id, stops });
    stops = [];
    await breath();
    since = performance.now();
  }
}

const { port1: waker, port2: bell } = new MessageChannel();

/** Let newer orders in. A timer would do, but browsers make those wait that follow one another. */
function breath() {
  return new Promise((go) => {
    waker.onmessage = go;
    bell.postMessage(null);
  });
}
