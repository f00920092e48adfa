// What the hand sets beside the pictures.

import { Clock } from "../base/clock.js";
import { button } from "../base/elements.js";
import { Segments } from "../base/segments.js";
import { Slide } from "../base/slide.js";

const SEEDS = 10_000;

/** @typedef {import("./learn.js").Settings} Settings */

/**
 * @typedef {object} Acts
 * @property {(changed: Partial<Settings>, isDone?: boolean) => void} set
 * @property {(isOn: boolean) => void} learn goes on, or pauses
 * @property {() => void} once one step
 * @property {() => void} restart
 * @property {() => void} add a point
 */

export class Controls {
  /**
   * @param {Record<string, any>} text
   * @param {number} last T
   * @param {Acts} acts
   */
  constructor(text, last, acts) {
    /** @type {Partial<Settings>} */
    this.place = {};
    this.clock = new Clock({ play: text.learn, pause: text.pause }, () => {}, acts.learn);
    const another = () => acts.set({ seed: ((this.place.seed ?? 0) + 1) % SEEDS });
    this.weighting = new Segments(
      text.weighting,
      [["simple", text.simple], ["bound", text.bound]],
      (weighting) => acts.set({ weighting: /** @type {Settings["weighting"]} */ (weighting) }),
    );
    this.view = new Segments(
      text.view,
      [["loss", text.loss], ["above", text.above]],
      (view) => acts.set({ view: /** @type {Settings["view"]} */ (view) }),
    );
    this.t = new Slide("t", { low: 1, high: last, step: 1 }, (t, isDone) => acts.set({ t }, isDone));
    this.t.input.setAttribute("aria-label", text.t);
    this.add = button(text.add, acts.add, { className: "add", title: text.add_help });
    this.nodes = [
      this.clock.button,
      button(text.once, acts.once, { className: "once" }),
      button(text.restart, acts.restart, { className: "restart" }),
      button(text.another, another, { className: "another", title: text.another_help }),
      this.weighting.node,
    ];
  }

  /**
   * @param {Settings} place
   * @param {boolean} hasPoints
   */
  show(place, hasPoints) {
    this.place = place;
    this.weighting.show(place.weighting);
    this.view.show(place.view);
    this.t.show(place.t, String(place.t));
    this.add.hidden = !hasPoints;
  }
}
