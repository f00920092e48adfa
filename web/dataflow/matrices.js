// A batch, painted into the diagram: a row of pixels for each digit, and the means that the optimiser is given.

import { signed } from "../base/formats.js";
import { contextOf, inkOf, pixelOf } from "../base/ink.js";
import { nats, sum } from "./numbers.js";
import { paintTotal } from "./painting.js";
import { numbersOf, reachOf } from "./symbols.js";

const TOP = 6; // canvas rows for the first row, the digit on screen
const GAP = 2;
const MEAN = "⌀ ";

/**
 * @typedef {import("./batch.js").Batch} Batch
 * @typedef {import("./diagram.js").Diagram} Diagram
 */

/**
 * Pixels of a row of numbers, repeated as often as there is room: `colour` above 0, `other` below, full at `most`.
 *
 * @param {Uint32Array} pixels
 * @param {ArrayLike<number>} values
 * @param {{ most: number, colour: number, other: number }} scale colours as pixelOf() has them
 */
export function fillRow(pixels, values, { most, colour, other }) {
  for (let j = 0; j < pixels.length; j++) {
    const value = values[j % values.length];
    const alpha = Math.min(255, Math.round((255 * Math.abs(value)) / most));
    pixels[j] = (alpha << 24) | (value < 0 ? other : colour);
  }
}

export class Matrices {
  /**
   * @param {Diagram} diagram
   * @param {import("./equations.js").Equations} equations
   * @param {string} unit of a loss
   */
  constructor(diagram, equations, unit) {
    this.diagram = diagram;
    this.equations = equations;
    this.unit = unit;
    /** How the rows are painted. */
    this.look = "";
    this.frame = 0;
  }

  stop() {
    cancelAnimationFrame(this.frame);
  }

  /**
   * Paint the first row at once, and the others as they are computed, a few in each frame.
   *
   * @param {Batch} batch
   */
  follow(batch) {
    const { root } = this.diagram;
    delete root.dataset.rowsDone;
    const look = JSON.stringify([batch.isBack, inkOf(root)]);
    this.paint(batch, 0, look === this.look ? 1 : batch.rows);
    this.look = look;
    const step = () => {
      const first = batch.next;
      batch.step();
      this.paint(batch, first, batch.next);
      if (batch.isDone) root.dataset.rowsDone = "true";
      else this.frame = requestAnimationFrame(step);
    };
    step();
  }

  /**
   * Paint the rows from `first` up to `last`, and the means of all.
   *
   * @param {Batch} batch
   * @param {number} first
   * @param {number} last
   */
  paint(batch, first, last) {
    const other = pixelOf(inkOf(this.diagram.root));
    for (const { symbol, lane, width, matrix, sign } of this.diagram.rows) {
      const isPicture = symbol === "x" || symbol === "x_hat";
      const colour = isPicture ? other : pixelOf(inkOf(sign));
      const scale = { most: reachOf(symbol, batch.isBack), colour, other };
      const height = TOP + GAP + batch.rows - 1;
      if (matrix.width !== width || matrix.height !== height) Object.assign(matrix, { width, height });
      for (let row = first; row < last; row++) {
        const found = lane === "in" ? null : batch.results[row]?.[lane];
        if (symbol === "x") paintRow(matrix, row, batch.x[row], scale);
        else if (found && (found.ofZ || !batch.isBack)) { // the way back may not have come to this row yet
          paintRow(matrix, row, numbersOf(found, symbol, batch.isBack), scale);
        }
      }
    }
    this.paintMeans(batch);
  }

  /**
   * What the optimiser is given: means over the batch.
   *
   * @param {Batch} batch
   */
  paintMeans(batch) {
    const { losses, total } = this.diagram;
    const { vae, ae } = batch.means;
    const kl = sum(vae.kl ?? []);
    losses.vae.output.textContent = `${MEAN}${nats(vae.reconstruction, this.unit)}`;
    losses.ae.output.textContent = `${MEAN}${nats(ae.reconstruction, this.unit)}`;
    this.diagram.strip("vae", "kl").footer.textContent = `${MEAN}Σ ${signed(kl)}`;
    paintTotal(total, nats(vae.reconstruction + kl, this.unit));
    this.equations.paint(batch.means, MEAN);
  }
}

/**
 * @param {HTMLCanvasElement} matrix
 * @param {number} row
 * @param {ArrayLike<number>} values
 * @param {Parameters<typeof fillRow>[2]} scale
 */
function paintRow(matrix, row, values, scale) {
  const image = new ImageData(matrix.width, row ? 1 : TOP);
  fillRow(new Uint32Array(image.data.buffer), values, scale);
  contextOf(matrix).putImageData(image, 0, row ? TOP + GAP + row - 1 : 0);
}
