// What stands for a symbol in the diagram: a picture, a strip of numbers, or one number.

import { element } from "../base/elements.js";
import { SIDE } from "../base/ink.js";
import { LIGHTING, partOf } from "./stages.js";
import { colour, sign, SIGNS } from "./symbols.js";

/**
 * @typedef {import("./both.js").Kind} Kind
 * @typedef {import("./symbols.js").Name} Name
 * @typedef {Record<Name, string>} Names of symbols, in words
 *
 * @typedef {object} Stand
 * @property {HTMLElement} node
 * @property {HTMLElement} sign
 * @property {HTMLElement} shape of its numbers
 * @property {HTMLElement} footer
 *
 * @typedef {object} Rows a row of numbers for each digit of a batch
 * @property {number} width of a row
 * @property {HTMLCanvasElement} matrix
 *
 * @typedef {{ cell: HTMLElement, bar: HTMLElement, output: HTMLElement }} Cell
 * @typedef {Stand & Rows & { lane: Kind | "in", symbol: "x" | "x_hat", picture: HTMLCanvasElement }} Picture
 * @typedef {Stand & Rows & { lane: Kind, symbol: import("./symbols.js").Latent, cells: Cell[] }} Strip
 * @typedef {Stand & { output: HTMLElement }} Loss
 */

/**
 * An element that lights up in some stages.
 *
 * @template {HTMLElement} E
 * @param {E} node
 * @param {import("./stages.js").Part} part
 */
export function lighting(node, part) {
  node.dataset.on = LIGHTING[part].join(" ");
  return node;
}

/**
 * @param {Kind | "in"} lane
 * @param {Name} symbol
 * @param {string} className
 * @param {number | ""} width of a row of its numbers
 * @param {HTMLElement[]} children
 * @param {Names} names
 * @returns {Stand}
 */
function stand(lane, symbol, className, width, children, names) {
  const [head, shape] = [sign(symbol), element("span", { className: "shape" })];
  const footer = element("footer");
  const header = element("header", {}, [head, shape]);
  const node = element("div", { className: `node ${className}`, tabIndex: 0 }, [header, ...children, footer]);
  lighting(node, partOf(lane, symbol));
  colour(node, symbol);
  Object.assign(node.dataset, { symbols: symbol, lane, width });
  node.setAttribute("role", "group");
  const label = `${SIGNS[symbol]}: ${names[symbol]}`;
  node.setAttribute("aria-label", lane === "in" ? label : `${lane.toUpperCase()} ${label}`);
  return { node, sign: head, shape, footer };
}

/**
 * @param {Kind | "in"} lane
 * @param {"x" | "x_hat"} symbol
 * @param {string} className
 * @param {Names} names
 * @returns {Picture}
 */
export function buildPicture(lane, symbol, className, names) {
  const picture = element("canvas", { className: "picture", width: SIDE, height: SIDE });
  const matrix = element("canvas", { className: "matrix" });
  const width = SIDE * SIDE;
  return { ...stand(lane, symbol, className, width, [picture, matrix], names), lane, symbol, width, matrix, picture };
}

/**
 * @param {Kind} lane
 * @param {import("./symbols.js").Latent} symbol
 * @param {number} n dimensions
 * @param {Names} names
 * @param {(i: number) => void} choose which of them was clicked
 * @returns {Strip}
 */
export function buildStrip(lane, symbol, n, names, choose) {
  const cells = Array.from({ length: n }, (_, i) => {
    const [bar, output] = [element("i"), element("output")];
    const cell = element("span", { className: "cell", onclick: () => choose(i) }, [bar, output]);
    return { cell, bar, output };
  });
  const strip = element("div", { className: "strip" }, cells.map(({ cell }) => cell));
  const matrix = element("canvas", { className: "matrix" });
  return { ...stand(lane, symbol, "strips", n, [strip, matrix], names), lane, symbol, width: n, matrix, cells };
}

/**
 * @param {Kind} lane
 * @param {Names} names
 * @returns {Loss}
 */
export function buildLoss(lane, names) {
  const output = element("output");
  return { ...stand(lane, "reconstruction", "number", "", [output], names), output };
}
