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
    const isPale = (/** @type {number} */ i) =>
      (selected.size > 0 && !selected.has(i)) || (alone !== null && cloud.labels[i] !== alone);
    for (let i = 0; i < this.count; i++) {
      const label = cloud.labels[i];
      const level = isPale(i) ? 0 : depth ? 1 + Math.min(DEPTHS - 1, Math.floor(depth[i] * DEPTHS)) : DEPTHS;
      this.shades[i] = dress.dots[label === UNLABELLED ? CLASSES : label % CLASSES][level];
    }
    const ratio = devicePixelRatio || 1;
    const radius = ratio * Math.min(LARGEST, radiusOf(this.count) * zoom ** 0.25);
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
 * In CSS pixels, at zoom 1.
 *
 * @param {number} count of dots
 */
const radiusOf = (count) => (count > 6000 ? 1.3 : count > 2500 ? 1.7 : 2.3);

/**
 * Those that are looked at come last, and so lie above the pale ones.
 *
 * @param {Uint32Array} order
 * @param {(i: number) => boolean} isPale
 */
const lastly = (order, isPale) => Uint32Array.from([...order.filter(isPale), ...order.filter((i) => !isPale(i))]);
