// The points of a map as dots, in the colours of their classes.

import { element } from "../base/elements.js";
import { contextOf } from "../base/ink.js";
import { CLASSES, UNLABELLED } from "../latent/codes.js";
import { DEPTHS } from "./palette.js";
import { farToNear } from "./projection.js";
import { disc, splat } from "./splat.js";

const LARGEST = 5; // radius, in CSS pixels

export class Dots {
  /** @param {number} count */
  constructor(count) {
    this.canvas = element("canvas");
    this.image = new ImageData(1, 1);
    this.count = count;
    this.shades = new Uint32Array(count);
    this.order = Uint32Array.from({ length: count }, (_, i) => i);
    this.disc = disc(1);
    this.radius = 1;
  }

  /**
   * An empty image for a square of `side` CSS pixels.
   *
   * @param {number} side
   */
  clear(side) {
    const size = Math.round(side * (devicePixelRatio || 1));
    if (this.canvas.width !== size) {
      this.canvas.width = this.canvas.height = size;
      this.image = new ImageData(size, size);
    }
    this.image.data.fill(0);
  }

  /**
   * @param {Float32Array} screen x and y of each point
   * @param {Float32Array | null} depth nearness of each point, in three dimensions
   * @param {import("./face.js").Scene} scene
   * @param {number} zoom
   */
  draw(screen, depth, { cloud, choice: { selected }, alone, dress }, zoom) {
    if (depth) farToNear(depth, this.order);
    const isPale = palenessOf(cloud, selected, alone);
    for (let i = 0; i < this.count; i++) {
      this.shades[i] = dress.dots[classOf(cloud.labels[i])][levelOf(i, depth, isPale)];
    }
    const ratio = devicePixelRatio || 1;
    const radius = ratio * radiusOf(this.count, zoom);
    if (this.radius !== radius) [this.radius, this.disc] = [radius, disc(radius)];
    const areEqual = !selected.size && alone === null;
    const order = depth || areEqual ? this.order : lastly(this.order, isPale);
    splat(new Uint32Array(this.image.data.buffer), this.canvas.width, screen, ratio, this.disc, this.shades, order);
  }

  /** Put the image on the page. */
  show() {
    contextOf(this.canvas).putImageData(this.image, 0, 0);
  }
}

/**
 * Of a dot, in CSS pixels.
 *
 * @param {number} count of dots
 * @param {number} zoom
 */
export const radiusOf = (count, zoom) =>
  Math.min(LARGEST, (count > 6000 ? 1.3 : count > 2500 ? 1.7 : 2.3) * zoom ** 0.25);

/**
 * Which of a palette's rows a label has: the last one is that of none.
 *
 * @param {number} label
 */
export const classOf = (label) => (label === UNLABELLED ? CLASSES : label % CLASSES);

/**
 * Which points stand back behind those that are looked at.
 *
 * @param {{ labels: ArrayLike<number> }} cloud
 * @param {Set<number>} selected
 * @param {number | null} alone the class that is shown alone
 * @returns {(i: number) => boolean}
 */
export const palenessOf = ({ labels }, selected, alone) => (i) =>
  (selected.size > 0 && !selected.has(i)) || (alone !== null && labels[i] !== alone);

/**
 * Which shade of its class a point has: 0 is pale, then from far to near.
 *
 * @param {number} i
 * @param {Float32Array | null} depth nearness of each point, in three dimensions
 * @param {(i: number) => boolean} isPale
 */
export function levelOf(i, depth, isPale) {
  if (isPale(i)) return 0;
  return depth ? 1 + Math.min(DEPTHS - 1, Math.floor(depth[i] * DEPTHS)) : DEPTHS;
}

/**
 * Those that are looked at come last, and so lie above the pale ones.
 *
 * @param {Uint32Array} order
 * @param {(i: number) => boolean} isPale
 */
const lastly = (order, isPale) => Uint32Array.from([...order.filter(isPale), ...order.filter((i) => !isPale(i))]);
