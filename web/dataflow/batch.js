// A whole batch through both models, row after row: the digit on screen first, and under it digits that the VAE and the
// AE decode in turn from their codes of test images: a digit of one's own is easier to reconstruct, and so neither of
// them has it easier. A few rows are computed in each frame, so that a hand is not held up.

import { decode } from "../networks/network.js";
import { noise } from "../networks/random.js";
import { forBoth, KINDS, throughBoth } from "./both.js";
import { sum } from "./numbers.js";

const ROWS_A_FRAME = 6;
const SEEDS_APART = 10_000; // between the noises of two rows

/**
 * @typedef {import("./both.js").Kind} Kind
 * @typedef {import("./both.js").Found} Found
 * @typedef {import("../networks/flow.js").Nudge} Nudge
 */

export class Batch {
  /**
   * @param {Record<Kind, import("./both.js").Network>} networks
   * @param {Record<Kind, Float32Array>} codes of each model for the test images, one after another
   * @param {number} n latent dimensions
   * @param {number} rows
   */
  constructor(networks, codes, n, rows) {
    this.networks = networks;
    this.n = n;
    this.rows = rows;
    // In 256 levels of grey, as the digits of the data set are.
    const digit = (/** @type {number} */ i) => {
      const kind = KINDS[i % KINDS.length];
      return decode(networks[kind].layers, codes[kind].subarray(i * n, (i + 1) * n)).map((value) =>
        Math.round(255 * value) / 255
      );
    };
    /** @type {Float32Array[]} the first is replaced by what is on screen */
    this.x = Array.from({ length: rows }, (_, i) => digit(i));
    /** @type {(Record<Kind, Found> | null)[]} */
    this.results = Array(rows).fill(null);
    this.next = rows;
    this.seed = 0;
    /** @type {Nudge} */
    this.moved = { shift: [], stretch: [] };
    this.isBack = false;
    this.key = "";
  }

  /**
   * The first row is there at once; where the hand has moved anything but the digit, the others follow in step().
   *
   * @param {Float32Array} x
   * @param {Record<Kind, Found>} result of x
   * @param {number} seed of the noise
   * @param {Nudge} moved
   * @param {boolean} isBack whether there are gradients
   */
  start(x, result, seed, moved, isBack) {
    const key = JSON.stringify([seed, moved, isBack]);
    this.x[0] = x;
    this.results[0] = result;
    if (key !== this.key) Object.assign(this, { key, seed, moved, isBack, next: 1 });
  }

  get isDone() {
    return this.next >= this.rows;
  }

  step() {
    for (let k = 0; k < ROWS_A_FRAME && !this.isDone; k++, this.next++) {
      const epsilon = noise(this.seed + SEEDS_APART * this.next, this.n);
      this.results[this.next] = throughBoth(this.networks, this.x[this.next], epsilon, this.moved, this.isBack);
    }
  }

  /**
   * The mean of a number over the rows that have been computed.
   *
   * @param {Kind} kind
   * @param {(found: Found) => number} number
   */
  mean(kind, number) {
    const found = this.results.flatMap((result) => (result ? [number(result[kind])] : []));
    return found.reduce((a, b) => a + b, 0) / found.length;
  }

  /** What the optimiser is given: the mean losses over those rows, and of the first row all else. */
  get means() {
    const first = /** @type {Record<Kind, Found>} */ (this.results[0]);
    return forBoth((kind) => ({
      ...first[kind],
      reconstruction: this.mean(kind, ({ reconstruction }) => reconstruction),
      kl: first[kind].kl && Float32Array.of(this.mean(kind, ({ kl }) => sum(kl ?? []))),
    }));
  }
}
