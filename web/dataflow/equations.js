// The equations beside the diagram, with what they come to.

import { element, find } from "../base/elements.js";
import { signed } from "../base/formats.js";
import { nats, norm, short, sum } from "./numbers.js";
import { isOff } from "./stages.js";
import { sign } from "./symbols.js";

/**
 * @typedef {import("./both.js").Kind} Kind
 * @typedef {import("./both.js").Found} Found
 * @typedef {import("./symbols.js").Name} Name
 *
 * @typedef {object} Equation as ui/components/dataflow/words.py writes it
 * @property {number} stage
 * @property {Kind | "both"} of
 * @property {string} text in which <name> is a symbol
 * @property {string} value whose number stands behind it
 *
 * @typedef {{ both: string, nats: string, norm: string }} Text
 */

/**
 * The text of an equation in pieces, some of them symbols.
 *
 * @param {string} text
 * @returns {({ text: string } | { symbol: Name })[]}
 */
export function pieces(text) {
  const found = text.split(/<(\w+)>/).map((piece, i) =>
    i % 2 ? { symbol: /** @type {Name} */ (piece) } : { text: piece }
  );
  return found.filter((piece) => !("text" in piece) || piece.text !== "");
}

/**
 * What an equation comes to; `vae:ofMu` is the gradient in the VAE by its μ, there only where it was computed.
 *
 * @param {string} value
 * @param {Record<Kind, Found>} results
 * @param {Omit<Text, "both">} text
 * @param {string} [of] what stands before a loss that is a mean
 */
export function valueOf(value, { vae, ae }, text, of = "") {
  const amount = (/** @type {number} */ number) => of + nats(number, text.nats);
  if (value === "") return "";
  if (value === "reconstruction") return `VAE ${amount(vae.reconstruction)}, AE ${amount(ae.reconstruction)}`;
  if (value === "loss:ae") return `= ${amount(ae.reconstruction)}`;
  const kl = sum(vae.kl ?? []);
  if (value === "kl") return `= ${amount(kl)}`;
  if (value === "loss:vae") {
    // The sum of what is printed, so that it is one for the reader too.
    const [reconstruction, price] = [vae.reconstruction, kl].map((each) => Math.round(100 * each) / 100);
    return `= ${of}${signed(reconstruction)} + ${of}${signed(price)} = ${amount(reconstruction + price)}`;
  }
  const gradient = value === "vae:ofMu" ? vae.ofMu : vae.ofSigma;
  return gradient ? `${text.norm} ${short(norm(gradient))}` : "";
}

export class Equations {
  /**
   * @param {HTMLElement} root
   * @param {Equation[]} equations
   * @param {Text} text
   */
  constructor(root, equations, text) {
    this.text = text;
    const of = { vae: "VAE", ae: "AE", both: text.both };
    this.rows = equations.map((equation) => {
      const value = element("span", { className: "value" });
      const written = pieces(equation.text).map((piece) => "text" in piece ? piece.text : sign(piece.symbol));
      const row = element("div", { className: "equation" }, [
        element("span", { className: "of", textContent: of[equation.of] }),
        element("span", { className: "formula" }, [...written, value]),
      ]);
      return { equation, row, value };
    });
    find(root, ".equations").replaceChildren(...this.rows.map(({ row }) => row));
  }

  /** @param {number} stage */
  show(stage) {
    for (const { equation, row } of this.rows) {
      row.classList.toggle("on", equation.stage === stage);
      row.classList.toggle("off", isOff([equation.stage], stage));
    }
  }

  /**
   * @param {Record<Kind, Found>} results
   * @param {string} [of] what stands before a loss that is a mean
   */
  paint(results, of) {
    for (const { equation, value } of this.rows) value.textContent = valueOf(equation.value, results, this.text, of);
  }
}
