// Plays, and has a button for it.

import { button } from "./elements.js";

export class Clock {
  /**
   * @param {Record<string, string>} text
   * @param {(seconds: number) => void} frame for each while it plays: seconds since the last one
   * @param {(isPlaying: boolean) => void} [changed]
   */
  constructor({ play, pause }, frame, changed = () => {}) {
    this.words = { play: `▶ ${play}`, pause: `❚❚ ${pause}` };
    this.frame = frame;
    this.changed = changed;
    this.isPlaying = false;
    this.next = 0;
    this.button = button(this.words.play, () => this.set(!this.isPlaying), { className: "main play" });
  }

  /** @param {boolean} isPlaying */
  set(isPlaying) {
    if (isPlaying === this.isPlaying) return;
    this.stop();
    if (isPlaying) this.start();
    this.button.textContent = isPlaying ? this.words.pause : this.words.play;
    this.changed(isPlaying);
  }

  start() {
    this.isPlaying = true;
    let before = performance.now();
    const tick = (/** @type {number} */ now) => {
      this.frame(Math.max(0, now - before) / 1000);
      before = now;
      if (this.isPlaying) this.next = requestAnimationFrame(tick);
    };
    this.next = requestAnimationFrame(tick);
  }

  /** Nobody hears of it. */
  stop() {
    this.isPlaying = false;
    cancelAnimationFrame(this.next);
  }
}
