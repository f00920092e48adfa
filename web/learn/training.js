// Orders what the worker does, and keeps what has come of it.

/**
 * @typedef {import("./worker.js").Order} Order
 * @typedef {import("./worker.js").News} News
 */

export class Training {
  /**
   * @param {() => void} arrived hears that there is news
   * @param {() => void} failed
   */
  constructor(arrived, failed) {
    this.worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.id = 0;
    /** @type {Partial<News>} */
    this.news = {};
    this.worker.onerror = failed;
    this.worker.onmessage = ({ data }) => {
      if (data.id !== this.id) return;
      this.news = { ...this.news, ...data };
      arrived();
    };
  }

  /**
   * From the start, with new networks.
   *
   * @param {import("../learning/mixture.js").Mixture} mixture
   * @param {import("../diffusion/sampling.js").Schedule} schedule
   * @param {number} seed
   */
  begin(mixture, schedule, seed) {
    this.id += 1;
    this.news = { least: this.news.least, excess: this.news.excess };
    this.order({ begin: { schedule, seed, id: this.id }, mixture, isOn: false });
  }

  /** @param {Order} order */
  order(order) {
    this.worker.postMessage(order);
  }

  stop() {
    this.worker.terminate();
  }
}
