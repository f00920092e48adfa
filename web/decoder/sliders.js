// A slider for each coordinate of z; behind it, where the codes of the map's model lie, against the prior.

import { element } from "../base/elements.js";
import { filled, signed, subscript } from "../base/formats.js";
import { drawMarginal, marginals } from "../latent/density.js";
import { LIMIT } from "../latent/space.js";
import { followArrows } from "./hand.js";

const FEW = 4; // sliders have room for a higher picture behind them

/**
 * @typedef {object} Hand
 * @property {(i: number, value: number) => void} slide
 * @property {() => void} release
 * @property {(i: number, by: number) => void} nudge
 */

/** @typedef {import("../latent/models.js").Coded & { latent_dim: number }} Seen whose codes lie behind the sliders */

export class Sliders {
  /**
   * @param {HTMLElement} place
   * @param {Hand} hand
   */
  constructor(place, hand) {
    this.place = place;
    this.hand = hand;
    /** @type {ReturnType<Sliders["build"]>[]} */
    this.sliders = [];
    /** @type {WeakMap<Seen, Float64Array[]>} */
    this.densities = new WeakMap();
  }

  /**
   * @param {number} n
   * @param {Record<string, any>} text
   */
  write(n, text) {
    this.sliders = Array.from({ length: n }, (_, i) => this.build(i, filled(text.slider, { index: i + 1 })));
    this.place.replaceChildren(...this.sliders.map(({ label }) => label));
    this.place.classList.toggle("few", n <= FEW);
  }

  /**
   * @param {number} i
   * @param {string} name
   */
  build(i, name) {
    const input = element("input", { type: "range", min: -LIMIT, max: LIMIT, step: 0.01 });
    input.setAttribute("aria-label", name);
    input.oninput = () => this.hand.slide(i, Number(input.value));
    input.onchange = () => this.hand.release();
    followArrows(input, (_, by) => this.hand.nudge(i, by));
    const output = element("output");
    const density = element("canvas", { className: "density" });
    density.setAttribute("aria-hidden", "true");
    const label = element("label", {}, [
      element("span", { className: "symbol", textContent: `z${subscript(i)}` }),
      element("span", { className: "track" }, [density, input]),
      output,
    ]);
    return { input, output, density, label };
  }

  /** @param {Float64Array} z */
  show(z) {
    this.sliders.forEach(({ input, output }, i) => {
      if (Number(input.value) !== z[i]) input.value = String(z[i]);
      output.textContent = signed(z[i]);
    });
  }

  /**
   * @param {Seen} model
   * @param {{ z: string, p: string }} colours
   */
  drawDensities(model, colours) {
    if (!this.sliders.length) return;
    const { codes, logVariances, latent_dim: n } = model;
    const densities = this.densities.get(model) ?? marginals(codes, logVariances, n, LIMIT);
    this.densities.set(model, densities);
    this.sliders.forEach(({ density }, i) => drawMarginal(density, densities[i], LIMIT, colours));
  }
}
