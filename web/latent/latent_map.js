// A square map of two latent dimensions: codes as dots, a numeral where each class is densest, the prior's circles, and
// the point z on top. It only draws; positions go in and out as coordinates.

import { cleared, outlined } from "../base/canvas.js";
import { find } from "../base/elements.js";
import { inkOf, isDark, themeColour } from "../base/ink.js";
import { CLASSES, UNLABELLED } from "./codes.js";
import { drawNames } from "./numerals.js";
import { clamp, LIMIT } from "./space.js";

const USUAL_SIDE = 480; // CSS pixels, at most, on a page
// How much of its colour a dot has.
const STRONG = 0.55;
const FAINT = 0.06;

/**
 * @typedef {import("../base/ink.js").Shades} Shades
 * @typedef {{ z: Shades, p: Shades, none: Shades, digits: Shades[] }} Shaded the colours of all that is on it
 * @typedef {[across: number, up: number]} Point in latent coordinates
 * @typedef {{ codes: Float32Array, labels: Uint8Array, class_names?: string[] }} Encoded n numbers for each label
 */

export class LatentMap {
  /** @param {HTMLElement} pad the square element; it holds a canvas .codes under a canvas .cross */
  constructor(pad) {
    this.pad = pad;
    this.codes = find(pad, ".codes", HTMLCanvasElement);
    this.cross = find(pad, ".cross", HTMLCanvasElement);
    /** @type {import("../base/ink.js").Colour} */
    this.ink = [0, 0, 0];
    this.paper = "";
    this.colours = { z: "", p: "", none: "", digits: [""] };
    /** Of the square, in CSS pixels, when it was last drawn: to ask for it costs more than to draw a dot. */
    this.side = 0;
  }

  get size() {
    return this.pad.clientWidth;
  }

  /** How many times larger all is drawn than on a page: on a projector it is seen from afar. */
  get times() {
    return Math.max(1, this.side / USUAL_SIDE);
  }

  /**
   * Take colours from the page, which may have changed its theme.
   *
   * @param {Shaded} colours
   */
  dress({ z, p, none, digits }) {
    this.ink = inkOf(this.pad);
    this.paper = themeColour(this.pad, "--st-background-color");
    const theme = isDark(this.ink) ? "dark" : "light";
    this.colours = { z: z[theme], p: p[theme], none: none[theme], digits: digits.map((digit) => digit[theme]) };
  }

  /**
   * Latent coordinates to CSS pixels.
   *
   * @param {Point} point
   * @returns {import("../base/canvas.js").Place}
   */
  toPad([across, up]) {
    return [((across / LIMIT + 1) / 2) * this.side, ((1 - up / LIMIT) / 2) * this.side];
  }

  /**
   * A pointer event to latent coordinates, kept on the map.
   *
   * @param {PointerEvent} event
   * @returns {Point}
   */
  fromPointer(event) {
    const box = this.pad.getBoundingClientRect();
    const across = (2 * (event.clientX - box.left)) / box.width - 1;
    const up = 1 - (2 * (event.clientY - box.top)) / box.height;
    return [clamp(across * LIMIT), clamp(up * LIMIT)];
  }

  /**
   * Draw the background: two `axes` of the codes.
   *
   * @param {Encoded} encoded
   * @param {number[]} axes
   * @param {number | null} alone the class that is shown alone, the others faintly
   */
  drawCodes({ codes, labels, class_names: names }, [right, up], alone = null) {
    const n = codes.length / labels.length;
    this.side = this.size;
    const screen = Float32Array.from({ length: 2 * labels.length }, () => 0);
    labels.forEach((_, i) => screen.set(this.toPad([codes[i * n + right], codes[i * n + up]]), 2 * i));
    const draw = cleared(this.codes, this.side, this.side);
    const times = this.times;
    labels.forEach((label, i) => {
      draw.globalAlpha = (alone ?? label) === label ? STRONG : FAINT;
      draw.fillStyle = label === UNLABELLED ? this.colours.none : this.colours.digits[label % CLASSES];
      draw.fillRect(screen[2 * i] - times, screen[2 * i + 1] - times, 2 * times, 2 * times);
    });
    draw.globalAlpha = 1;
    this.drawPrior(draw);
    draw.font = `700 ${17 * times}px sans-serif`;
    const { side, paper, colours: { digits } } = this;
    drawNames(draw, { screen, labels, names, side }, alone, { digits, paper });
  }

  /**
   * One, two and three standard deviations of the prior N(0, I).
   *
   * @param {CanvasRenderingContext2D} draw
   */
  drawPrior(draw) {
    const [left, top] = this.toPad([0, 0]);
    draw.font = `italic ${12 * this.times}px serif`;
    draw.textAlign = "center";
    draw.textBaseline = "middle";
    for (const sigmas of [1, 2, 3]) {
      const radius = ((sigmas / LIMIT) * this.side) / 2;
      draw.strokeStyle = this.colours.p;
      draw.lineWidth = 1;
      draw.setLineDash([3, 4]);
      draw.beginPath();
      draw.arc(left, top, radius, 0, 2 * Math.PI);
      draw.stroke();
      draw.setLineDash([]);
      const aside = radius * Math.SQRT1_2;
      outlined(draw, `${sigmas}σ`, [left - aside, top + aside], this.colours.p, this.paper);
    }
  }

  /**
   * Draw the point over the map, with lines to both axes.
   *
   * @param {Point} point
   */
  drawPoint(point) {
    this.side = this.size;
    const draw = cleared(this.cross, this.side, this.side);
    const [left, top] = this.toPad(point);
    draw.strokeStyle = this.colours.z;
    draw.fillStyle = this.paper;
    draw.globalAlpha = 0.5;
    draw.beginPath();
    draw.moveTo(left, 0);
    draw.lineTo(left, this.side);
    draw.moveTo(0, top);
    draw.lineTo(this.side, top);
    draw.stroke();
    draw.globalAlpha = 1;
    draw.lineWidth = 3;
    draw.beginPath();
    draw.arc(left, top, 8 * this.times, 0, 2 * Math.PI);
    draw.fill();
    draw.stroke();
  }
}
