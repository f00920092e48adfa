// The stages of the way: what each lights in the diagram, and the buttons that lead through them.

import { SETTLE_MS } from "../base/component.js";
import { arrowTo, button, find } from "../base/elements.js";

/** The stage in which the diagram shows gradients. */
export const GRADIENT = 5;

/** The stages that light each part of the diagram; stage 0 lights all. */
export const LIGHTING = {
  "in:x": [1, 4],
  "enc": [1, 5],
  "vae:mu": [1, 2, 4, 5],
  "vae:sigma": [1, 2, 4, 5],
  "vae:epsilon": [2],
  "vae:z": [2, 3, 5],
  "ae:z": [1, 3, 5],
  "ae:pass": [1, 5],
  "op": [2],
  "dec": [3, 5],
  "x_hat": [3, 4, 5],
  "reconstruction": [4, 5],
  "kl": [4, 5],
};

/**
 * @typedef {keyof typeof LIGHTING} Part of the diagram
 * @typedef {{ stages: string[], sentences: string[], choose_stage: string }} Text
 */

/**
 * The part that shows a symbol in a lane: in most lanes and stages the same.
 *
 * @param {string} lane
 * @param {string} symbol
 */
export function partOf(lane, symbol) {
  const own = `${lane}:${symbol}`;
  return /** @type {Part} */ (own in LIGHTING ? own : symbol);
}

/**
 * Whether what belongs to `stages` is dimmed in `stage`.
 *
 * @param {number[]} stages
 * @param {number} stage
 */
export const isOff = (stages, stage) => stage > 0 && !stages.includes(stage);

export class Stages {
  /**
   * @param {HTMLElement} root
   * @param {Text} text
   * @param {(stage: number, wait?: number) => void} choose
   */
  constructor(root, text, choose) {
    this.text = text;
    this.sentence = find(root, ".sentence");
    this.buttons = text.stages.map((name, i) => {
      const made = button(i ? `${i} ${name}` : name, () => choose(i));
      made.setAttribute("role", "radio");
      return made;
    });
    const group = find(root, ".stages");
    group.setAttribute("aria-label", text.choose_stage);
    group.replaceChildren(...this.buttons);
    group.onkeydown = (event) => {
      const next = arrowTo(this.buttons, event);
      if (next === null) return;
      choose(next, SETTLE_MS);
      this.buttons[next].focus();
    };
  }

  /** @param {number} stage */
  show(stage) {
    this.sentence.textContent = this.text.sentences[stage];
    this.buttons.forEach((made, i) => {
      made.setAttribute("aria-checked", String(i === stage));
      made.tabIndex = i === stage ? 0 : -1;
    });
  }
}
