// A position z in latent space under the hand: on a map of codes, on sliders, by keyboard. Every model decodes it in
// the same animation frame. The server hears of it when the hand lets go.

import { showPage } from "../base/arrival.js";
import { Component, mounting } from "../base/component.js";
import { button, fetching, find, prefersStillness } from "../base/elements.js";
import { colourSymbols } from "../base/ink.js";
import { styled } from "../base/styles.js";
import { LatentMap } from "../latent/latent_map.js";
import { fetchModel } from "../latent/models.js";
import { clamp, moved, wanted } from "../latent/space.js";
import { Presenter } from "../pictures/present.js";
import { followArrows, followPointer } from "./hand.js";
import { waysOut } from "./keeping.js";
import { MapBar } from "./map_bar.js";
import { Pictures } from "./pictures.js";
import { fromPrior, nudged, Point } from "./point.js";
import { Sliders } from "./sliders.js";

const SPACE = "space"; // the name of this part of the page, for the address
const GLIDE_MS = 400;

/**
 * @typedef {object} Own
 * @property {import("./pictures.js").Described[]} models
 * @property {number} latent_dim
 * @property {boolean} compact without sliders and choices, and the address stays as it is
 * @property {import("../latent/latent_map.js").Shaded} colours
 * @property {{ loading: string, failed: string, retry: string }} text
 *
 * @typedef {import("../base/component.js").Given & Own} Data
 */

/** @type {Decoder | null} A page has one; the last one is taken away a moment after the next has come. */
let latest = null;

