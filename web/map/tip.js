// The image of the point under the pointer, beside it.

import { element } from "../base/elements.js";
import { paintInk, SIDE } from "../base/ink.js";

const [WIDTH, HEIGHT] = [96, 118]; // CSS pixels, about: map.css gives the width
const [LEFT_GAP, RIGHT_GAP, EDGE] = [6, 14, 4];

export class Tip {
  constructor() {
    this.canvas = element("canvas", { width: SIDE, height: SIDE });
    this.name = element("span");
    this.element = element("div", { className: "tip", hidden: true }, [this.canvas, this.name]);
  }

  hide() {
    this.element.hidden = true;
  }

  /**
   * @param {Float32Array} picture
   * @param {string} name
   * @param {import("../base/canvas.js").Place} place of the point
   * @param {number} side of the square
   * @param {import("../base/ink.js").Colour} ink
   */
  show(picture, name, [x, y], side, ink) {
    paintInk(this.canvas, picture, ink);
    this.name.textContent = name;
    const left = x + WIDTH + RIGHT_GAP > side ? x - WIDTH - LEFT_GAP : x + RIGHT_GAP;
    this.element.style.left = `${left}px`;
    this.element.style.top = `${Math.max(EDGE, Math.min(side - HEIGHT, y - HEIGHT / 2))}px`;
    this.element.hidden = false;
  }
}
