// Streamlit, whose words around a figure take longer, is told of the address: one word at a time, at once when the
// hand lets go, soon when it rests, now and then while it moves. Each costs the browser more than the figure does.

import { PATIENCE_MS } from "./asking.js";

const TELL_MS = 700; // between two words while the hand moves
const REST_MS = 320; // a hand that stands still so long is read by its owner; a burst of keys is over by then

/**
 * @typedef {object} Word
 * @property {number} sequence
 * @property {Record<string, string>} since the address that the hand set out from
 * @property {Record<string, string>} query the one that it has reached
 * @property {boolean} done whether it has let go
 */

export class Telling {
  /** @param {(word: Word) => void} send */
  constructor(send) {
    this.send = send;
    /** @type {Word | null} the newest, which waits */
    this.untold = null;
    /** @type {Word | null} the one that is not answered yet */
    this.told = null;
    this.isAtRest = true;
    this.beganAt = -Infinity; // when the hand set out, or the last word went
    this.movedAt = -Infinity; // when the hand last moved
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  stop() {
    clearTimeout(this.timer);
  }

  /** @param {Word} word */
  tell(word) {
    if (this.isAtRest) this.beganAt = performance.now();
    this.isAtRest = word.done;
    this.untold = { ...word, since: this.untold?.since ?? word.since };
    this.flush();
  }

  flush() {
    if (!this.untold || this.told) return;
    clearTimeout(this.timer);
    const wait = Math.min(this.beganAt + TELL_MS, this.movedAt + REST_MS) - performance.now();
    if (wait > 0 && !this.untold.done) this.timer = setTimeout(() => this.flush(), wait);
    else this.say(this.untold);
  }

  /** @param {Word} word */
  say(word) {
    this.told = word;
    this.untold = null;
    this.beganAt = performance.now();
    this.send(word);
    this.timer = setTimeout(() => {
      this.untold = { ...this.untold ?? word, since: word.since };
      this.hear(word.sequence);
    }, PATIENCE_MS);
  }

  /**
   * Streamlit has followed to this word.
   *
   * @param {number} sequence
   */
  hear(sequence) {
    if (!this.told || sequence < this.told.sequence) return;
    clearTimeout(this.timer);
    this.told = null;
    this.flush();
  }
}
