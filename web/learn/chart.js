// The loss at each step: the least there can be, and that of both networks, with a mark at the step on screen.

import { evenTicks } from "../base/ticks.js";

export const EDGE = { left: 46, right: 12, top: 8, bottom: 20 }; // pixels around it, for its numbers
const TEXT = 12;
const LOSS = [0, 2.1]; // E‖ε‖² is 2: so much has who finds nothing
const ABOVE = [1e-4, 1];
/** @type {Record<"loss" | "above", [value: number, words: string][]>} */
const MARKS = { loss: [[0, "0"], [1, "1"], [2, "2"]], above: [[1e-4, "10⁻⁴"], [1e-2, "10⁻²"], [1, "1"]] };
const DOT = 3;

/**
 * @typedef {import("../base/pen.js").Draw} Draw
 * @typedef {{ values: number[], colour: string, width: number, dash: number[] }} Curve of step 1 to T
 *
 * @typedef {object} Looks
 * @property {number} width
 * @property {number} height
 * @property {string} ink
 * @property {string} line
 * @property {string} title in a file; on the page, what is chosen says it
 * @property {boolean} isAbove whether the curves are of what is above the least, in powers of ten
 */

/**
 * The step under a place across the chart.
 *
 * @param {number} left pixels
 * @param {number} width of the chart
 * @param {number} last T
 */
export function stepAt(left, width, last) {
  const share = (left - EDGE.left) / (width - EDGE.left - EDGE.right);
  return Math.min(last, Math.max(1, Math.round(1 + share * (last - 1))));
}

/**
 * @param {Draw} draw
 * @param {Looks} looks
 * @param {Curve[]} curves
 * @param {{ t: number, last: number }} step on screen, and T
 */
export function drawChart(draw, looks, curves, { t, last }) {
  const { width, height, isAbove } = looks;
  const across = (/** @type {number} */ step) => EDGE.left + (step - 1) / (last - 1) * (width - EDGE.left - EDGE.right);
  const [low, high] = isAbove ? ABOVE.map(Math.log10) : LOSS;
  const down = (/** @type {number} */ value) => {
    const at = isAbove ? Math.log10(Math.max(value, ABOVE[0])) : value;
    return EDGE.top + (high - Math.min(Math.max(at, low), high)) / (high - low) * (height - EDGE.top - EDGE.bottom);
  };
  drawAxes(draw, looks, across, down, last);
  line(draw, [[across(t), EDGE.top], [across(t), height - EDGE.bottom]], { colour: looks.ink, width: 1, dash: [] });
  for (const { values, ...look } of curves) {
    line(draw, values.map((value, i) => [across(i + 1), down(value)]), look);
    draw.setLineDash([]);
    draw.lineWidth = 2 * DOT;
    draw.beginPath();
    draw.arc(across(t), down(values[t - 1]), DOT / 2, 0, 2 * Math.PI);
    draw.stroke();
  }
  draw.setLineDash([]);
}

/**
 * @param {Draw} draw
 * @param {Looks} looks
 * @param {(step: number) => number} across
 * @param {(value: number) => number} down
 * @param {number} last
 */
function drawAxes(draw, { width, height, ink, line: pale, title, isAbove }, across, down, last) {
  Object.assign(draw, { font: `${TEXT}px sans-serif`, fillStyle: ink, textBaseline: "middle", textAlign: "right" });
  for (const [value, words] of MARKS[isAbove ? "above" : "loss"]) {
    line(draw, [[EDGE.left, down(value)], [width - EDGE.right, down(value)]], { colour: pale, width: 1, dash: [] });
    draw.fillText(words, EDGE.left - 6, down(value));
  }
  draw.textAlign = "center";
  for (const step of [1, ...evenTicks(2, last, 5).values]) {
    draw.fillText(String(step), across(step), height - EDGE.bottom / 2 + 2);
  }
  draw.textAlign = "left";
  if (title) draw.fillText(title, EDGE.left + TEXT, height - EDGE.bottom - TEXT);
}

/**
 * @param {Draw} draw
 * @param {number[][]} places
 * @param {{ colour: string, width: number, dash: number[] }} look
 */
function line(draw, places, { colour, width, dash }) {
  Object.assign(draw, { strokeStyle: colour, lineWidth: width, lineJoin: "round" });
  draw.setLineDash(dash);
  draw.beginPath();
  for (const [x, y] of places) draw.lineTo(x, y);
  draw.stroke();
}
