// A slider with its name and its value in words.

import { element } from "./elements.js";

export class Slide {
  /**
   * @param {string} label
   * @param {{ low: number, high: number, step: number }} range
   * @param {(value: number, isDone: boolean) => void} moved hears every move, and when the hand lets go
   */
  constructor(label, { low, high, step }, moved) {
    this.input = element("input", { type: "range", min: low, max: high, step });
    this.output = element("output");
    this.input.oninput = () => moved(Number(this.input.value), false);
    this.input.onchange = () => moved(Number(this.input.value), true);
    const name = element("span", { textContent: label });
    this.node = element("label", { className: "slide" }, [name, this.input, this.output]);
  }

  /**
   * @param {number} value
   * @param {string} words
   */
  show(value, words) {
    if (Number(this.input.value) !== value) this.input.value = String(value);
    this.output.textContent = words;
  }
}
