// A square of the plane: a light of one colour, and arrows on it.

import { element } from "../base/elements.js";
import { channels, contextOf } from "../base/ink.js";
import { PLACES, REACH } from "./scene.js";

const [LONGEST, HEAD] = [0.46, 0.3]; // an arrow in the plane; its head, of its length
const FULL = 255;
const PRINTED = 560; // pixels across, in a file

/** @typedef {import("../base/pen.js").Draw} Draw */

/** Places of the plane in pixels of a square. @param {number} side */
export const scaleOf = (side) => ({
  across: (/** @type {number} */ x) => (x + REACH) / (2 * REACH) * side,
  down: (/** @type {number} */ y) => (REACH - y) / (2 * REACH) * side,
});

/**
 * Arrows as long as the score, up to a length; the longer ones have that length.
 *
 * @param {Draw} draw
 * @param {number} side
 * @param {Float64Array} found ε̂ at each place
 * @param {number} noise σ_t
 * @param {{ colour: string, width: number }} look
 */
export function drawArrows(draw, side, found, noise, { colour, width }) {
  const { across, down } = scaleOf(side);
  draw.strokeStyle = colour;
  draw.lineWidth = width;
  draw.lineJoin = "miter";
  for (let i = 0; i < found.length; i += 2) {
    const length = Math.hypot(found[i], found[i + 1]) / noise;
    const [x, y] = [0, 1].map((j) => -found[i + j] / noise * LONGEST / Math.max(length, 1));
    const [endX, endY] = [PLACES[i] + x, PLACES[i + 1] + y];
    const side = (/** @type {1 | -1} */ of) =>
      draw.lineTo(across(endX - HEAD * (x + of * 0.5 * y)), down(endY - HEAD * (y - of * 0.5 * x)));
    draw.beginPath();
    draw.lineTo(across(PLACES[i]), down(PLACES[i + 1]));
    draw.lineTo(across(endX), down(endY));
    side(1);
    draw.lineTo(across(endX), down(endY));
    side(-1);
    draw.stroke();
  }
}

/** Values from 0 to 1 on a square grid, as ink of one colour. */
export class Light {
  constructor() {
    this.canvas = element("canvas", { width: 1, height: 1 });
    this.width = this.height = PRINTED;
  }

  /**
   * @param {Float64Array} values row after row from below
   * @param {string} colour
   * @param {number} strength from 0 to 1
   */
  paint(values, colour, strength) {
    const n = Math.sqrt(values.length);
    if (this.canvas.width !== n) Object.assign(this.canvas, { width: n, height: n });
    const image = new ImageData(n, n);
    const ink = channels(colour);
    for (let i = 0; i < values.length; i++) {
      const at = 4 * ((n - 1 - Math.floor(i / n)) * n + (i % n));
      image.data.set(ink, at);
      image.data[at + 3] = FULL * strength * Math.min(1, values[i]);
    }
    contextOf(this.canvas).putImageData(image, 0, 0);
  }

  /**
   * Each value is the colour at its place, not of a square around it.
   *
   * @param {CanvasRenderingContext2D} draw
   * @param {number} side
   */
  drawOn(draw, side) {
    const n = this.canvas.width;
    draw.imageSmoothingEnabled = true;
    draw.imageSmoothingQuality = "high";
    draw.drawImage(this.canvas, 0.5, 0.5, n - 1, n - 1, 0, 0, side, side);
  }

  /** On white, for a file. */
  printed() {
    const canvas = element("canvas", { width: PRINTED, height: PRINTED });
    const draw = contextOf(canvas);
    draw.fillStyle = "#ffffff";
    draw.fillRect(0, 0, PRINTED, PRINTED);
    this.drawOn(draw, PRINTED);
    return canvas;
  }
}
