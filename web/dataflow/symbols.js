// The symbols: how they are written, in which colour, and which numbers of a result they stand for.

import { element } from "../base/elements.js";

export const SIGNS = {
  x: "x",
  mu: "μ",
  sigma: "σ",
  epsilon: "ε",
  z: "z",
  x_hat: "x̂",
  reconstruction: "−log p(x∣z)",
  kl: "KL",
};

/**
 * @typedef {keyof typeof SIGNS} Name of a symbol
 * @typedef {"mu" | "sigma" | "epsilon" | "z" | "kl"} Latent a symbol with a number for each dimension of the code
 * @typedef {keyof typeof GRADIENTS} Moved a symbol with a gradient
 */

const GRADIENTS = { mu: "ofMu", sigma: "ofSigma", z: "ofZ" };
const REACH = { x: 1, mu: 3, sigma: 1, epsilon: 3, z: 3, x_hat: 1, kl: 4 };

/** A gradient that fills a cell of the batch. */
const BACK = 30;

/**
 * Whether the diagram has the gradient of a symbol: none is asked for ε, x, x̂ and KL.
 *
 * @param {Name} symbol
 * @returns {symbol is Moved}
 */
export const hasGradient = (symbol) => symbol in GRADIENTS;

/**
 * The numbers behind a symbol, or their gradient where there is one.
 *
 * @param {import("./both.js").Found} found
 * @param {Latent | "x_hat"} symbol
 * @param {boolean} isBack
 */
export function numbersOf(found, symbol, isBack) {
  const name = isBack && hasGradient(symbol) ? GRADIENTS[symbol] : symbol === "x_hat" ? "xHat" : symbol;
  const numbers = /** @type {Record<string, any>} */ (found)[name];
  if (!numbers) throw new Error(`there is no ${name} in this model`);
  return /** @type {Float32Array | Float64Array} */ (numbers);
}

/**
 * The number that fills a cell.
 *
 * @param {Latent | "x" | "x_hat"} symbol
 * @param {boolean} isBack
 */
export const reachOf = (symbol, isBack) => (isBack && hasGradient(symbol) ? BACK : REACH[symbol]);

/**
 * Whether a number may be below 0.
 *
 * @param {Latent} symbol
 */
export const hasSign = (symbol) => symbol !== "sigma" && symbol !== "kl";

/**
 * Give `node` the colour of a symbol.
 *
 * @param {HTMLElement} node
 * @param {string} symbol
 */
export function colour(node, symbol) {
  node.style.setProperty("--own", `var(--${symbol})`);
}

/**
 * A symbol as it is written; it lights up with all that belongs to it.
 *
 * @param {Name} symbol
 */
export function sign(symbol) {
  const node = element("span", { className: "symbol", textContent: SIGNS[symbol] });
  colour(node, symbol);
  node.dataset.symbols = symbol;
  return node;
}
