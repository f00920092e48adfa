// Orders a run of the worker, and keeps what has come of the newest.

/**
 * @typedef {import("./worker.js").Order} Order
 * @typedef {Omit<Order, "id">} Asked
 * @typedef {import("./worker.js").Stop & { number: number }} Arrived counted along its way, from where that sets out
 *
 * @typedef {object} Listener
 * @property {(stop: Arrived) => void} arrived hears each stop of the newest run
 * @property {(milliseconds: number) => void} ended
 * @property {() => void} failed
 */

export class Runs {
  /** @param {Listener} listener */
  constructor(listener) {
    this.worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.listener = listener;
    this.id = 0;
    /** @type {Arrived[]} */
    this.stops = [];
    /** @type {Arrived[]} the newest of each way */
    this.last = [];
    this.asked = "";
    /** @type {Asked | null} what is begun when this run has ended */
    this.next = null;
    this.isUnderWay = false;
    this.since = 0;
    this.took = 0; // milliseconds, until the last message came
    this.worker.onmessage = ({ data }) => data.id === this.id && this.hear(data);
  }

  /** @param {import("./worker.js").Told} told */
  hear({ stops, isDone, hasFailed }) {
    this.took = performance.now() - this.since;
    for (const stop of stops) this.keep(stop);
    if (!isDone) return;
    this.isUnderWay = false;
    if (hasFailed) {
      this.asked = "";
      this.listener.failed();
      return;
    }
    this.listener.ended(this.took);
    const { next } = this;
    this.next = null;
    if (next) this.ask(next);
  }

  /** @param {import("./worker.js").Stop} stop */
  keep(stop) {
    const arrived = { ...stop, number: (this.last[stop.way]?.number ?? -1) + 1 };
    this.stops.push(arrived);
    this.last[stop.way] = arrived;
    this.listener.arrived(arrived);
  }

  /**
   * Begin a run, unless it is the one that has been ordered already.
   *
   * @param {Asked} order
   * @returns whether it is another
   */
  ask(order) {
    const asked = JSON.stringify({ ...order, schedule: order.schedule.signal.length });
    if (asked === this.asked) return false;
    this.asked = asked;
    this.id += 1;
    this.stops = [];
    this.last = [];
    this.next = null;
    this.isUnderWay = true;
    this.since = performance.now();
    this.worker.postMessage({ ...order, id: this.id });
    return true;
  }

  /**
   * Begin it once the run that is under way has ended: whoever moves on faster than runs end still sees some.
   *
   * @param {Asked} order
   * @returns whether it has been begun
   */
  follow(order) {
    if (!this.isUnderWay) return this.ask(order);
    this.next = order;
    return false;
  }

  stop() {
    this.worker.terminate();
  }
}
