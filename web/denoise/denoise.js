// From noise to a digit: a network takes noise away, stop by stop, and says at each what it takes the digit for.

import { Clock } from "../base/clock.js";
import { Component, mounting } from "../base/component.js";
import { element, find } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { colourSymbols, inkOf } from "../base/ink.js";
import { Slide } from "../base/slide.js";
import { styled } from "../base/styles.js";
import { scheduleOf } from "../diffusion/schedule.js";
import { timesOf } from "../diffusion/sampling.js";
import { takeAway } from "../pictures/keeping.js";
import { keepersOf } from "../pictures/files.js";
import { Presenter } from "../pictures/present.js";
import { Sheet } from "../pictures/sheet.js";
import { Controls } from "./controls.js";
import { pictured } from "./pictured.js";
import { Runs } from "./runs.js";
import { stripLayout } from "./strip.js";

const COLUMNS = 11; // of the strip, from noise to digit
const SECONDS = 4; // of the film

/**
 * @typedef {object} Settings
 * @property {string} model by its name
 * @property {number} digit −1: any
 * @property {number} guidance
 * @property {"ancestral" | "ddim" | "flow"} sampler
 * @property {number} steps
 * @property {number} seed
 * @property {number} at 0 at the noise, 1 at the digit
 *
 * @typedef {object} Own
 * @property {Record<string, import("./pictured.js").Described>} models
 * @property {Record<string, import("../base/ink.js").Shades>} colours
 * @property {number[]} guidances
 * @property {number[]} counts of steps
 *
 * @typedef {import("../base/component.js").Given & Own} Data
 * @typedef {import("./runs.js").Arrived} Arrived
 */

