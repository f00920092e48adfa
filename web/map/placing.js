// A digit that is placed in the maps: of the server, or under a pen elsewhere on the page.

import { floatsOf } from "../base/bytes.js";
import { drawn } from "../drawing/drawn.js";
import { fetchEncoder } from "../networks/fetching.js";
import { encode } from "../networks/network.js";

/**
 * @typedef {import("../networks/network.js").Model} Model
 *
 * @typedef {object} Drop what Python says of the digit
 * @property {string} image 784 numbers of 32 bits, in base 64
 * @property {string | null} channel whose pad is listened to; `null`: nobody's
 */

export class Placing {
  /** @type {import("../networks/network.js").Encoder | null} */
  #encoder = null;
  /** @type {Model | null} whose encoder that is */
  #model = null;
  /** @type {string | null} */
  #channel = null;
  /** @type {Float32Array | null} what the pen has drawn: the server hears of it later */
  #drawn = null;

  /**
   * @param {(code: import("./landing.js").Code | null) => void} placed `null`: nothing is drawn
   * @param {AbortSignal} signal until when it listens
   */
  constructor(placed, signal) {
    this.placed = placed;
    drawn.listen((message) => this.followPen(message), signal);
  }

  /**
   * The server says which digit, and whose codes the maps are of.
   *
   * @param {Drop} drop
   * @param {Model} model
   */
  async drop({ image, channel }, model) {
    if (model.encoder !== this.#model?.encoder) this.#encoder = null;
    if (channel !== this.#channel) this.#drawn = null;
    this.#model = model;
    this.#channel = channel;
    try {
      const encoder = await fetchEncoder(model);
      if (this.#model !== model) return;
      this.#encoder = encoder;
    } catch (error) {
      console.error(error); // the map itself, which needs the same server, says so
      return;
    }
    this.place(this.#drawn ?? floatsOf(image));
  }

  /** @param {import("../drawing/drawn.js").Drawn} message */
  followPen({ channel, image }) {
    if (channel !== this.#channel) return;
    this.#drawn = image;
    this.place(image);
  }

  /** @param {Float32Array} x */
  place(x) {
    if (!this.#encoder) return;
    const { mean, logVariance } = encode(this.#encoder, x);
    const isBlank = !x.some((value) => value > 0);
    const variance = logVariance && logVariance.map(Math.exp);
    this.placed(isBlank ? null : { mean: Float32Array.from(mean), variance });
  }
}
