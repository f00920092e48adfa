// From one noise to another, along an arc and straight: the digit of each noise on the way, found without chance.

import { Clock } from "../base/clock.js";
import { element } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { Slide } from "../base/slide.js";
import { spherical, straight } from "../latent/paths.js";
import { greysOf } from "../pictures/layout.js";
import { Sheet } from "../pictures/sheet.js";
import * as controls from "./controls.js";
import { framed } from "./framed.js";
import { noiseAt } from "./noises.js";
import { Runs } from "./runs.js";
import { stripLayout } from "./strip.js";

const PATHS = { arc: spherical, line: straight };
const NAMES = /** @type {const} */ (["arc", "line"]);
const COLUMNS = 9; // of a strip
const FRAMES = 25; // of a film, one way: every third of them is on the strip
const SECONDS = { way: 4, frame: 0.08 };
const LOOK = { scale: 10, text: 26 }; // of a film
const SAMPLER = /** @type {const} */ ({ kind: "ddim", steps: 20, eta: 0 });

/**
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Stage} Stage
 */

/** @implements {View} */
export class Between {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.isPatient = true;
    const { text } = stage.data;
    this.controls = controls.controlsOf(stage, {
      digit: controls.chooseDigit,
      path: controls.choosePath,
      seed: controls.another("seed"),
      other: controls.another("other"),
    });
    this.clock = new Clock(
      { play: text.play, pause: text.pause },
      (seconds) => this.play(seconds),
      (isPlaying) => isPlaying || stage.tellPlace(),
    );
    this.direction = 1;
    this.slide = new Slide(text.between, { low: 0, high: 1, step: 0.005 }, (at, isDone) => this.seek(at, isDone));
    this.now = framed("guess", text.now_between);
    this.strip = new Sheet(COLUMNS, NAMES.length, text.strip_between);
    this.mark = element("div", { className: "playhead" });
    this.names = NAMES.map(() => element("span"));
    this.scene = this.placed();
    // The pictures of both strips, beside the one that follows the hand.
    this.strips = new Runs({ arrived: () => {}, ended: () => this.repaint(), failed: () => {} });
  }

  placed() {
    const strip = element("div", { className: "strip" }, [this.strip.canvas, this.mark]);
    strip.onclick = ({ clientX }) => {
      const { left, width } = strip.getBoundingClientRect();
      this.seek(Math.min(1, Math.max(0, ((clientX - left) / width * COLUMNS - 0.5) / (COLUMNS - 1))), true);
    };
    const names = element("div", { className: "names" }, this.names);
    const film = element("div", { className: "film" }, [this.clock.button, this.slide.node]);
    const way = element("div", { className: "way" }, [element("div", { className: "rows" }, [names, strip]), film]);
    return element("div", { className: "sides" }, [this.now.node, way]);
  }

  stop() {
    this.strips.stop();
  }

  /**
   * @param {number} between
   * @param {boolean} isDone
   */
  seek(between, isDone) {
    this.clock.set(false);
    this.stage.set({ between: Math.round(200 * between) / 200 }, isDone);
  }

  /** @param {number} seconds since the last frame: to and fro */
  play(seconds) {
    const at = this.stage.place.between + this.direction * seconds / SECONDS.way;
    if (at < 0 || at > 1) this.direction = -this.direction;
    this.stage.set({ between: Math.round(1000 * Math.min(1, Math.max(0, at))) / 1000 }, false);
  }

  // ---- the noises -------------------------------------------------------------------------------

  /**
   * x_T on the way.
   *
   * @param {"arc" | "line"} path
   * @param {number} at
   */
  noiseOn(path, at) {
    const { place: { seed, other }, described: { size } } = this.stage;
    return new Float64Array(PATHS[path](noiseAt(seed, 0, size), noiseAt(other, 0, size), at));
  }

  /** @param {Float64Array} start */
  wayFrom(start) {
    return { sampler: SAMPLER, seed: 0, start };
  }

  /** The one that follows the hand; those of the strips go their own way. */
  ways() {
    const { stage, stage: { place: { path, between } } } = this;
    const frames = Array.from({ length: FRAMES }, (_, i) => i / (FRAMES - 1));
    const all = NAMES.flatMap((name) => frames.map((at) => this.wayFrom(this.noiseOn(name, at))));
    this.strips.ask(stage.order(all));
    return [this.wayFrom(this.noiseOn(path, between))];
  }

  // ---- what is painted --------------------------------------------------------------------------

  repaint() {
    const { picture, ink } = this.stage;
    if (!picture) return;
    for (const [row] of NAMES.entries()) {
      for (let column = 0; column < COLUMNS; column++) {
        const found = this.strips.last[row * FRAMES + column * (FRAMES - 1) / (COLUMNS - 1)];
        if (found) this.strip.paint(row * COLUMNS + column, picture(found.guess), ink);
      }
    }
  }

  render() {
    const { data: { text }, place: { path, between }, runs: { last: [found] }, picture, ink } = this.stage;
    this.mark.style.left = `${100 * (between * (COLUMNS - 1) + 0.5) / COLUMNS}%`;
    this.slide.show(between, between.toFixed(2));
    this.now.caption.textContent = filled(text.long, { length: length(this.noiseOn(path, between)) });
    NAMES.forEach((name, row) => {
      this.names[row].textContent = this.nameOf(name);
      this.names[row].className = name === path ? "chosen" : "";
    });
    if (found?.t === 0 && picture) this.now.sheet.paint(0, picture(found.guess), ink);
  }

  /** @param {"arc" | "line"} path */
  nameOf(path) {
    const { text } = this.stage.data;
    const [first, middle, last] = [0, 0.5, 1].map((at) => length(this.noiseOn(path, at)));
    return filled(text.lengths, { path: text[path], first, middle, last });
  }

  /** @param {number} milliseconds */
  done(milliseconds) {
    return filled(this.stage.data.text.done, { steps: SAMPLER.steps, milliseconds });
  }

  layout() {
    return stripLayout(this.strip, NAMES.map((name) => this.stage.data.text[name]));
  }

  /**
   * There and back, along the path that is chosen.
   *
   * @param {import("../walk/view.js").Mount} mount
   */
  film(mount) {
    const { picture, place: { path }, data: { text } } = this.stage;
    const sheet = new Sheet(1, 1, text[path]);
    const words = { text: text[path], left: LOOK.text, top: 1.4 * LOOK.text, size: LOOK.text };
    const side = sheet.width * LOOK.scale;
    const layout = mount({
      width: side + 2 * LOOK.text,
      height: side + 3 * LOOK.text,
      sheets: [{ sheet, left: LOOK.text, top: 2 * LOOK.text, scale: LOOK.scale }],
      texts: [words],
    });
    const greys = greysOf(layout);
    const from = NAMES.indexOf(path) * FRAMES;
    const frames = this.strips.last.slice(from, from + FRAMES).map(({ guess }) => {
      if (picture) sheet.paint(0, picture(guess));
      return greys();
    });
    return { ...layout, frames: [...frames, ...frames.slice(1, -1).reverse()], seconds: SECONDS.frame };
  }
}

/** @param {Float64Array} x */
const length = (x) => Math.hypot(...x).toFixed(2);