/** @extends {Component<Data>} */
class Decoder extends Component {
  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".decoder");
    showPage(); // at the start of the app it comes first
    if (latest) delete latest.root.dataset.ready;
    latest = this;
    this.pad = find(this.root, ".pad");
    this.map = new LatentMap(this.pad);
    this.point = new Point();
    this.bar = new MapBar(this.root, () => this.onMapChosen(), () => this.redrawMap());
    this.pictures = new Pictures(find(this.root, ".pictures"));
    this.sliders = new Sliders(find(this.root, ".sliders"), {
      slide: (i, value) => this.hold((z) => (z[i] = value)),
      release: () => this.release(),
      nudge: (i, by) => this.nudge(i, by),
    });
    this.sample = button("", () => this.glide(this.point.z.map(fromPrior)), { className: "main sample" });
    this.reset = button("", () => this.glide(this.point.z.map(() => 0)), { className: "reset" });
    this.back = button("", () => this.goBack(), { className: "back" });
    find(this.root, ".buttons").replaceChildren(this.sample, this.reset, this.back);
    this.presenter = new Presenter(this.root, () => this.onPresented());
    /** @type {import("./pictures.js").Model[] | null} while they are fetched */
    this.models = null;
    this.shape = "";
    this.stats = { frames: 0, decodeMs: this.pictures.decodeMs }; // for the browser tests
    this.resize = new ResizeObserver(() => this.redrawMap());
    this.listen();
  }

  stop() {
    super.stop();
    delete this.root.dataset.ready; // while another takes its place
    this.presenter.stop();
    this.resize.disconnect();
  }

  get isHeld() {
    return this.point.isHeld;
  }

  // ---- what the server says -------------------------------------------------------------------

  /** @param {Data} data */
  update(data) {
    const isKnown = this.data !== undefined;
    const place = this.receive(data, ["position", "axes", "map"]);
    if (place) this.adopt(place, isKnown);
    const shape = JSON.stringify([data.models, data.text, data.compact]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.write(data);
      this.fetch();
    }
    this.resize.observe(this.pad);
    this.redrawMap(); // the theme may have changed
  }

  /**
   * @param {import("../base/component.js").Place} place
   * @param {boolean} isKnown whether there is a place to come from
   */
  adopt({ position, axes, map }, isKnown) {
    this.bar.axes = axes.map((/** @type {number} */ axis) => axis - 1);
    this.bar.shown = Math.max(0, this.data.models.findIndex(({ kind }) => kind === map));
    if (isKnown) this.glide(Float64Array.from(position), { isTold: true });
    else this.point.z = Float64Array.from(position);
  }

  /** @param {Data} data */
  write({ text, models, latent_dim: n, compact, colours }) {
    this.root.classList.toggle("compact", compact);
    colourSymbols(this.root, { z: colours.z }, "--symbol-");
    this.pad.setAttribute("aria-label", text.pad);
    this.bar.write(models, compact || n === 2 ? 0 : n, text);
    this.pictures.write(models, text);
    this.sliders.write(compact ? 0 : n, text);
    this.sample.textContent = text.sample;
    this.reset.textContent = text.reset;
    this.back.textContent = text.back;
    const current = () => ({ models: this.models, z: this.point.z });
    const ways = compact ? [] : waysOut(models, text, current, this.presenter, this.signal);
    find(this.root, ".take").replaceChildren(...ways);
  }

  fetch() {
    const { shape, data } = this;
    this.models = null;
    delete this.root.dataset.ready;
    return fetching(find(this.root, ".waiting"), data.text, async () => {
      const models = await Promise.all(data.models.map(fetchModel));
      if (this.signal.aborted || shape !== this.shape) return; // meanwhile other models were asked for
      this.models = models;
      this.root.dataset.ready = "true";
      this.redrawMap();
      if (data.place.show === SPACE && !this.presenter.isOn) this.presenter.enter(); // so the address says
    });
  }

  // ---- what the hand does ---------------------------------------------------------------------

  listen() {
    followPointer(this.pad, {
      isReady: () => this.models !== null,
      move: (event) => {
        const place = this.map.fromPointer(event);
        this.hold((z) => this.bar.axes.forEach((axis, which) => (z[axis] = place[which])));
      },
      lift: () => this.release(),
    });
    followArrows(this.pad, (which, by) => this.nudge(this.bar.axes[which], by));
    wanted.listen(({ z }) => {
      if (this.models && z.length === this.point.z.length) this.glide(Float64Array.from(z, clamp));
    }, this.signal);
  }

  /**
   * A change while the hand is down: draw it in the next frame, tell nobody.
   *
   * @param {(z: Float64Array) => void} change
   */
  hold(change) {
    this.point.hold(change);
    this.schedule();
  }

  release() {
    if (!this.point.rest()) return;
    this.schedule();
    this.tellPlace();
  }

  /**
   * @param {number} i
   * @param {number} by
   */
  nudge(i, by) {
    this.hold((z) => (z[i] = nudged(z[i], by)));
    this.settle(() => this.release());
  }

  /**
   * @param {Float64Array} target
   * @param {{ isBack?: boolean, isTold?: boolean }} [how] whether the history leads there; whether the server knows it
   */
  glide(target, { isBack = false, isTold = false } = {}) {
    this.release();
    const duration = prefersStillness() ? 0 : GLIDE_MS;
    if (this.point.setOut(target, { start: performance.now(), duration, isTold, isBack })) this.schedule();
  }

  goBack() {
    this.release();
    const target = this.point.history.pop();
    if (target) this.glide(target, { isBack: true });
  }

  onMapChosen() {
    this.redrawMap();
    this.tellPlace();
  }

  onPresented() {
    if (!this.models || this.signal.aborted) return;
    this.redrawMap();
    this.tellPlace({ show: this.presenter.isOn ? SPACE : "" });
  }

  /**
   * @param {{ show?: string }} [more] what else the hand has just set. What fills the screen may be another part of the
   *   page: that is not told.
   */
  tellPlace(more) {
    this.point.rest(); // what keys have moved is told with it
    this.endBurst();
    if (this.data.compact) return;
    const { axes, shown } = this.bar;
    const { kind } = this.data.models[shown];
    this.tell({ position: this.point.position, axes: axes.map((axis) => axis + 1), map: kind }, more);
  }

  // ---- what is drawn --------------------------------------------------------------------------

  /** A frame; the next one too, while the point glides. */
  render() {
    const hasArrived = this.point.advance(performance.now());
    const { z, glide, history } = this.point;
    if (glide) this.schedule();
    this.sliders.show(z);
    this.back.disabled = history.length === 0;
    if (this.models && this.map.size) {
      this.pictures.show(this.models, z, this.map.ink);
      const { axes } = this.bar;
      this.map.drawPoint([z[axes[0]], z[axes[1]]]);
      moved.tell({ z, axes });
      this.stats.frames += 1;
    }
    if (hasArrived) this.tellPlace();
  }

  redrawMap() {
    this.schedule();
    const model = this.models?.[this.bar.shown];
    this.bar.show(model, this.data);
    if (!model || !this.map.size) return;
    this.map.dress(this.data.colours);
    this.map.drawCodes(model, this.bar.axes, this.bar.classes.alone);
    this.sliders.drawDensities(model, this.map.colours);
  }
}

const SHARED = ["base/controls.css", "latent/swatches.css", "pictures/present.css"];
export default await styled(mounting(Decoder), ...SHARED, "decoder/hand.css", "decoder/decoder.css");
