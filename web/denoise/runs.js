// Orders a run of the worker, and keeps what has come of the newest.

/**
 * @typedef {import("./worker.js").Order} Order
 * @typedef {import("./worker.js").Stop} Stop
 * @typedef {Stop & { number: number }} Arrived counted from the noise
 */

export class Runs {
  /**
   * @param {(stop: Arrived) => void} arrived hears each stop of the newest run
   * @param {() => void} failed
   */
  constructor(arrived, failed) {
    this.worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.id = 0;
    /** @type {Arrived[]} */
    this.stops = [];
    this.asked = "";
    this.since = 0;
    this.took = 0; // milliseconds, until the last message came
    this.worker.onmessage = ({ data }) => {
      if (data.id !== this.id) return;
      if (data.failed) {
        this.asked = "";
        failed();
        return;
      }
      this.took = performance.now() - this.since;
      for (const stop of data.stops) {
        this.stops.push({ ...stop, number: this.stops.length });
        arrived(this.stops[this.stops.length - 1]);
      }
    };
  }

  /**
   * Begin a run, unless it is the one that has been ordered already.
   *
   * @param {Omit<Order, "id">} order
   * @returns whether it is another
   */
  ask(order) {
    const asked = JSON.stringify({ ...order, schedule: order.schedule.signal.length });
    if (asked === this.asked) return false;
    this.asked = asked;
    this.id += 1;
    this.stops = [];
    this.since = performance.now();
    this.worker.postMessage({ ...order, id: this.id });
    return true;
  }

  stop() {
    this.worker.terminate();
  }
}
