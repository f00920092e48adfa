// A row for each dimension, from low to high, all others as they are at z.

import { element } from "../base/elements.js";
import { filled, signed, subscript } from "../base/formats.js";
import { meanKl, spread } from "../latent/codes.js";
import { cellOf } from "./cells.js";
import { Grid, tickAt } from "./grid.js";
import { rowsLayout } from "./layouts.js";
import { ModelChoice } from "./model_choice.js";
import { Slide } from "../base/slide.js";

/**
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Stage} Stage
 */

/** @implements {View} */
export class Traversals {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    const { text, options, models, z } = stage;
    this.choice = new ModelChoice(stage);
    this.reach = new Slide(
      text.range,
      { ...options.range, step: 0.1 },
      (value, isDone) => stage.set("range", value, isDone),
    );
    this.hand = [this.choice.node, this.reach.node];
    this.columns = options.columns;
    this.names = element("div", { className: "names" });
    this.ticks = element("div", { className: "ticks across" });
    this.grid = new Grid(stage, { columns: this.columns, rows: z.length }, text.traversals, this);
    this.marks = Array.from(z, () => this.grid.addMark());
    this.scene = element("div", { className: "rows" }, [this.names, this.grid.node, this.ticks]);
    this.scene.style.setProperty("--shape", String(this.columns / z.length)); // on the full screen: walk.css
    this.rows = new Map(models.map((model) => [model, rowsOf(model)]));
  }

  get model() {
    return this.choice.model;
  }

  /** The dimensions from the top, with what is known of them. */
  get order() {
    return /** @type {Row[]} */ (this.rows.get(this.model));
  }

  /**
   * The distance from the mean of the codes, in standard deviations.
   *
   * @param {number} column
   */
  offsetAt(column) {
    return this.stage.place.range * ((2 * column) / (this.columns - 1) - 1);
  }

  show() {
    const { columns, stage: { place: { range } } } = this;
    this.choice.show();
    this.reach.show(range, `± ${range.toFixed(1)}`);
    this.names.replaceChildren(...this.order.map((row) => {
      const name = element("i", { textContent: `z${subscript(row.j)}` });
      return element("span", {}, [name, element("small", { textContent: this.costOf(row) })]);
    }));
    this.ticks.replaceChildren(...this.marked().map(({ text, cell }) => tickAt(text, cell, columns)));
    this.follow();
  }

  /** Both ends of the axis, and its middle. */
  marked() {
    const last = this.columns - 1;
    return [0, last / 2, last].map((cell) => {
      const offset = this.offsetAt(cell);
      return { text: offset ? `${signed(offset, 1)} s` : "0", cell };
    });
  }

  /** @param {Row} row */
  costOf({ cost }) {
    return cost === null ? "" : filled(this.stage.text.nats, { nats: cost.toFixed(2) });
  }

  tasks() {
    return this.grid.tasks();
  }

  get isFollowing() {
    return true;
  }

  /** In each row a mark stands where z is. */
  follow() {
    const { columns, stage: { z } } = this;
    const offsets = Array.from({ length: columns }, (_, column) => this.offsetAt(column));
    this.order.forEach(({ j, mean, deviation }, row) =>
      this.grid.place(this.marks[row], cellOf(offsets, (z[j] - mean) / deviation), row)
    );
  }

  /** @param {number} cell */
  codeAt(cell) {
    const { j, mean, deviation } = this.order[Math.floor(cell / this.columns)];
    return Array.from(this.stage.z).with(j, mean + this.offsetAt(cell % this.columns) * deviation);
  }

  /**
   * @param {number} cell
   * @param {number[]} z
   */
  nameOf(cell, z) {
    const { j } = this.order[Math.floor(cell / this.columns)];
    return `z${subscript(j)} = ${signed(z[j])}`;
  }

  layout() {
    const names = this.order.map((row) => [`z${subscript(row.j)}`, this.costOf(row)].filter(Boolean).join("  "));
    const title = `${this.model.label}, ± ${this.stage.place.range.toFixed(1)} s`;
    return rowsLayout(this.grid.sheet, names, this.marked(), title);
  }
}

/**
 * @typedef {object} Row a dimension
 * @property {number} j
 * @property {number} mean of the codes
 * @property {number} deviation
 * @property {number | null} cost its mean KL in nats; an autoencoder pays nothing
 */

/**
 * By KL, the dimension that says most first; an autoencoder has none, and keeps its order.
 *
 * @param {Pick<import("./models.js").Model, "codes" | "logVariances" | "latent_dim">} model
 * @returns {Row[]}
 */
export function rowsOf({ codes, logVariances, latent_dim: n }) {
  const costs = logVariances ? meanKl(codes, logVariances, n) : null;
  const rows = spread(codes, n).map((spread, j) => ({ j, ...spread, cost: costs && costs[j] }));
  return rows.sort((a, b) => (b.cost ?? 0) - (a.cost ?? 0));
}
