// Everything that is drawn, on the page and in a file: both fields, where they differ, and the loss at each step.

import { cleared } from "../base/canvas.js";
import { find } from "../base/elements.js";
import { SvgPen } from "../base/pen.js";
import { drawChart } from "./chart.js";
import { drawArrows, Light } from "./panel.js";

const [PALE, STRONG] = [0.8, 0.7]; // of the density; of the difference, for the arrows come first
const ARROW = 1.3;
const FILE = { side: 560, gap: 40, text: 26, chart: 260 }; // pixels

/**
 * @typedef {"x" | "z" | "x_hat" | "mu" | "p" | "reconstruction"} Symbol
 * @typedef {Record<Symbol | "ink" | "line", string>} Colours
 *
 * @typedef {object} Seen
 * @property {number} t
 * @property {number} last T
 * @property {number} noise σ_t
 * @property {import("./scene.js").Truth} truth
 * @property {{ arrows: Float64Array, apart: Float64Array }} learned
 * @property {"x_hat" | "mu"} symbol of the network on screen
 * @property {{ symbol: "z" | "x_hat" | "mu", values: number[] }[]} curves
 * @property {boolean} isAbove
 * @property {string} title of the chart
 */

export class Pictures {
  /** @param {HTMLElement} root */
  constructor(root) {
    const canvas = (/** @type {string} */ name) => find(root, `${name} canvas`, HTMLCanvasElement);
    this.canvases = { learned: canvas(".learned"), true: canvas(".true"), apart: canvas(".apart") };
    this.chart = find(root, ".chart", HTMLCanvasElement);
    this.light = new Light();
    this.apart = new Light();
  }

  /**
   * @param {Seen} seen
   * @param {Colours} colours
   */
  draw(seen, colours) {
    this.paint(seen, colours);
    const side = this.canvases.true.clientWidth;
    const [learned, truth, apart] = Object.values(this.canvases).map((canvas) => cleared(canvas, side, side));
    this.light.drawOn(truth, side);
    this.apart.drawOn(apart, side);
    drawFields([learned, truth], side, seen, colours);
    const { clientWidth: width, clientHeight: height } = this.chart;
    drawLosses(cleared(this.chart, width, height), { width, height }, seen, colours);
  }

  /**
   * @param {Seen} seen
   * @param {Colours} colours
   */
  paint({ truth, learned }, colours) {
    this.light.paint(truth.light, colours.p, PALE);
    this.apart.paint(learned.apart, colours.reconstruction, STRONG);
  }

  /**
   * All of it for a file.
   *
   * @param {Seen} seen
   * @param {Colours} colours
   * @param {string[]} titles of the three fields
   * @returns {import("../pictures/layout.js").Layout}
   */
  layout(seen, colours, titles) {
    const { side, gap, text, chart } = FILE;
    this.paint(seen, colours);
    const lefts = titles.map((_, i) => gap + i * (side + gap));
    const [width, top] = [lefts[2] + side + gap, 2 * text];
    const pens = [0, 1, 2].map(() => new SvgPen());
    drawFields(pens, side / 2, seen, colours);
    drawLosses(pens[2], { width: (width - 2 * gap) / 2, height: chart / 2 }, seen, colours);
    const places = [[lefts[0], top], [lefts[1], top], [gap, top + side + text]];
    return {
      width,
      height: top + side + chart + 2 * text,
      sheets: [this.light, this.apart].map((sheet, i) => ({
        sheet,
        left: lefts[i + 1],
        top,
        scale: side / sheet.width,
      })),
      texts: titles.map((title, i) => ({ text: title, left: lefts[i], top: 1.4 * text, size: text })),
      drawings: pens.map(({ marks }, i) => ({
        markup: marks.join(""),
        left: places[i][0],
        top: places[i][1],
        scale: 2,
      })),
    };
  }
}

/**
 * @param {import("../base/pen.js").Draw[]} pens of the learned field, of the true one
 * @param {number} side
 * @param {Seen} seen
 * @param {Colours} colours
 */
function drawFields([learned, truth], side, { truth: { arrows }, learned: found, symbol, noise }, colours) {
  drawArrows(truth, side, arrows, noise, { colour: colours.z, width: ARROW });
  drawArrows(learned, side, arrows, noise, { colour: colours.line, width: 2 * ARROW });
  drawArrows(learned, side, found.arrows, noise, { colour: colours[symbol], width: ARROW });
}

/**
 * @param {import("../base/pen.js").Draw} draw
 * @param {{ width: number, height: number }} size
 * @param {Seen} seen
 * @param {Colours} colours
 */
function drawLosses(draw, size, { curves, t, last, isAbove, title }, colours) {
  const looks = { ...size, ink: colours.ink, line: colours.line, title, isAbove };
  const drawn = curves.map(({ symbol, values }) => ({
    values,
    colour: colours[symbol],
    width: symbol === "z" ? 3 : 1.8,
    dash: symbol === "mu" ? [6, 3] : [],
  }));
  drawChart(draw, looks, drawn, { t, last });
}
