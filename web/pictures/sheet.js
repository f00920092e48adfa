// Pictures side by side on one canvas, in the page's ink, and in black on white for a file.

import { element } from "../base/elements.js";
import { contextOf, fillInk, SIDE } from "../base/ink.js";

const INK = 255;
/** @type {import("../base/ink.js").Colour} */
const BLACK = [0, 0, 0];

export class Sheet {
  /**
   * @param {number} columns
   * @param {number} rows
   * @param {string} label for those who cannot see it
   */
  constructor(columns, rows, label) {
    this.columns = columns;
    this.rows = rows;
    this.width = SIDE * columns;
    this.height = SIDE * rows;
    this.values = new Float32Array(this.width * this.height); // 0 is paper, 1 is ink
    this.canvas = element("canvas", { width: this.width, height: this.height });
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", label);
    this.image = new ImageData(SIDE, SIDE);
  }

  /**
   * Put a picture into a cell.
   *
   * @param {number} at the cell, counted along the rows
   * @param {ArrayLike<number>} pixels
   * @param {import("../base/ink.js").Colour} [ink] of the page; a sheet for a file needs none
   */
  paint(at, pixels, ink = BLACK) {
    const [left, top] = [SIDE * (at % this.columns), SIDE * Math.floor(at / this.columns)];
    for (let i = 0; i < pixels.length; i++) {
      this.values[(top + Math.floor(i / SIDE)) * this.width + left + (i % SIDE)] = pixels[i];
    }
    fillInk(this.image, pixels, ink);
    contextOf(this.canvas).putImageData(this.image, left, top);
  }

  /** The pictures in black on white: where a file goes, the page's theme does not follow. */
  printed() {
    const canvas = element("canvas", { width: this.width, height: this.height });
    const image = new ImageData(this.width, this.height);
    this.values.forEach((value, i) => {
      image.data.fill(INK - Math.round(INK * value), 4 * i, 4 * i + 3);
      image.data[4 * i + 3] = INK;
    });
    contextOf(canvas).putImageData(image, 0, 0);
    return canvas;
  }
}
