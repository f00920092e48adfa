// A map as it forms: frames that the server has, fetched as they come, kept for the page.
// parseSafetensors comes from network.js.

const POLL_MS = 250;
const KEPT_FILMS = 8;
const films = new Map(); // by address: a component that is mounted again goes on with what is there
const WATCHER = Math.random().toString(36).slice(2); // who asks: this page, for as long as it is open

export const OVER = ["finished", "cancelled", "failed"];

export class Film {
  /** The film at `url`; `count` points of `dimensions` numbers in each frame. */
  static at(url, count, dimensions) {
    const known = films.get(url) ?? new Film(url, count, dimensions);
    films.delete(url);
    films.set(url, known);
    for (const [other, film] of films) if (films.size > KEPT_FILMS && !film.listeners.size) films.delete(other);
    return known;
  }

  constructor(url, count, dimensions) {
    Object.assign(this, { url, count, dimensions, listeners: new Set() });
    this.reset();
  }

  reset() {
    this.frames = []; // Float32Array each
    this.steps = [];
    this.kls = [];
    this.total = 0;
    this.stage = "waiting";
    this.message = "";
    this.ahead = 0;
    this.wasReady = false;
    this.arrivals = []; // ms since asked, of each answer with frames
  }

  get isOver() {
    return OVER.includes(this.stage);
  }

  /** Ask until it is over. Every listener is called after every answer. */
  start(listener) {
    if (listener) this.listeners.add(listener);
    if (this.asking || (this.isOver && !this.isMore)) return;
    this.began = performance.now();
    this.ask();
  }

  /** One listener looks no more; without any, the server is told. */
  stop(listener) {
    this.listeners.delete(listener);
    if (this.listeners.size) return;
    clearTimeout(this.timer);
    this.asking = false;
    if (!this.isOver) this.leave();
  }

  cancel() {
    clearTimeout(this.timer);
    this.asking = false;
    this.stage = "cancelled";
    this.leave();
    this.tell();
  }

  again() {
    this.reset();
    this.start();
    this.tell();
  }

  tell() {
    this.listeners.forEach((listener) => listener());
  }

  leave() {
    fetch(`${this.url}/leave?watcher=${WATCHER}`, { method: "POST", keepalive: true }).catch(() => {});
  }

  async ask() {
    this.asking = true;
    const turn = (this.turn = {}); // an answer to an earlier start is nobody's
    try {
      const response = await fetch(`${this.url}?after=${this.frames.length}&watcher=${WATCHER}`);
      if (this.turn !== turn || !this.asking) return;
      if (!response.ok) throw new Error(await response.text());
      this.take(parseSafetensors(await response.arrayBuffer()));
    } catch (error) {
      console.error(error);
      this.stage = "failed";
      this.message = String(error.message ?? error);
    }
    if (this.isOver && !this.isMore) this.asking = false;
    else this.timer = setTimeout(() => this.ask(), this.isMore ? 0 : POLL_MS);
    this.tell();
  }

  take(tensors) {
    const record = JSON.parse(new TextDecoder().decode(tensors.record.values));
    const isFirst = this.frames.length === 0;
    const size = this.count * this.dimensions;
    record.steps.forEach((step, i) => {
      this.frames.push(tensors.frames.values.subarray(i * size, (i + 1) * size));
      this.steps.push(step);
      this.kls.push(record.kls[i]);
    });
    if (record.steps.length) this.arrivals.push(performance.now() - this.began);
    this.total = record.total;
    this.ahead = record.ahead;
    this.message = record.message;
    this.isMore = record.is_more;
    this.stage = record.stage;
    if (isFirst) this.wasReady = record.stage === "finished";
  }
}
