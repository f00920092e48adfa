// Ink from a pen: rasterised on a larger field, brought down to 28 × 28 in the levels of grey that an address holds.

import { SIDE } from "../base/ink.js";
import { LEVELS } from "./packing.js";

/** Fine pixels along a pixel. */
export const FINE = 8;
const PEN = 1.35; // radius, in pixels of the 28

/** @typedef {[x: number, y: number]} Point in pixels of the 28 */

/** The large field: each fine pixel is ink (1) or paper (0). */
export class Ink {
  constructor() {
    this.side = SIDE * FINE;
    this.fine = new Uint8Array(this.side * this.side);
  }

  clear() {
    this.fine.fill(0);
  }

  /**
   * Ink everything within the pen's radius of the line from `a` to `b`.
   *
   * @param {Point} a
   * @param {Point} b
   */
  line([ax, ay], [bx, by]) {
    const [dx, dy] = [bx - ax, by - ay];
    const square = dx * dx + dy * dy;
    const [[top, bottom], [left, right]] = [this.reach(ay, by), this.reach(ax, bx)];
    for (let row = top; row < bottom; row++) {
      const y = (row + 0.5) / FINE;
      for (let column = left; column < right; column++) {
        const x = (column + 0.5) / FINE;
        const t = square ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / square)) : 0;
        const [u, v] = [x - ax - t * dx, y - ay - t * dy];
        if (u * u + v * v <= PEN * PEN) this.fine[row * this.side + column] = 1;
      }
    }
  }

  /**
   * The fine pixels, from and to, that a pen between `a` and `b` can touch.
   *
   * @param {number} a
   * @param {number} b
   */
  reach(a, b) {
    const from = Math.floor((Math.min(a, b) - PEN) * FINE);
    const to = Math.ceil((Math.max(a, b) + PEN) * FINE);
    return [Math.max(0, from), Math.min(this.side, to)];
  }

  /** @param {Point[]} points */
  stroke(points) {
    points.forEach((point, i) => this.line(points[Math.max(0, i - 1)], point));
  }

  /**
   * 784 grey levels, the share of ink in each pixel to the nearest of 16; where `base` has more ink, that counts.
   *
   * @param {Float32Array | null} [base]
   */
  image(base = null) {
    const image = new Float32Array(SIDE * SIDE);
    for (let row = 0; row < this.side; row++) {
      const start = SIDE * Math.floor(row / FINE);
      for (let column = 0, at = row * this.side; column < this.side; column++, at++) {
        image[start + Math.floor(column / FINE)] += this.fine[at];
      }
    }
    const level = (/** @type {number} */ count) => Math.round(((LEVELS - 1) * count) / FINE ** 2) / (LEVELS - 1);
    return image.map((count, i) => Math.max(level(count), base ? base[i] : 0));
  }
}
