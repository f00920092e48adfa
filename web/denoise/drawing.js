// A drawing, noised as far as the hand says, and several ways back from there: what they share, the noise has left.

import { floatsOf } from "../base/bytes.js";
import { element } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { timesOnSlide } from "../pictures/mount.js";
import { Sheet } from "../pictures/sheet.js";
import { drawn } from "../drawing/drawn.js";
import * as controls from "./controls.js";
import { framed } from "./framed.js";
import { noiseAt } from "./noises.js";
import { valued } from "./pictured.js";

const COLUMNS = 3; // of what comes back
const SEEDS = 10_000; // apart: each way draws noise that none of the others has, for whatever seed
const TEXT = 30; // pixels high, on a slide

/**
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Stage} Stage
 */

/** @implements {View} */
export class Drawing {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    const { text, options } = stage.data;
    this.controls = controls.controlsOf(stage, {
      model: controls.chooseModel,
      noised: controls.slideNoised,
      seed: controls.another("seed"),
    });
    /** @type {Float32Array} */
    this.image = new Float32Array();
    /** @type {string | null} the pad that has told something */
    this.heard = null;
    /** @type {{ of: string, from: import("./pictured.js").Values } | null} what is noised, and of which model */
    this.values = null;
    this.clean = framed("clean", text.clean);
    this.noisy = framed("noisy", text.noisy);
    this.back = new Sheet(COLUMNS, Math.ceil(options.ways / COLUMNS), text.back);
    const caption = element("figcaption", { textContent: text.back });
    const picture = element("div", { className: "x" }, [this.back.canvas]);
    const back = element("figure", { className: "back" }, [picture, caption]);
    this.scene = element("div", { className: "sides" }, [this.clean.node, this.noisy.node, back]);
    this.lifetime = new AbortController();
    drawn.listen((message) => this.hear(message), this.lifetime.signal);
  }

  stop() {
    this.lifetime.abort();
  }

  // ---- what is drawn on the pad -----------------------------------------------------------------

  receive() {
    const { image, channel } = this.stage.data.options;
    if (channel === null) this.heard = null;
    if (this.heard === null || this.heard !== channel) this.image = floatsOf(image);
  }

  /** @param {import("../drawing/drawn.js").Drawn} message of the pen; an empty pad leaves what the server says */
  hear({ channel, image }) {
    if (channel !== this.stage.data.options.channel) return;
    const isBlank = !image.some((value) => value > 0);
    this.heard = isBlank ? null : channel;
    this.image = isBlank ? floatsOf(this.stage.data.options.image) : image;
    this.stage.begin();
    this.stage.schedule();
  }

  /** x_0; `null`, until the encoder is here. */
  get x() {
    const { described } = this.stage;
    if (this.values?.of === described.denoiser) return this.values.from(this.image);
    valued(described).then((from) => {
      this.values = { of: described.denoiser, from };
      this.stage.begin();
      this.stage.schedule();
    }, console.error);
    return null;
  }

  // ---- noised, and back again -------------------------------------------------------------------

  /** The step of the schedule up to which it is noised. */
  get t() {
    const last = this.stage.noise.signal.length - 1;
    return Math.max(1, Math.round(this.stage.place.noised * last));
  }

  /**
   * x_t = α_t x_0 + σ_t ε
   *
   * @param {Float64Array} x
   */
  noised(x) {
    const { place: { seed }, noise: { signal, noise } } = this.stage;
    const epsilon = noiseAt(seed, 0, x.length);
    return x.map((value, i) => signal[this.t] * value + noise[this.t] * epsilon[i]);
  }

  /** As many steps as that share of a whole way has. */
  get steps() {
    const { data: { options: { whole } }, model, noise } = this.stage;
    return Math.max(1, Math.round(whole[model] * this.t / (noise.signal.length - 1)));
  }

  ways() {
    const { x } = this;
    if (!x) return null;
    const { data: { options: { ways } }, place: { seed } } = this.stage;
    const [start, steps] = [this.noised(x), this.steps];
    return Array.from({ length: ways }, (_, way) => ({
      sampler: { kind: /** @type {const} */ ("ancestral"), steps, eta: 0 },
      seed: seed + SEEDS * (way + 1),
      start,
      from: this.t,
    }));
  }

  // ---- what is painted --------------------------------------------------------------------------

  repaint() {}

  render() {
    const { x, stage: { data: { text }, noise: { signal, noise }, picture, ink, runs } } = this;
    const values = { signal: signal[this.t].toFixed(3), noise: noise[this.t].toFixed(3) };
    this.clean.caption.textContent = text.clean;
    this.noisy.caption.textContent = filled(text.noisy_is, values);
    if (!x || !picture) return;
    this.clean.sheet.paint(0, picture(x), ink);
    this.noisy.sheet.paint(0, picture(this.noised(x)), ink);
    runs.last.forEach(({ guess }, way) => this.back.paint(way, picture(guess), ink));
  }

  /** @param {number} milliseconds */
  done(milliseconds) {
    const { text, options: { ways } } = this.stage.data;
    return filled(text.done_ways, { ways, steps: this.steps, milliseconds });
  }

  layout() {
    const { text } = this.stage.data;
    const scale = timesOnSlide(5.5 * this.back.width / COLUMNS);
    const wide = this.clean.sheet.width * scale;
    const sheets = [this.clean.sheet, this.noisy.sheet, this.back];
    const left = (/** @type {number} */ i) => TEXT + i * (wide + TEXT);
    return {
      width: left(2) + COLUMNS * wide + TEXT,
      height: this.back.rows * wide + 2.5 * TEXT,
      sheets: sheets.map((sheet, i) => ({ sheet, left: left(i), top: 1.8 * TEXT, scale })),
      texts: [text.clean, text.noisy, text.back]
        .map((words, i) => ({ text: words, left: left(i), top: 1.2 * TEXT, size: TEXT * 0.8 })),
    };
  }
}
