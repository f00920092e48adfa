// What a pad tells whoever shows the same digit.

import { Channel } from "../base/channel.js";

/**
 * The image that a network is given, and when the pen moved, by the clock of performance.now().
 *
 * @typedef {{ channel: string, image: Float32Array, at: number }} Drawn
 */

/** @type {Channel<Drawn>} */
export const drawn = new Channel();
