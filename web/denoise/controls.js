// What is asked of the network: which one, for which digit and how loudly, by which sampler, in how many steps.

import { button } from "../base/elements.js";
import { Segments } from "../base/segments.js";
import { Slide } from "../base/slide.js";

const SEEDS = 10_000;
const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

/** @typedef {import("./denoise.js").Settings} Settings */

export class Controls {
  /**
   * @param {import("./denoise.js").Data} data
   * @param {(changed: Partial<Settings>, isDone?: boolean) => void} set
   */
  constructor({ text, models, guidances: [low, high], counts: [fewest, most] }, set) {
    /** @type {Partial<Settings>} */
    this.place = {};
    this.model = new Segments(
      text.model,
      Object.entries(models).map(([name, { label }]) => [name, label]),
      (model) => set({ model }),
    );
    this.digit = new Segments(
      text.digit,
      [[-1, text.any], ...DIGITS.map((digit) => /** @type {[number, string]} */ ([digit, String(digit)]))],
      (digit) => set({ digit }),
    );
    this.digit.node.classList.add("digits");
    this.sampler = new Segments(
      text.sampler,
      [["ancestral", text.ancestral], ["ddim", "DDIM"], ["flow", text.flow]],
      (sampler) => set({ sampler: /** @type {Settings["sampler"]} */ (sampler) }),
    );
    this.guidance = new Slide(text.guidance, { low, high, step: 0.1 }, (guidance, isDone) => set({ guidance }, isDone));
    this.steps = new Slide(text.steps, { low: fewest, high: most, step: 1 }, (steps, isDone) => set({ steps }, isDone));
    const another = button(text.another, () => set({ seed: ((this.place.seed ?? 0) + 1) % SEEDS }), {
      className: "another",
    });
    const shown = [this.model, this.digit, this.guidance, this.sampler, this.steps];
    this.nodes = [...shown.map(({ node }) => node), another];
  }

  /** @param {Settings} place */
  show(place) {
    this.place = place;
    this.model.show(place.model);
    this.digit.show(place.digit);
    this.sampler.show(place.sampler);
    this.guidance.show(place.guidance, place.guidance.toFixed(1));
    this.guidance.input.disabled = place.digit < 0;
    this.steps.show(place.steps, String(place.steps));
  }
}
