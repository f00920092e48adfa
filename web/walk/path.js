// From A to B, straight and along a great circle, in every model: strips, and a film.

import { element } from "../base/elements.js";
import { eased, spherical, straight } from "../latent/paths.js";
import { Sheet } from "../pictures/sheet.js";
import { Clock } from "../base/clock.js";
import { filmOf } from "./films.js";
import { stacked } from "./layouts.js";
import { codeOf, nearby } from "./models.js";
import { pickersOf } from "./picker.js";
import { Slide } from "../base/slide.js";

const SECONDS = 3; // from one end to the other
const FRAMES = 33; // of a GIF, one way
const LOOK = { scale: 10, size: 26, seconds: 0.06 };
const TIMES = [0, 0.25, 0.5, 0.75, 1]; // below the strips of a file
const WAYS = Object.entries({ straight, spherical });

/**
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Stage} Stage
 */

/** @implements {View} */
export class Path {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    const { text, options, models } = stage;
    this.ends = pickersOf(stage, "ends");
    this.clock = new Clock(
      text,
      (seconds) => this.run(seconds),
      (isPlaying) => isPlaying || stage.set("t", stage.place.t),
    );
    this.slide = new Slide(text.between, { low: 0, high: 1, step: 0.01 }, (t, isDone) => this.seek(t, isDone));
    const film = element("div", { className: "film" }, [this.clock.button, this.slide.node]);
    this.hand = [...this.ends.map(({ node }) => node), film];
    this.columns = options.frames;
    this.lanes = models.flatMap((model) => WAYS.map(([name, way]) => this.lane(model, text[name], way)));
    this.scene = element("div", { className: "lanes" }, this.lanes.map(({ node }) => node));
    /** @type {number | null} where the film is, from setting out (0) to coming back (1); `null`: where t is */
    this.phase = null;
    /** What is on the strips. */
    this.painted = "";
  }

  /**
   * @param {import("./models.js").Model} model
   * @param {string} name of the way
   * @param {import("../latent/paths.js").Way} way
   */
  lane(model, name, way) {
    const title = `${model.label}, ${name}`;
    const [strip, now] = [new Sheet(this.columns, 1, title), new Sheet(1, 1, title)];
    const mark = element("div", { className: "playhead" });
    const reading = element("small");
    const node = element("div", { className: "lane" }, [
      element("div", { className: "title" }, [element("b", { textContent: title }), reading]),
      element("div", { className: "strip" }, [strip.canvas, mark]),
      element("div", { className: "now" }, [now.canvas]),
    ]);
    return { model, way, title, strip, now, mark, reading, node };
  }

  get isMoving() {
    return this.clock.isPlaying;
  }

  /**
   * There and back again, slow at both ends.
   *
   * @param {number} seconds
   */
  run(seconds) {
    this.phase = ((this.phase ?? this.stage.place.t / 2) + seconds / SECONDS / 2) % 1;
    const t = this.phase < 0.5 ? 2 * this.phase : 2 - 2 * this.phase;
    this.stage.set("t", Math.round(1000 * eased(t)) / 1000, false);
  }

  /**
   * @param {number} t
   * @param {boolean} isDone
   */
  seek(t, isDone) {
    this.clock.set(false);
    this.phase = null;
    this.stage.set("t", t, isDone);
  }

  show() {
    const { place: { t }, text } = this.stage;
    this.ends.forEach((end) => end.show());
    this.slide.show(t, t.toFixed(2));
    for (const lane of this.lanes) {
      lane.mark.style.left = `${(100 * (t * (this.columns - 1) + 0.5)) / this.columns}%`;
      lane.reading.textContent = nearby(lane.model, this.at(lane, t), [text.nearest, text.nearest_unlabelled]);
    }
  }

  /**
   * @param {Pick<ReturnType<Path["lane"]>, "model" | "way">} lane
   * @param {number} t
   */
  at({ model, way }, t) {
    const [a, b] = this.stage.place.ends.map((token) => codeOf(model, token));
    return way(a, b, t);
  }

  /** What moves comes first; the strips stay while only t does. */
  tasks() {
    const { place: { t, ends }, ink } = this.stage;
    const now = this.lanes.map((lane) => ({ sheet: lane.now, at: 0, model: lane.model, z: this.at(lane, t) }));
    const wanted = [ends, ink].join();
    if (this.painted === wanted) return now;
    this.painted = wanted;
    const strips = this.lanes.flatMap((lane) =>
      Array.from({ length: this.columns }, (_, at) => {
        const z = this.at(lane, at / (this.columns - 1));
        return { sheet: lane.strip, at, model: lane.model, z };
      })
    );
    return [...now, ...this.ends.map((end) => end.task()), ...strips];
  }

  /** A strip that was begun while another was under way is painted to its end. */
  interrupted() {
    this.painted = "";
  }

  layout() {
    const ticks = TIMES.map((t) => ({ text: t ? String(t) : "t = 0", cell: t * (this.columns - 1) }));
    return stacked(this.lanes.map(({ strip: sheet, title }) => ({ sheet, title })), ticks);
  }

  /**
   * There and back.
   *
   * @param {import("./view.js").Mount} mount
   */
  film(mount) {
    const times = Array.from({ length: FRAMES }, (_, i) => eased(i / (FRAMES - 1)));
    const film = filmOf(this.lanes, times.map((t) => this.lanes.map((lane) => this.at(lane, t))), LOOK, mount);
    return { ...film, frames: [...film.frames, ...film.frames.slice(1, -1).reverse()] };
  }
}
