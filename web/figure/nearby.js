// A figure beside the one that a hand moves: it goes along as often as that one leaves time for.

import { note } from "../base/component.js";

const LATEST_MS = 100; // then it waits no longer for idle time

/**
 * @typedef {import("./figure.js").Made} Made
 *
 * @typedef {object} Figure
 * @property {(made: Made, turn: number) => Promise<void>} wear
 * @property {{ nearbyMs: number[] }} stats
 */

export class Nearby {
  /** @param {Figure} figure */
  constructor(figure) {
    this.figure = figure;
    /** @type {{ made: Made, turn: number, since: number } | null} the newest, which waits */
    this.coming = null;
  }

  /**
   * @param {Made} made
   * @param {number} turn
   */
  goAlong(made, turn) {
    const isComing = this.coming !== null;
    this.coming = { made, turn, since: this.coming?.since ?? performance.now() };
    if (!isComing) whenIdle(() => this.catchUp());
  }

  async catchUp() {
    if (!this.coming) return;
    const { made, turn, since } = this.coming;
    this.coming = null;
    await this.figure.wear(made, turn);
    note(this.figure.stats.nearbyMs, performance.now() - since);
  }
}

/**
 * Safari has no idle time to give.
 *
 * @param {() => void} action
 */
function whenIdle(action) {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(action, { timeout: LATEST_MS });
  else setTimeout(action);
}
