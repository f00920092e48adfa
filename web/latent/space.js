// The space of z as the page shows it: how far it goes, and who tells whom where z is.

import { Channel } from "../base/channel.js";

/** Of every coordinate; a draw from the prior leaves it once in 16 000. */
export const LIMIT = 4;

/** @param {number} value */
export const clamp = (value) => Math.max(-LIMIT, Math.min(LIMIT, value));

/**
 * z has moved, says who holds it, and these two dimensions span the map.
 *
 * @type {Channel<{ z: Float64Array, axes: number[] }>}
 */
export const moved = new Channel();

/**
 * z shall move: a picture elsewhere on the page was chosen.
 *
 * @type {Channel<{ z: ArrayLike<number> }>}
 */
export const wanted = new Channel();
