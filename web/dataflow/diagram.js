// The diagram: the digit, and a lane for each model.

import { element, find } from "../base/elements.js";
import { forBoth, KINDS } from "./both.js";
import { buildLoss, buildPicture, buildStrip, lighting } from "./nodes.js";
import { isOff } from "./stages.js";

/**
 * @typedef {import("./both.js").Kind} Kind
 * @typedef {import("./symbols.js").Latent} Latent
 *
 * @typedef {object} Text
 * @property {import("./nodes.js").Names} names
 * @property {string} encoder
 * @property {string} decoder
 * @property {string} nothing_drawn
 */

/** @type {Record<Kind, Latent[]>} */
const STRIPS = { vae: ["mu", "sigma", "epsilon", "z", "kl"], ae: ["z"] };

export class Diagram {
  /**
   * @param {HTMLElement} root
   * @param {Text} text
   * @param {number} n latent dimensions
   * @param {(i: number) => void} choose which of them was clicked
   */
  constructor(root, text, n, choose) {
    this.root = root;
    this.text = text;
    this.input = buildPicture("in", "x", "input", text.names);
    this.outputs = forBoth((kind) => buildPicture(kind, "x_hat", "out", text.names));
    this.losses = forBoth((kind) => buildLoss(kind, text.names));
    this.total = lighting(element("p", { className: "total" }), "reconstruction");
    this.total.dataset.total = "vae";
    this.strips = KINDS.flatMap((kind) =>
      STRIPS[kind].map((symbol) => buildStrip(kind, symbol, n, text.names, choose))
    );
    find(root, ".diagram").replaceChildren(this.input.node, ...this.vaeLane(), ...this.aeLane());
  }

  /**
   * @param {Kind} lane
   * @param {Latent} symbol
   */
  strip(lane, symbol) {
    const found = this.strips.find((strip) => strip.lane === lane && strip.symbol === symbol);
    if (!found) throw new Error(`the lane of the ${lane} has no ${symbol}`);
    return found;
  }

  /** Everything with a row for each digit of a batch. */
  get rows() {
    return [this.input, this.outputs.vae, this.outputs.ae, ...this.strips];
  }

  vaeLane() {
    const [mu, sigma, epsilon] = STRIPS.vae.map((symbol) => this.strip("vae", symbol).node);
    const loss = element("div", {}, [this.losses.vae.node, this.total]);
    return this.lane("vae", [mu, op("+"), sigma, op("⊙"), epsilon, op("=")], [loss, this.strip("vae", "kl").node]);
  }

  aeLane() {
    const loss = element("div", {}, [this.losses.ae.node]);
    return this.lane("ae", [arrow("pass", "ae:pass", "ae", this.text.nothing_drawn)], [loss]);
  }

  /**
   * @param {Kind} kind
   * @param {HTMLElement[]} code between the encoder and z
   * @param {HTMLElement[]} loss
   */
  lane(kind, code, loss) {
    return [
      element("p", { className: `title ${kind}`, textContent: kind.toUpperCase() }),
      arrow("enc", "enc", kind, this.text.encoder),
      element("div", { className: "code-column" }, code),
      this.strip(kind, "z").node,
      arrow("dec", "dec", kind, this.text.decoder),
      this.outputs[kind].node,
      element("div", { className: "loss-column" }, loss),
    ];
  }

  /** @param {import("./dataflow.js").Place} place */
  show({ stage, rows, dimension }) {
    for (const { shape, width } of this.rows) shape.textContent = `[${rows}, ${width}]`;
    for (const node of this.root.querySelectorAll("[data-on]")) {
      const stages = /** @type {HTMLElement} */ (node).dataset.on?.split(" ").map(Number) ?? [];
      node.classList.toggle("off", isOff(stages, stage));
    }
    for (const { cells } of this.strips) {
      cells.forEach(({ cell }, i) => cell.classList.toggle("chosen", dimension === i + 1));
    }
  }
}

/** @param {string} text */
const op = (text) => lighting(element("span", { className: "op", textContent: text }), "op");

/**
 * @param {string} kind
 * @param {import("./stages.js").Part} part
 * @param {Kind} lane
 * @param {string} caption
 */
const arrow = (kind, part, lane, caption) =>
  lighting(
    element("div", { className: `arrow ${kind} ${lane}` }, [
      element("span", { className: "caption", textContent: caption }),
      element("div", { className: "shaft" }),
    ]),
    part,
  );
