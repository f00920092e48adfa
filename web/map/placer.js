// Where a new code belongs in a finished map of t-SNE: the server knows.

import { note } from "../base/component.js";
import { fromServer } from "../base/server.js";

/** Asks one question at a time, and then the newest. */
export class Placer {
  /** @type {Float32Array | null} */
  #wanted = null;
  #isAsking = false;

  /**
   * @param {string} path of the map
   * @param {(point: number[] | null) => void} answered `null`: it belongs nowhere
   * @param {number[]} timings milliseconds of each answer
   */
  constructor(path, answered, timings) {
    this.path = path;
    this.answered = answered;
    this.timings = timings;
  }

  /** @param {Float32Array} code */
  async ask(code) {
    this.#wanted = code;
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#wanted) {
      const asked = this.#wanted;
      this.#wanted = null;
      await this.#place(asked).catch(console.error);
    }
    this.#isAsking = false;
  }

  /** What was asked is not wanted any more. */
  forget() {
    this.#wanted = null;
  }

  /** @param {Float32Array} code */
  async #place(code) {
    const start = performance.now();
    const body = JSON.stringify(Array.from(code));
    const response = await fetch(fromServer(`${this.path}/place`), { method: "POST", body });
    const point = response.ok ? await response.json() : null;
    note(this.timings, performance.now() - start);
    this.answered(point);
  }
}
