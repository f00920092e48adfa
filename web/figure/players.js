// Steps that are played like a film: each is asked of the server when the one before is on screen.

import { button, element } from "../base/elements.js";

/**
 * @typedef {object} Described as ui/components/figure/controls.py says it
 * @property {string} name
 * @property {string} label what a step is
 * @property {number} step the one on screen
 * @property {number} last
 * @property {number} pause at least so many seconds between two steps
 * @property {string | null} play what its button says
 *
 * @typedef {{ play: string, pause: string, step: string, rewind: string }} Words
 */

export class Player {
  /**
   * @param {Described} described
   * @param {Words} text
   * @param {import("./hand.js").Hand} hand
   */
  constructor(described, text, hand) {
    this.described = described;
    this.text = text;
    this.hand = hand;
    this.isPlaying = false;
    this.next = described.step; // the step that was asked for
    this.askedAt = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.toggle = button("", () => this.playOrPause(), { className: "main" });
    const one = button(text.step, () => this.stepOnce(), { className: "one" });
    const rewind = button(text.rewind, () => this.rewind(), { className: "rewind" });
    this.input = element("input", { type: "range", min: 0, max: described.last, step: 1, ariaLabel: described.label });
    this.input.oninput = () => this.seek();
    this.input.onchange = () => this.release();
    this.output = element("output");
    const scrub = element("div", { className: "live-scrub" }, [this.input, this.output]);
    this.box = element("div", { className: "live-player" }, [this.toggle, one, rewind, scrub]);
  }

  /** @param {Described} described */
  show(described) {
    this.described = described;
    const { name, label, step, last, play } = described;
    if (this.isAtEnd && !this.hand.isWaiting) this.halt();
    this.toggle.textContent = this.isPlaying ? this.text.pause : (play ?? this.text.play);
    this.input.max = String(last);
    if (!this.hand.isHeld(name)) this.input.value = String(step);
    this.output.textContent = `${label} ${step} / ${last}`;
    this.output.dataset.widest = `${label} ${last} / ${last}`; // nothing moves aside when a step has more digits
  }

  get isAtEnd() {
    return this.described.step >= this.described.last;
  }

  halt() {
    this.isPlaying = false;
    clearTimeout(this.timer);
  }

  /** @param {number} step */
  go(step) {
    this.next = step;
    this.hand.tell({ name: this.described.name, x: step }, true);
  }

  playOrPause() {
    this.isPlaying = !this.isPlaying;
    if (!this.isPlaying) this.go(this.next);
    else if (this.isAtEnd) this.go(0);
    else this.next = this.described.step;
    this.show(this.described);
    this.play();
  }

  stepOnce() {
    this.halt();
    this.go(Math.min(this.described.step + 1, this.described.last));
  }

  rewind() {
    this.halt();
    this.go(0);
  }

  seek() {
    this.halt();
    this.hand.held = this.described.name;
    this.hand.tell({ name: this.described.name, x: Number(this.input.value) }, false);
  }

  release() {
    this.hand.held = null;
    this.go(Number(this.input.value));
  }

  /** Ask for the next step, no sooner than its pause allows. */
  play() {
    if (!this.isPlaying || this.hand.isWaiting) return;
    if (this.isAtEnd) {
      this.halt();
      this.show(this.described);
      return;
    }
    clearTimeout(this.timer);
    const wait = this.askedAt + 1000 * this.described.pause - performance.now();
    this.timer = setTimeout(() => this.advance(), Math.max(0, wait));
  }

  advance() {
    if (!this.isPlaying || this.hand.isWaiting) return;
    this.askedAt = performance.now();
    this.next = this.described.step + 1;
    // A film is one move, however long: Undo takes it back as a whole.
    this.hand.tell({ name: this.described.name, x: this.next }, this.next >= this.described.last);
  }
}
