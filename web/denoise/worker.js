// Takes noise back to data beside the page, which stays free for the hand: one run at a time, and the newest only.

import { guessOf, remembering } from "../diffusion/guidance.js";
import { inTurn, sample } from "../diffusion/sampling.js";
import { once } from "../base/once.js";
import { fetchDenoiser } from "../networks/denoiser.js";
import { noiseAt } from "./noises.js";

/**
 * @typedef {object} Order
 * @property {number} id a later one takes the place of those before
 * @property {string} denoiser where its weights are, as ui/addresses.py names it
 * @property {number} size of what is denoised
 * @property {import("../diffusion/sampling.js").Schedule} schedule
 * @property {number | null} label
 * @property {number} guidance
 * @property {Way[]} ways that take turns
 *
 * @typedef {object} Way
 * @property {import("../diffusion/sampling.js").Sampler} sampler
 * @property {number} seed of its noises
 * @property {Float64Array} [start] where it sets out, if that is not its first noise
 * @property {number} [from] the step of the schedule where that is, if it is not the last one
 *
 * @typedef {import("../diffusion/sampling.js").Stop & { way: number }} Stop
 * @typedef {object} Told
 * @property {number} id
 * @property {Stop[]} stops since the last message
 * @property {boolean} [isDone] no more will come
 * @property {boolean} [hasFailed]
 */

// Milliseconds of work before it is told, and newer orders are looked for: an image comes step by step, a code as a
// whole, for each message takes a while and all of its steps are over in a few frames.
const AT_ONCE_MS = { code: 64, image: 16 };
const LARGEST_CODE = 64; // numbers

const here = /** @type {{ onmessage: unknown, postMessage(told: Told): void }} */ (/** @type {unknown} */ (globalThis));
const denoiserAt = once(fetchDenoiser);
let newest = 0;

here.onmessage = (/** @type {MessageEvent<Order>} */ { data }) => {
  newest = data.id;
  run(data).catch((error) => {
    console.error(error);
    here.postMessage({ id: data.id, stops: [], isDone: true, hasFailed: true });
  });
};

/** @param {Order} order */
async function run({ id, denoiser, size, schedule, label, guidance, ways }) {
  const denoise = remembering(guessOf(await denoiserAt(denoiser), schedule, label, guidance));
  const gone = ways.map(({ sampler, seed, from, start = noiseAt(seed, 0, size) }) =>
    sample(sampler, schedule, denoise, start, (at) => noiseAt(seed, at, size), from)
  );
  /** @type {Stop[]} */
  let stops = [];
  let since = performance.now();
  const atOnce = size > LARGEST_CODE ? AT_ONCE_MS.image : AT_ONCE_MS.code;
  for (const stop of inTurn(gone)) {
    if (newest !== id) return;
    stops.push(stop);
    if (performance.now() - since < atOnce) continue;
    here.postMessage({ id, stops });
    stops = [];
    await breath();
    since = performance.now();
  }
  if (newest === id) here.postMessage({ id, stops, isDone: true });
}

const { port1: waker, port2: bell } = new MessageChannel();

/** Let newer orders in. A timer would do, but browsers make those wait that follow one another. */
function breath() {
  return new Promise((go) => {
    waker.onmessage = go;
    bell.postMessage(null);
  });
}
