// Pictures decoded along a rule: a grid of the plane, a row for each dimension, a way from one digit to another. Each
// view says which code belongs into which picture; here they are decoded, a few in each frame.

import { Component, mounting } from "../base/component.js";
import { find } from "../base/elements.js";
import { colourSymbols, inkOf } from "../base/ink.js";
import { styled } from "../base/styles.js";
import { moved } from "../latent/space.js";
import { takeAway } from "../pictures/keeping.js";
import { Presenter } from "../pictures/present.js";
import { Arithmetic } from "./arithmetic.js";
import { keepersOf } from "../pictures/files.js";
import { Manifold } from "./manifold.js";
import { fetchModel } from "./models.js";
import { Path } from "./path.js";
import { Queue } from "./queue.js";
import { Tour } from "./tour.js";
import { Traversals } from "./traversals.js";

const VIEWS = { manifold: Manifold, traversals: Traversals, path: Path, arithmetic: Arithmetic, tour: Tour };
const SHEETS = ["base/controls.css", "base/stage.css", "pictures/present.css", "walk/walk.css"];
const FRAME_MS = 7; // of decoding, in a frame of 16 ms that others share

/**
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Stage} Stage
 * @typedef {import("./view.js").Settings} Settings
 *
 * @typedef {object} Own
 * @property {keyof typeof VIEWS} view
 * @property {import("./models.js").Described[]} models
 * @property {number[]} z at first; then the decoder on the page says where it is
 * @property {number[]} axes at first, counted from 1
 * @property {import("./view.js").Options} options
 * @property {Record<string, import("../base/ink.js").Shades>} colours
 *
 * @typedef {import("../base/component.js").Given & Own} Data
 */

/**
 * @extends {Component<Data>}
 * @implements {Stage}
 */
class Walk extends Component {
  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".walk");
    this.said = find(this.root, ".said");
    this.stats = { rounds: 0, decoded: 0 }; // for the browser tests
    this.place = /** @type {Settings} */ ({});
    /** @type {import("./models.js").Model[]} */
    this.models = [];
    /** @type {View | null} while its models are fetched */
    this.view = null;
    this.z = new Float64Array();
    this.axes = [0, 1];
    this.ink = inkOf(this.root);
    this.shape = "";
    this.isLost = false; // the models could not be fetched
    this.isDue = false; // other pictures are, since something has changed
    this.queue = new Queue();
    this.presenter = new Presenter(this.root, (isOn) => this.onPresented(isOn));
    moved.listen((told) => this.follow(told), this.signal);
    // What nobody sees waits: a drag far up the page is not slowed down by it.
    this.isSeen = false;
    this.watcher = new IntersectionObserver(([{ isIntersecting }]) => {
      this.isSeen = isIntersecting;
      if (this.isSeen && (this.isDue || this.queue.length)) this.wake();
    });
    this.watcher.observe(this.root);
  }

  stop() {
    super.stop();
    this.watcher.disconnect();
    this.view?.clock?.stop();
    this.presenter.stop();
  }

  get text() {
    return this.data.text;
  }

  get options() {
    return this.data.options;
  }

  /** Also while settings change by themselves. */
  get isHeld() {
    return Boolean(this.view?.isMoving);
  }

  // ---- what the server says -------------------------------------------------------------------

  /** @param {Data} data */
  update(data) {
    if (this.data === undefined) {
      this.z = Float64Array.from(data.z);
      this.axes = data.axes.map((axis) => axis - 1);
    }
    const names = Object.keys(data.place).filter((name) => name !== "show");
    const place = this.receive(data, names);
    if (place) this.place = /** @type {Settings} */ (place);
    this.root.dataset.view = data.view;
    colourSymbols(this.root, data.colours, "--symbol-");
    this.ink = inkOf(this.root);
    const shape = JSON.stringify([data.models, data.text, data.view]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.fetch();
    } else this.show();
  }

  async fetch() {
    const { shape, data, text } = this;
    this.said.textContent = text.loading;
    delete this.root.dataset.ready;
    this.view?.clock?.set(false);
    this.view = null;
    this.isLost = false;
    try {
      const models = await Promise.all(data.models.map(fetchModel));
      if (shape !== this.shape || this.signal.aborted) return; // meanwhile other models were asked for
      this.models = models;
      this.said.textContent = "";
      this.build(new VIEWS[data.view](this));
      this.show();
    } catch (error) {
      console.error(error);
      // The decoder on the same page offers a second try; when that has come, so does this one.
      this.said.textContent = text.failed;
      this.isLost = true;
    }
  }

  /** @param {View} view */
  build(view) {
    this.view = view;
    find(this.root, ".hand").replaceChildren(...view.hand);
    find(this.root, ".scene").replaceChildren(view.scene);
    const { data: { view: name }, text } = this;
    const walk = { name: `latent-space-${name}`, title: text.title, finish: () => this.finish(view) };
    find(this.root, ".take").replaceChildren(...takeAway(text, this.presenter, keepersOf(view, walk)));
  }

  // ---- what the hand does ---------------------------------------------------------------------

  /**
   * A setting changes: on screen at once, in the address and on the server when the hand lets go.
   *
   * @template {keyof Settings} K
   * @param {K} name
   * @param {Settings[K]} value
   * @param {boolean} [isDone]
   */
  set(name, value, isDone = true) {
    this.place = { ...this.place, [name]: value };
    if (isDone) this.tell(this.place);
    this.show();
  }

  /**
   * z has moved.
   *
   * @param {{ z: Float64Array, axes: number[] }} told
   */
  follow({ z, axes }) {
    if (z.length !== this.z.length) return;
    const isTurned = axes.join() !== this.axes.join();
    this.z = Float64Array.from(z);
    this.axes = axes;
    if (this.isLost) this.fetch();
    if (isTurned) this.show();
    else if (this.view) {
      this.view.follow?.();
      if (this.view.isFollowing) this.schedule();
    }
  }

  /** @param {string} words */
  say(words) {
    this.said.textContent = words;
  }

  /** @param {boolean} isOn */
  onPresented(isOn) {
    if (!this.view || this.signal.aborted) return;
    this.view.presented?.(isOn);
    this.tell(this.place, { show: isOn ? this.data.view : "" });
    this.show();
  }

  // ---- what is drawn --------------------------------------------------------------------------

  show() {
    if (!this.view) return;
    this.view.show();
    this.schedule();
  }

  schedule() {
    this.isDue = true;
    this.wake();
  }

  wake() {
    if (this.isSeen || !this.root.dataset.ready) super.schedule();
  }

  /** Decode what is due for as long as a frame allows; the rest comes in the next. */
  render() {
    if (!this.view) return;
    if (this.isDue) this.renew(this.view);
    const start = performance.now();
    this.stats.decoded += this.queue.work(this.ink, () => performance.now() - start < FRAME_MS);
    if (this.queue.length) this.wake();
    else {
      this.stats.rounds += 1;
      if (!this.root.dataset.ready) this.onReady();
    }
  }

  /** All pictures are there; not before that does a film start by itself, which would always have more to come. */
  onReady() {
    this.root.dataset.ready = "true";
    if (this.data.place.show === this.data.view) this.presenter.enter(); // so the address says
  }

  /** @param {View} view */
  renew(view) {
    this.isDue = false;
    if (this.queue.length) view.interrupted?.();
    this.queue.renew(view.tasks());
  }

  /**
   * Everything that is due: a file holds it.
   *
   * @param {View} view
   */
  finish(view) {
    if (this.isDue) this.renew(view);
    this.stats.decoded += this.queue.work(this.ink);
  }
}

export default await styled(mounting(Walk), ...SHEETS);
