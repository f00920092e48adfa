// Through draws from the prior, one after another, without end.

import { button, element } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { Sheet } from "../pictures/sheet.js";
import { Clock } from "../base/clock.js";
import { filmOf } from "./films.js";
import { stacked } from "./layouts.js";
import { nearby } from "./models.js";
import { Slide } from "../base/slide.js";
import { LEG_SECONDS, placeAt, stopAt } from "./stops.js";

const STOPS_SHOWN = 8;
const FILM_STOPS = 6;
const LOOK = { scale: 12, size: 24, seconds: 0.08 };

/**
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Stage} Stage
 */

/** @implements {View} */
export class Tour {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    const { text, models } = stage;
    this.time = 0; // seconds from the first stop
    this.clock = new Clock(text, (seconds) => this.run(seconds));
    this.speed = new Slide(
      text.speed,
      { low: 0.25, high: 3, step: 0.25 },
      (value, isDone) => stage.set("speed", value, isDone),
    );
    const anew = button(text.another_tour, () => this.startAnew());
    this.hand = [element("div", { className: "film" }, [this.clock.button, this.speed.node, anew])];
    this.lanes = models.map((model) => this.lane(model));
    this.scene = element("div", { className: "tours" }, this.lanes.map(({ node }) => node));
    /** What is on the strips of stops. */
    this.painted = "";
  }

  /** @param {import("./models.js").Model} model */
  lane(model) {
    const title = model.label;
    const { text } = this.stage;
    const now = new Sheet(1, 1, filled(text.picture, { model: title }));
    const stops = new Sheet(STOPS_SHOWN, 1, filled(text.stops, { model: title }));
    const reading = element("small");
    const name = element("span", { className: "title", textContent: title });
    const node = element("div", { className: "tour" }, [name, now.canvas, reading, stops.canvas]);
    return { model, title, now, stops, reading, node };
  }

  startAnew() {
    const { place: { seed }, options: { seeds } } = this.stage;
    this.time = 0;
    this.stage.set("seed", (seed + 1) % (seeds + 1));
  }

  /** @param {number} seconds */
  run(seconds) {
    this.time += seconds * this.stage.place.speed;
    this.stage.schedule();
  }

  /** @param {boolean} isOn */
  presented(isOn) {
    if (isOn) this.clock.set(true); // nobody has to press anything on a projector
  }

  /** @param {number} time */
  at(time) {
    return placeAt(this.stage.place.seed, time, this.stage.z.length);
  }

  show() {
    const { speed } = this.stage.place;
    this.speed.show(speed, `× ${speed.toFixed(2)}`);
  }

  /** What moves comes first; the stops stay until the last of them is reached. */
  tasks() {
    const { place: { seed }, z: { length: n }, ink, text } = this.stage;
    const z = this.at(this.time);
    for (const { model, reading } of this.lanes) {
      reading.textContent = nearby(model, z, [text.nearest, text.nearest_unlabelled]);
    }
    const now = this.lanes.map(({ model, now: sheet }) => ({ sheet, at: 0, model, z }));
    const page = Math.floor(this.time / LEG_SECONDS / STOPS_SHOWN);
    const wanted = [seed, page, ink].join();
    if (this.painted === wanted) return now;
    this.painted = wanted;
    const codes = Array.from({ length: STOPS_SHOWN }, (_, at) => stopAt(seed, page * STOPS_SHOWN + at, n));
    const stops = this.lanes.flatMap(({ model, stops: sheet }) => codes.map((z, at) => ({ sheet, at, model, z })));
    return [...now, ...stops];
  }

  /** Stops that were begun while others were under way are painted to the last. */
  interrupted() {
    this.painted = "";
  }

  layout() {
    return stacked(this.lanes.map(({ stops: sheet, title }) => ({ sheet, title })));
  }

  /** @param {import("./view.js").Mount} mount */
  film(mount) {
    const frames = Math.ceil((FILM_STOPS * LEG_SECONDS) / LOOK.seconds);
    const codes = Array.from({ length: frames }, (_, i) => this.at(i * LOOK.seconds));
    return filmOf(this.lanes, codes.map((z) => this.lanes.map(() => z)), LOOK, mount);
  }
}
