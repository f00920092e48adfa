// The point z: held by a hand, gliding to a place, and the places where it has rested. It knows neither page nor clock.

import { eased, straight } from "../latent/paths.js";
import { clamp } from "../latent/space.js";
import { standardNormal } from "../networks/random.js";

/**
 * @typedef {object} Glide
 * @property {Float64Array} from
 * @property {Float64Array} target
 * @property {number} start in milliseconds, on the clock that `advance` is told
 * @property {number} duration
 * @property {boolean} isTold whether the server knows the target
 */

export class Point {
  constructor() {
    this.z = new Float64Array(0);
    /** @type {Float64Array[]} where it has rested, the latest last */
    this.history = [];
    /** @type {Float64Array | null} where the hand took hold of it */
    this.before = null;
    /** @type {Glide | null} */
    this.glide = null;
  }

  get isHeld() {
    return this.before !== null;
  }

  /** z as an address has it. */
  get position() {
    return Array.from(this.z, (value) => Number(value.toFixed(2)) + 0); // + 0: no -0 in an address
  }

  /**
   * A change while the hand is down. A glide ends where it is: its start is in the history already.
   *
   * @param {(z: Float64Array) => void} change
   */
  hold(change) {
    this.before ??= (this.glide && this.history.pop()) ?? this.z.slice();
    this.glide = null;
    change(this.z);
  }

  /** The hand has let go: one step in the history. Returns whether it had hold of the point. */
  rest() {
    const { before } = this;
    if (!before) return false;
    if (!isSame(before, this.z)) this.history.push(before);
    this.before = null;
    return true;
  }

  /**
   * Set out for `target` along a straight line, so that one digit becomes the other. Returns whether there is a way.
   *
   * @param {Float64Array} target
   * @param {Pick<Glide, "start" | "duration" | "isTold"> & { isBack: boolean }} how
   */
  setOut(target, { isBack, ...how }) {
    if (!this.glide && isSame(target, this.z)) return false;
    if (!isBack && !this.glide) this.history.push(this.z.slice()); // under way, nobody has stopped here
    this.glide = { from: this.z.slice(), target, ...how };
    return true;
  }

  /**
   * Go on with a glide. Returns whether it has just ended in a place that the server does not know.
   *
   * @param {number} now
   */
  advance(now) {
    if (!this.glide) return false;
    const { from, target, start, duration, isTold } = this.glide;
    const t = now < start + duration ? (now - start) / duration : 1;
    this.z.set(straight(from, target, eased(t))); // at the end: the target, exactly
    if (t === 1) this.glide = null;
    return t === 1 && !isTold;
  }
}

/** A coordinate from the prior, kept on the map. */
export const fromPrior = () => clamp(standardNormal());

/**
 * A coordinate after a key was pressed, in hundredths.
 *
 * @param {number} value
 * @param {number} by
 */
export const nudged = (value, by) => clamp(Math.round((value + by) * 100) / 100);

/** @type {(a: Float64Array, b: Float64Array) => boolean} */
const isSame = (a, b) => a.every((value, i) => value === b[i]);
