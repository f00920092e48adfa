// Pictures to be decoded, a few in each frame, so that the hand never waits.

import { decode } from "../networks/network.js";

/**
 * @typedef {object} Task a picture that is due
 * @property {import("../pictures/sheet.js").Sheet} sheet
 * @property {number} at the cell of the sheet
 * @property {Pick<import("./models.js").Model, "layers">} model
 * @property {ArrayLike<number>} z
 */

export class Queue {
  /** @type {Task[]} */
  #tasks = [];

  get length() {
    return this.#tasks.length;
  }

  /**
   * New codes for all pictures. Those that wait since the last time go first, so that each gets its turn.
   *
   * @param {Task[]} tasks
   */
  renew(tasks) {
    /** @type {Map<Task["sheet"], Set<number>>} */
    const waiting = new Map();
    for (const { sheet, at } of this.#tasks) waiting.set(sheet, (waiting.get(sheet) ?? new Set()).add(at));
    const waits = (/** @type {Task} */ { sheet, at }) => waiting.get(sheet)?.has(at) ?? false;
    this.#tasks = [...tasks.filter(waits), ...tasks.filter((task) => !waits(task))];
  }

  /**
   * Decode and paint until there is no more time, or nothing more to do.
   *
   * @param {import("../base/ink.js").Colour} ink
   * @param {() => boolean} [hasTime] asked before each picture
   * @returns how many were painted
   */
  work(ink, hasTime = () => true) {
    let count = 0;
    while (count < this.#tasks.length && hasTime()) {
      const { sheet, at, model, z } = this.#tasks[count];
      sheet.paint(at, decode(model.layers, z), ink);
      count += 1;
    }
    this.#tasks.splice(0, count);
    return count;
  }
}
