// A figure of something that goes on by itself asks for more by itself: while somebody can see it, and as often as
// drawing leaves time for all else.

const BREATH_MS = 50; // at least, also where answers take longer than they may
const UNSEEN_MS = 1000; // between two looks whether the page can be seen again
const LEISURE = 3; // of so many parts of the time, drawing takes one

/**
 * @typedef {object} Figure
 * @property {{ refresh: number | null }} data after how many seconds it looks again; `null`: not at all
 * @property {{ askedAt: number, ask(moves: []): unknown }} asking
 * @property {AbortSignal} signal
 */

export class Looking {
  /**
   * @param {Figure} figure
   * @param {() => number} worked how long all figures of the page have been drawn so far, in milliseconds
   */
  constructor(figure, worked) {
    this.figure = figure;
    this.worked = worked;
    this.workedBefore = worked(); // the last look
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  stop() {
    clearTimeout(this.timer);
  }

  /** Look again when it is time. */
  keepUp() {
    this.stop();
    if (!this.figure.data.refresh || this.figure.signal.aborted) return;
    this.timer = setTimeout(() => this.look(), document.hidden ? UNSEEN_MS : Math.max(this.early(), BREATH_MS));
  }

  look() {
    if (document.hidden || this.early() > 0) return this.keepUp();
    this.workedBefore = this.worked();
    this.figure.asking.ask([]);
  }

  /** How many milliseconds it is too early: the figures beside this one have gone along after it was asked. */
  early() {
    const { data, asking } = this.figure;
    const pause = Math.max(1000 * (data.refresh ?? 0), LEISURE * (this.worked() - this.workedBefore));
    return asking.askedAt + pause - performance.now();
  }
}
