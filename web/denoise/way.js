// From noise to a digit, stop by stop: what is there, and what the network takes it for.

import { Clock } from "../base/clock.js";
import { element } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { Slide } from "../base/slide.js";
import { timesOf } from "../diffusion/sampling.js";
import { Sheet } from "../pictures/sheet.js";
import * as controls from "./controls.js";
import { framed } from "./framed.js";
import { stripLayout } from "./strip.js";

const COLUMNS = 11; // of the strip, from noise to digit
const SECONDS = 4; // of the film

/**
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Stage} Stage
 */

/** @implements {View} */
export class Way {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    const { text } = stage.data;
    this.controls = controls.controlsOf(stage, {
      model: controls.chooseModel,
      digit: controls.chooseDigit,
      guidance: controls.slideGuidance,
      sampler: controls.chooseSampler,
      steps: controls.slideSteps,
      seed: controls.another("seed"),
    });
    this.clock = new Clock(
      { play: text.play, pause: text.pause },
      (seconds) => this.play(seconds),
      (isPlaying) => isPlaying || stage.tellPlace(),
    );
    this.scrub = new Slide(text.at, { low: 0, high: 1, step: 0.005 }, (at, isDone) => this.seek(at, isDone));
    this.now = framed("now", text.now);
    this.guess = framed("guess", text.guess);
    this.strip = new Sheet(COLUMNS, 2, text.strip);
    this.mark = element("div", { className: "playhead" });
    this.scene = this.placed();
  }

  placed() {
    const strip = element("div", { className: "strip" }, [this.strip.canvas, this.mark]);
    strip.onclick = (event) => this.seek(this.placeAt(event), true);
    const film = element("div", { className: "film" }, [this.clock.button, this.scrub.node]);
    const way = element("div", { className: "way" }, [strip, film]);
    return element("div", { className: "sides" }, [this.now.node, this.guess.node, way]);
  }

  /** @param {MouseEvent} event on the strip */
  placeAt({ clientX }) {
    const { left, width } = this.strip.canvas.getBoundingClientRect();
    return Math.min(1, Math.max(0, ((clientX - left) / width * COLUMNS - 0.5) / (COLUMNS - 1)));
  }

  /**
   * @param {number} at
   * @param {boolean} isDone
   */
  seek(at, isDone) {
    this.clock.set(false);
    this.stage.set({ at: Math.round(200 * at) / 200 }, isDone);
  }

  /** @param {number} seconds since the last frame */
  play(seconds) {
    const { at: before } = this.stage.place;
    const at = before >= 1 ? 0 : Math.min(1, before + seconds / SECONDS);
    this.stage.set({ at: Math.round(1000 * at) / 1000 }, false);
    if (at >= 1) this.clock.set(false);
  }

  get times() {
    return timesOf(this.stage.noise.signal.length - 1, this.stage.place.steps);
  }

  ways() {
    const { sampler: kind, steps, seed } = this.stage.place;
    return [{ sampler: { kind, steps, eta: 0 }, seed }];
  }

  /** @param {import("./runs.js").Arrived} stop into the strip, where it has a column there */
  arrived({ number, x, guess }) {
    const { picture, ink } = this.stage;
    if (!picture) return;
    const last = this.times.length - 1;
    for (let column = 0; column < COLUMNS; column++) {
      if (Math.round(column / (COLUMNS - 1) * last) !== number) continue;
      this.strip.paint(column, picture(x), ink);
      this.strip.paint(COLUMNS + column, picture(guess), ink);
    }
  }

  repaint() {
    this.stage.runs.stops.forEach((stop) => this.arrived(stop));
  }

  render() {
    const { place: { at }, runs: { stops }, picture, ink } = this.stage;
    const stop = stops[Math.min(Math.round(at * (this.times.length - 1)), stops.length - 1)];
    this.mark.style.left = `${100 * (at * (COLUMNS - 1) + 0.5) / COLUMNS}%`;
    this.caption(stop?.t ?? this.times[0]);
    if (!stop || !picture) return;
    this.now.sheet.paint(0, picture(stop.x), ink);
    this.guess.sheet.paint(0, picture(stop.guess), ink);
  }

  /** @param {number} t */
  caption(t) {
    const { data: { text }, noise: { signal, noise } } = this.stage;
    const values = { t: String(t), signal: signal[t].toFixed(3), noise: noise[t].toFixed(3) };
    this.scrub.show(this.stage.place.at, `t = ${t}`);
    this.now.caption.textContent = filled(text.now_is, values);
    this.guess.caption.textContent = filled(text.guess_is, values);
  }

  /** @param {number} milliseconds */
  done(milliseconds) {
    return filled(this.stage.data.text.done, { steps: this.times.length - 1, milliseconds });
  }

  layout() {
    const { text } = this.stage.data;
    return stripLayout(this.strip, [text.now, text.guess]);
  }
}