/** @extends {Component<Data>} */
class Denoise extends Component {
  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".denoise");
    this.place = /** @type {Settings} */ ({});
    this.ink = inkOf(this.root);
    this.runs = new Runs((stop) => this.arrive(stop), () => this.say(this.data.text.failed));
    this.presenter = new Presenter(this.root, () => this.schedule());
    this.sheets = { now: new Sheet(1, 1, ""), guess: new Sheet(1, 1, ""), strip: new Sheet(COLUMNS, 2, "") };
    this.mark = element("div", { className: "playhead" });
    /** @type {Clock | undefined} */
    this.clock = undefined;
    /** @type {Controls | undefined} */
    this.controls = undefined;
    /** @type {Slide | undefined} */
    this.scrub = undefined;
    /** @type {import("./pictured.js").Picture | null} of what is denoised, once the model is here */
    this.picture = null;
    this.drawn = "";
    /** @type {Record<string, import("../diffusion/sampling.js").Schedule>} */
    this.schedules = {};
  }

  stop() {
    super.stop();
    this.clock?.stop();
    this.runs.stop();
    this.presenter.stop();
  }

  get isHeld() {
    return super.isHeld || Boolean(this.clock?.isPlaying);
  }

  /** @param {Data} data */
  update(data) {
    const place = this.receive(data);
    if (place) this.place = /** @type {Settings} */ (place);
    const models = Object.entries(data.models);
    this.schedules = Object.fromEntries(models.map(([name, { logSnr }]) => [name, scheduleOf(logSnr)]));
    colourSymbols(this.root, data.colours, "--symbol-");
    this.ink = inkOf(this.root);
    if (JSON.stringify(data.text) !== this.drawn) this.draw();
    this.begin();
    this.paintAll();
  }

  // ---- what the hand does ---------------------------------------------------------------------

  draw() {
    const { text } = this.data;
    this.drawn = JSON.stringify(text);
    this.controls = new Controls(this.data, (changed, isDone) => this.set(changed, isDone));
    find(this.root, ".hand").replaceChildren(...this.controls.nodes);
    this.clock = new Clock(
      { play: text.play, pause: text.pause },
      (seconds) => this.play(seconds),
      (isPlaying) => isPlaying || this.tell(this.place),
    );
    this.scrub = new Slide(text.at, { low: 0, high: 1, step: 0.005 }, (at, isDone) => this.seek(at, isDone));
    find(this.root, ".film").replaceChildren(this.clock.button, this.scrub.node);
    for (const [name, { canvas }] of Object.entries(this.sheets)) canvas.setAttribute("aria-label", text[name]);
    for (const name of /** @type {const} */ (["now", "guess"])) {
      find(this.root, `.${name} .x`).replaceChildren(this.sheets[name].canvas);
    }
    const strip = find(this.root, ".strip");
    strip.replaceChildren(this.sheets.strip.canvas, this.mark);
    strip.onclick = (event) => this.seek(this.placeAt(event), true);
    const layout = () => stripLayout(this.sheets.strip, [text.title, text.now, text.guess]);
    const files = keepersOf({ layout }, { name: "from-noise", title: text.title, finish: () => {} });
    find(this.root, ".take").replaceChildren(...takeAway(text, this.presenter, files));
  }

  /** @param {MouseEvent} event on the strip */
  placeAt({ clientX }) {
    const { left, width } = this.sheets.strip.canvas.getBoundingClientRect();
    return Math.min(1, Math.max(0, ((clientX - left) / width * COLUMNS - 0.5) / (COLUMNS - 1)));
  }

  /**
   * @param {Partial<Settings>} changed
   * @param {boolean} [isDone]
   */
  set(changed, isDone = true) {
    this.place = { ...this.place, ...changed };
    if (isDone) this.tell(this.place);
    this.begin();
    this.schedule();
  }

  /**
   * @param {number} at
   * @param {boolean} isDone
   */
  seek(at, isDone) {
    this.clock?.set(false);
    this.set({ at: Math.round(200 * at) / 200 }, isDone);
  }

  /** @param {number} seconds since the last frame */
  play(seconds) {
    const at = this.place.at >= 1 ? 0 : Math.min(1, this.place.at + seconds / SECONDS);
    this.place = { ...this.place, at: Math.round(1000 * at) / 1000 };
    if (at >= 1) this.clock?.set(false);
    this.schedule();
  }

  // ---- the run ----------------------------------------------------------------------------------

  /** Order what the settings say, unless it is under way or here. */
  begin() {
    const { model, digit, guidance, sampler, steps, seed } = this.place;
    const described = this.data.models[model];
    const asked = this.runs.ask({
      denoiser: described.denoiser,
      size: described.size,
      schedule: this.noise,
      sampler: { kind: sampler, steps, eta: 0 },
      label: digit < 0 ? null : digit,
      guidance: digit < 0 ? 0 : guidance,
      seed,
    });
    if (!asked) return;
    delete this.root.dataset.ready;
    this.say(this.data.text.loading);
    pictured(described).then((picture) => {
      this.picture = picture;
      this.paintAll();
    }, () => this.say(this.data.text.failed));
  }

  /** The schedule of the model that is chosen. */
  get noise() {
    return this.schedules[this.place.model];
  }

  get times() {
    return timesOf(this.noise.signal.length - 1, this.place.steps);
  }

  /** @param {Arrived} stop */
  arrive(stop) {
    this.paintStop(stop);
    if (stop.t === 0) this.finish();
    this.schedule();
  }

  finish() {
    const milliseconds = Math.round(this.runs.took);
    const steps = this.times.length - 1;
    this.say(filled(this.data.text.done, { steps: String(steps), milliseconds: String(milliseconds) }));
    this.root.dataset.ready = "true";
  }

  // ---- what is drawn --------------------------------------------------------------------------

  paintAll() {
    this.runs.stops.forEach((stop) => this.paintStop(stop));
    this.schedule();
  }

  /** @param {Arrived} stop into the strip, where it has a column there */
  paintStop({ number, x, guess }) {
    if (!this.picture) return;
    const last = this.times.length - 1;
    for (let column = 0; column < COLUMNS; column++) {
      if (Math.round(column / (COLUMNS - 1) * last) !== number) continue;
      this.sheets.strip.paint(column, this.picture(x), this.ink);
      this.sheets.strip.paint(COLUMNS + column, this.picture(guess), this.ink);
    }
  }

  render() {
    const { at } = this.place;
    const last = this.times.length - 1;
    const stop = this.runs.stops[Math.min(Math.round(at * last), this.runs.stops.length - 1)];
    this.controls?.show(this.place);
    this.mark.style.left = `${100 * (at * (COLUMNS - 1) + 0.5) / COLUMNS}%`;
    this.caption(stop?.t ?? this.times[0], this.noise);
    if (!stop || !this.picture) return;
    this.sheets.now.paint(0, this.picture(stop.x), this.ink);
    this.sheets.guess.paint(0, this.picture(stop.guess), this.ink);
  }

  /**
   * @param {number} t
   * @param {import("../diffusion/sampling.js").Schedule} schedule
   */
  caption(t, { signal, noise }) {
    const { text } = this.data;
    const values = { t: String(t), signal: signal[t].toFixed(3), noise: noise[t].toFixed(3) };
    this.scrub?.show(this.place.at, `t = ${t}`);
    find(this.root, ".now figcaption").textContent = filled(text.now_is, values);
    find(this.root, ".guess figcaption").textContent = filled(text.guess_is, values);
  }

  /** @param {string} words */
  say(words) {
    find(this.root, ".said").textContent = words;
  }
}

export default await styled(mounting(Denoise), "base/controls.css", "pictures/present.css", "denoise/denoise.css");
