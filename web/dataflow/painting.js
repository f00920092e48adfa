// The numbers and pictures of one digit, painted into the diagram.

import { element } from "../base/elements.js";
import { signed } from "../base/formats.js";
import { inkOf, paintInk } from "../base/ink.js";
import { KINDS } from "./both.js";
import { across, nats, norm, short, sum } from "./numbers.js";
import { GRADIENT } from "./stages.js";
import { hasGradient, hasSign, numbersOf, reachOf, SIGNS } from "./symbols.js";

/**
 * @typedef {import("./both.js").Kind} Kind
 * @typedef {import("./both.js").Found} Found
 * @typedef {import("./diagram.js").Diagram} Diagram
 * @typedef {{ stage: number, rows: number }} Place
 * @typedef {{ nats: string, no_gradient: string }} Text
 */

/**
 * @param {Diagram} diagram
 * @param {Float32Array} x
 * @param {Record<Kind, Found>} results
 * @param {Place} place
 * @param {Text} text
 */
export function paintDigit(diagram, x, results, place, text) {
  const ink = inkOf(diagram.root);
  paintInk(diagram.input.picture, x, ink);
  for (const kind of KINDS) {
    paintInk(diagram.outputs[kind].picture, results[kind].xHat, ink);
    diagram.losses[kind].output.textContent = nats(results[kind].reconstruction, text.nats);
  }
  for (const strip of diagram.strips) paintStrip(strip, results[strip.lane], place, text);
  const { reconstruction, kl } = results.vae;
  paintTotal(diagram.total, nats(reconstruction + sum(kl ?? []), text.nats));
}

/**
 * @param {HTMLElement} total
 * @param {string} loss
 */
export function paintTotal(total, loss) {
  total.replaceChildren("L = ", element("b", { textContent: loss }));
}

/**
 * @param {import("./nodes.js").Strip} strip
 * @param {Found} found
 * @param {Place} place
 * @param {Text} text
 */
function paintStrip({ symbol, cells, footer, sign }, found, place, text) {
  const isBack = place.stage === GRADIENT && hasGradient(symbol);
  const values = numbersOf(found, symbol, isBack);
  const most = isBack ? Math.max(...values.map(Math.abs), 1e-9) : reachOf(symbol, false);
  sign.textContent = isBack ? `∂L/∂${SIGNS[symbol]}` : SIGNS[symbol];
  cells.forEach(({ bar, output }, i) => {
    output.textContent = isBack ? short(values[i]) : hasSign(symbol) ? signed(values[i]) : values[i].toFixed(2);
    bar.style.transform = across(values[i], most, isBack || hasSign(symbol));
  });
  footer.textContent = footerOf(symbol, values, place, text);
}

/**
 * What stands below a strip. Below a whole batch it would be the number of one row: paintMeans() has the others.
 *
 * @param {import("./symbols.js").Latent} symbol
 * @param {Iterable<number> & ArrayLike<number>} values
 * @param {Place} place
 * @param {Text} text
 */
export function footerOf(symbol, values, { stage, rows }, text) {
  if (symbol === "epsilon") return stage === GRADIENT ? text.no_gradient : "";
  if (rows > 1) return "";
  if (symbol === "kl") return `Σ ${sum(values).toFixed(2)}`;
  return stage === GRADIENT ? `‖·‖ ${short(norm(values))}` : "";
}
