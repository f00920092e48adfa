// What draws SVG as a canvas is drawn on: what lies on the page in pixels goes into a file as lines and words.

import { escaped } from "./formats.js";

/**
 * What a canvas and this pen have in common.
 *
 * @typedef {"beginPath" | "lineTo" | "arc" | "closePath" | "stroke" | "setLineDash" | "strokeText" | "fillText"} Moves
 * @typedef {"strokeStyle" | "fillStyle" | "lineWidth" | "lineJoin" | "font" | "textAlign" | "textBaseline"} Looks
 * @typedef {Pick<CanvasRenderingContext2D, Moves | Looks>} Draw
 */

/** @type {Partial<Record<CanvasTextAlign, string>>} */
const ANCHORS = { left: "start", center: "middle", right: "end" };

const FONT = /^(?:(italic) )?(?:(\d+) )?(\d+)px (.+)$/;
const MIDDLE = 0.35; // of a text's size: from its middle to its baseline

/** @implements {Draw} */
export class SvgPen {
  /** @type {string[]} what has been drawn */
  marks = [];
  /** @type {Draw["strokeStyle"]} */
  strokeStyle = "#000000";
  /** @type {Draw["fillStyle"]} */
  fillStyle = "#000000";
  lineWidth = 1;
  /** @type {CanvasLineJoin} */
  lineJoin = "miter";
  font = "10px sans-serif";
  /** @type {CanvasTextAlign} */
  textAlign = "left";
  /** @type {CanvasTextBaseline} */
  textBaseline = "alphabetic";
  /** @type {string[]} */
  #path = [];
  /** @type {Iterable<number>} */
  #dash = [];

  /** @param {Iterable<number>} dash */
  setLineDash(dash) {
    this.#dash = dash;
  }

  beginPath() {
    this.#path = [];
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  lineTo(x, y) {
    this.#path.push(`${this.#path.length ? "L" : "M"}${short(x)} ${short(y)}`);
  }

  closePath() {
    this.#path.push("Z");
  }

  /**
   * A whole circle: nothing else is drawn with it.
   *
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   */
  arc(x, y, radius) {
    const half = `a${short(radius)} ${short(radius)} 0 0 0`;
    this.#path.push(`M${short(x - radius)} ${short(y)}${half} ${short(2 * radius)} 0${half} ${short(-2 * radius)} 0Z`);
  }

  stroke() {
    const dash = [...this.#dash].join(" ");
    const look = `fill="none" ${this.#line()}${dash && ` stroke-dasharray="${dash}"`}`;
    this.marks.push(`<path d="${this.#path.join("")}" ${look}/>`);
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   */
  strokeText(text, x, y) {
    this.#write(text, x, y, `fill="none" ${this.#line()} stroke-linejoin="${this.lineJoin}"`);
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   */
  fillText(text, x, y) {
    this.#write(text, x, y, `fill="${this.fillStyle}"`);
  }

  #line() {
    return `stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}"`;
  }

  /**
   * @param {string} text
   * @param {number} x
   * @param {number} y
   * @param {string} look
   */
  #write(text, x, y, look) {
    const [, style = "normal", weight = "400", size, family] = this.font.match(FONT) ?? [];
    // Of a middle line not every program knows where it is.
    const baseline = this.textBaseline === "middle" ? y + MIDDLE * Number(size) : y;
    const type = `font-style="${style}" font-weight="${weight}" font-size="${size}" font-family="${family}"`;
    const place = `x="${short(x)}" y="${short(baseline)}" text-anchor="${ANCHORS[this.textAlign]}"`;
    this.marks.push(`<text ${place} ${type} ${look}>${escaped(text)}</text>`);
  }
}

/**
 * A hundredth of a pixel is not seen.
 *
 * @param {number} value
 */
export const short = (value) => Number(value.toFixed(2));
