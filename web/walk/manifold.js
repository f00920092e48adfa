// The plane of two dimensions as a grid, all others as they are at z.

import { element } from "../base/elements.js";
import { signed, subscript } from "../base/formats.js";
import { cellOf, ticksOf } from "./cells.js";
import { Grid, tickAt } from "./grid.js";
import { planeLayout } from "./layouts.js";
import { ModelChoice } from "./model_choice.js";
import { Segments } from "../base/segments.js";

const SPACINGS = /** @type {const} */ (["probability", "steps"]);

/**
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Stage} Stage
 */

/** @implements {View} */
export class Manifold {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    const { text, options } = stage;
    this.choice = new ModelChoice(stage);
    /** @type {Segments<import("./view.js").Settings["spacing"]>} */
    this.spacing = new Segments(
      text.spacing,
      SPACINGS.map((name) => [name, text[name]]),
      (name) => stage.set("spacing", name),
    );
    /** @type {Segments<number>} */
    this.sizes = new Segments(
      text.size,
      Object.keys(options.coordinates.steps).map((n) => [Number(n), `${n} × ${n}`]),
      (n) => stage.set("cells", n),
    );
    this.hand = [this.choice, this.spacing, this.sizes].map(({ node }) => node);
    this.across = element("div", { className: "ticks across" });
    this.up = element("div", { className: "ticks up" });
    this.scene = element("div", { className: "plane" });
    this.grid = this.build(stage.place.cells);
    this.mark = this.grid.addMark();
  }

  /** @param {number} cells */
  build(cells) {
    const grid = new Grid(this.stage, { columns: cells, rows: cells }, this.stage.text.manifold, this);
    this.scene.replaceChildren(this.up, grid.node, this.across);
    return grid;
  }

  get model() {
    return this.choice.model;
  }

  /** Rising coordinates of the cells, the same on both axes. */
  get values() {
    const { spacing, cells } = this.stage.place;
    return this.stage.options.coordinates[spacing][cells];
  }

  show() {
    const { place: { spacing, cells }, axes: [right, up] } = this.stage;
    this.choice.show();
    this.spacing.show(spacing);
    this.sizes.show(cells);
    if (this.grid.sheet.columns !== cells) {
      this.grid = this.build(cells);
      this.mark = this.grid.addMark();
    }
    const marked = (/** @type {(cell: number) => number} */ placed, /** @type {string} */ name) => [
      ...ticksOf(this.values).map(({ text, cell }) => tickAt(text, placed(cell), cells)),
      element("i", { textContent: name }),
    ];
    this.across.replaceChildren(...marked((cell) => cell, `z${subscript(right)} →`));
    this.up.replaceChildren(...marked((cell) => cells - 1 - cell, `↑ z${subscript(up)}`));
    this.follow();
  }

  tasks() {
    return this.grid.tasks();
  }

  get isFollowing() {
    return this.stage.z.length > 2;
  }

  /** The mark stands where z is. */
  follow() {
    const { axes, z } = this.stage;
    const [column, up] = axes.map((axis) => cellOf(this.values, z[axis]));
    this.grid.place(this.mark, column, this.values.length - 1 - up);
  }

  /** @param {number} cell */
  codeAt(cell) {
    const { axes: [right, up], z } = this.stage;
    const n = this.values.length;
    const code = Array.from(z);
    code[right] = this.values[cell % n];
    code[up] = this.values[n - 1 - Math.floor(cell / n)];
    return code;
  }

  /**
   * @param {number} _cell
   * @param {number[]} z
   */
  nameOf(_cell, z) {
    return `(${this.stage.axes.map((axis) => signed(z[axis])).join(", ")})`;
  }

  layout() {
    const { values, stage: { text, place, axes } } = this;
    const title = `${this.model.label}, ${text[place.spacing]}, ${values.length} × ${values.length}`;
    return planeLayout(this.grid.sheet, ticksOf(values), axes.map((axis) => `z${subscript(axis)}`), title);
  }
}
