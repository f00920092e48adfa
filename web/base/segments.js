// A few buttons of which one is pressed.

import { button, element } from "./elements.js";

/** @template {string | number} T */
export class Segments {
  /**
   * @param {string} label for those who cannot see it
   * @param {[value: T, words: string][]} options
   * @param {(value: T) => void} choose
   */
  constructor(label, options, choose) {
    this.buttons = options.map(([value, words]) => ({ value, made: button(words, () => choose(value)) }));
    this.node = element("div", { className: "segments" }, this.buttons.map(({ made }) => made));
    this.node.setAttribute("role", "group");
    this.node.setAttribute("aria-label", label);
  }

  /** @param {T} value */
  show(value) {
    for (const { value: own, made } of this.buttons) made.setAttribute("aria-pressed", String(own === value));
  }
}
