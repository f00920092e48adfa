// A number beside a figure that follows the hand while it moves.

import { ARROWS, element } from "../base/elements.js";
import { readable } from "../base/formats.js";
import { beyondKey, positionOf, track, valueAt } from "./scale.js";
import { lettered } from "./signs.js";

/**
 * @typedef {import("./scale.js").Scale & { name: string, sign: string, label: string, value: number, colour: string }}
 *   Described as ui/components/figure/controls.py says it
 */

export class Slider {
  /**
   * @param {Described} described
   * @param {import("./hand.js").Hand} hand
   */
  constructor(described, hand) {
    const { label: title, sign } = (this.described = described);
    this.hand = hand;
    this.input = element("input", { type: "range", ...track(described), title, ariaLabel: title });
    this.input.oninput = () => this.move();
    this.input.onchange = () => this.release();
    this.input.onkeydown = (event) => this.press(event);
    this.output = element("output");
    const letter = element("span", { className: "sign" }, lettered(sign));
    // Where the label is narrow, the track has a line of its own: a hand needs its length (figure.css).
    this.label = element("label", { title }, [element("div", {}, [letter, this.input, this.output])]);
  }

  /**
   * Bring it to the value that the server shows, if it is not in the hand.
   *
   * @param {Described} described
   */
  show(described) {
    if (this.hand.isHeld(described.name)) return;
    this.described = described;
    Object.assign(this.input, track(described));
    this.label.style.setProperty("--own", this.hand.inTheme(described.colour));
    this.input.value = String(positionOf(described, described.value));
    this.report(described.value);
  }

  /** @param {number} value */
  report(value) {
    this.output.textContent = readable(value);
    this.input.setAttribute("aria-valuetext", this.output.textContent);
  }

  get position() {
    return Number(this.input.value);
  }

  move() {
    this.hand.held = this.described.name;
    this.report(valueAt(this.described, this.position));
    this.tell(false);
  }

  release() {
    this.hand.held = null;
    this.tell(true);
  }

  /** @param {boolean} isDone */
  tell(isDone) {
    this.hand.tell({ name: this.described.name, x: valueAt(this.described, this.position) }, isDone);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const [across, up] = ARROWS[event.key] ?? [0, 0];
    const next = beyondKey(this.described, this.position, across || up);
    if (next === null) return;
    event.preventDefault();
    this.input.value = String(next);
    this.move();
    this.release();
  }
}
