// A map as it forms: frames that the server has, fetched as they come, kept for the page.

import { fromServer } from "../base/server.js";
import { parseSafetensors } from "../networks/safetensors.js";
import { fitOf } from "./projection.js";

const POLL_MS = 250;
const KEPT_FILMS = 8;
const OVER = ["finished", "cancelled", "failed"];
/** Who asks: this page, for as long as it is open. */
const WATCHER = Math.random().toString(36).slice(2);

/**
 * By path: a component that is mounted again goes on with what is there.
 *
 * @type {Map<string, Film>}
 */
const films = new Map();

/**
 * @typedef {Record<string, import("../networks/safetensors.js").Stored>} Tensors
 *
 * @typedef {object} Told what ui/embeddings.py tells with the frames
 * @property {string} stage
 * @property {string} message
 * @property {number} ahead maps that are made first
 * @property {number[]} steps of the descent, of each frame
 * @property {(number | null)[]} kls in nats, of each frame
 * @property {number} total steps
 * @property {boolean} is_more whether there are frames left to be asked for
 */

export class Film {
  /**
   * The film at `path`, as ui/addresses.py names it.
   *
   * @param {string} path
   * @param {number} count of points
   * @param {number} dimensions of each
   * @param {string} language of what the server says, "zh-CN"
   */
  static at(path, count, dimensions, language) {
    const known = films.get(path) ?? new Film(path, count, dimensions);
    films.delete(path);
    films.set(path, known);
    known.language = language;
    for (const [other, film] of films) if (films.size > KEPT_FILMS && !film.isWatched) films.delete(other);
    return known;
  }

  /** @type {Float32Array[]} */
  frames = [];
  /** @type {import("./projection.js").Fit[]} */
  fits = [];
  /** @type {number[]} */
  steps = [];
  /** @type {(number | null)[]} */
  kls = [];
  total = 0;
  stage = "waiting";
  message = "";
  language = "en";
  ahead = 0;
  isMore = false;
  /** Whether it was finished when it was first asked for. */
  wasReady = false;

  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {object | null} whose answers are taken; `null` while nothing is asked */
  #turn = null;
  /** What the server was told last: that nobody looks must not overtake that somebody does again. */
  #farewell = /** @type {Promise<unknown>} */ (Promise.resolve());

  /**
   * @param {string} path
   * @param {number} count
   * @param {number} dimensions
   */
  constructor(path, count, dimensions) {
    this.path = path;
    this.count = count;
    this.dimensions = dimensions;
  }

  get isOver() {
    return OVER.includes(this.stage);
  }

  get isFinished() {
    return this.stage === "finished" && !this.isMore;
  }

  get isWatched() {
    return this.#listeners.size > 0;
  }

  /**
   * The fit of frame `i`.
   *
   * @param {number} i
   */
  fit(i) {
    return (this.fits[i] ??= fitOf(this.frames[i], this.dimensions));
  }

  /**
   * Ask until it is over. Every listener is called after every answer.
   *
   * @param {() => void} listener
   */
  start(listener) {
    this.#listeners.add(listener);
    if (!this.#turn && (!this.isOver || this.isMore)) this.#ask();
  }

  /**
   * One listener looks no more; without any, the server is told.
   *
   * @param {() => void} listener
   */
  stop(listener) {
    this.#listeners.delete(listener);
    if (this.isWatched) return;
    this.#rest();
    if (this.isOver) return;
    this.#leave();
    this.#clear(); // nobody makes it further: who comes again asks for all of it
  }

  cancel() {
    this.#rest();
    this.stage = "cancelled";
    this.#leave();
    this.#tell();
  }

  again() {
    this.#clear();
    this.#ask();
    this.#tell();
  }

  #clear() {
    [this.frames, this.fits, this.steps, this.kls] = [[], [], [], []];
    [this.stage, this.ahead, this.isMore] = ["waiting", 0, false];
  }

  #rest() {
    clearTimeout(this.#timer);
    this.#turn = null;
  }

  #leave() {
    const address = fromServer(`${this.path}/leave?watcher=${WATCHER}`);
    this.#farewell = fetch(address, { method: "POST", keepalive: true }).catch(() => {});
  }

  #tell() {
    this.#listeners.forEach((listener) => listener());
  }

  async #ask() {
    const turn = (this.#turn = {});
    let [tensors, failure] = [/** @type {Tensors | null} */ (null), /** @type {unknown} */ (null)];
    try {
      tensors = await this.#fetch();
    } catch (error) {
      failure = error;
    }
    if (this.#turn !== turn) return; // an answer to an earlier start is nobody's
    if (tensors) this.#take(tensors);
    else this.#fail(failure);
    if (this.isOver && !this.isMore) this.#turn = null;
    else this.#timer = setTimeout(() => this.#ask(), this.isMore ? 0 : POLL_MS);
    this.#tell();
  }

  async #fetch() {
    await this.#farewell;
    const question = new URLSearchParams({
      after: String(this.frames.length),
      watcher: WATCHER,
      lang: this.language.replace("-", "_"),
    });
    const response = await fetch(fromServer(`${this.path}?${question}`));
    if (!response.ok) throw new Error(await response.text());
    return parseSafetensors(await response.arrayBuffer());
  }

  /** @param {unknown} error */
  #fail(error) {
    console.error(error);
    this.stage = "failed";
    this.message = error instanceof Error ? error.message : String(error);
    this.isMore = false;
  }

  /** @param {Tensors} tensors */
  #take({ record, frames }) {
    /** @type {Told} */
    const told = JSON.parse(new TextDecoder().decode(/** @type {Uint8Array} */ (record.values)));
    const values = /** @type {Float32Array} */ (frames.values);
    if (this.frames.length === 0) this.wasReady = told.stage === "finished";
    const size = this.count * this.dimensions;
    told.steps.forEach((step, i) => {
      this.frames.push(values.subarray(i * size, (i + 1) * size));
      this.steps.push(step);
      this.kls.push(told.kls[i]);
    });
    this.total = told.total;
    this.ahead = told.ahead;
    this.message = told.message;
    this.isMore = told.is_more;
    this.stage = told.stage;
  }
}
