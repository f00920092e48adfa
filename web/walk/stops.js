// The way of the tour: from one draw of the prior to the next, slowly at both ends, with a rest at each.

import { eased, straight } from "../latent/paths.js";
import { clamp } from "../latent/space.js";
import { noise } from "../networks/random.js";

const MOVE_SECONDS = 1.6;
const REST_SECONDS = 0.7;
const SEEDS_APART = 7919; // from one stop to the next: those of the tour with the next seed are others

/** Seconds from one stop to the next. */
export const LEG_SECONDS = MOVE_SECONDS + REST_SECONDS;

/**
 * Where the tour stops.
 *
 * @param {number} seed of the tour
 * @param {number} k which stop
 * @param {number} n dimensions
 */
export const stopAt = (seed, k, n) => Array.from(noise(seed + SEEDS_APART * k, n), clamp);

/**
 * Where the tour is.
 *
 * @param {number} seed
 * @param {number} time in seconds from the first stop
 * @param {number} n
 */
export function placeAt(seed, time, n) {
  const k = Math.floor(time / LEG_SECONDS);
  const t = Math.min(1, Math.max(0, (time - k * LEG_SECONDS - REST_SECONDS) / MOVE_SECONDS));
  return straight(stopAt(seed, k, n), stopAt(seed, k + 1, n), eased(t));
}
