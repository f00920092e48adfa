// A − B + C in every model.

import { element } from "../base/elements.js";
import { Sheet } from "../pictures/sheet.js";
import { sumsLayout } from "./layouts.js";
import { codeOf, nearby } from "./models.js";
import { LETTERS, pickersOf } from "./picker.js";

const SIGNS = ["", "−", "+", "="];

/**
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Stage} Stage
 */

/** @implements {View} */
export class Arithmetic {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.pickers = pickersOf(stage, "terms");
    this.hand = this.pickers.map(({ node }) => node);
    this.lanes = stage.models.map((model) => this.lane(model));
    this.scene = element("div", { className: "sums" }, this.lanes.map(({ node }) => node));
  }

  /** @param {import("./models.js").Model} model */
  lane(model) {
    const title = model.label;
    const terms = [...LETTERS, this.stage.text.sum].map((name) => new Sheet(1, 1, `${title}: ${name}`));
    const reading = element("small");
    const node = element("div", { className: "sum" }, [
      element("span", { className: "title", textContent: title }),
      ...terms.flatMap((sheet, i) => [element("b", { textContent: SIGNS[i] }), sheet.canvas]),
      reading,
    ]);
    return { model, title, terms, reading, node };
  }

  /** @param {import("./models.js").Model} model */
  codes(model) {
    const [a, b, c] = this.stage.place.terms.map((token) => codeOf(model, token));
    return [a, b, c, a.map((value, i) => value - b[i] + c[i])];
  }

  show() {
    const { nearest, nearest_unlabelled } = this.stage.text;
    this.pickers.forEach((picker) => picker.show());
    for (const { model, reading } of this.lanes) {
      reading.textContent = nearby(model, this.codes(model)[3], [nearest, nearest_unlabelled]);
    }
  }

  tasks() {
    const sums = this.lanes.flatMap(({ model, terms }) =>
      this.codes(model).map((z, i) => ({ sheet: terms[i], at: 0, model, z }))
    );
    return [...sums, ...this.pickers.map((picker) => picker.task())];
  }

  layout() {
    return sumsLayout(this.lanes, SIGNS);
  }
}
