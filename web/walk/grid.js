// Many pictures on one sheet: a pointer or the arrow keys point at one, a click or Enter moves z to its code.

import { element, isShortcut } from "../base/elements.js";
import { wanted } from "../latent/space.js";
import { Sheet } from "../pictures/sheet.js";
import { cellAt, stepped } from "./cells.js";
import { nearby } from "./models.js";

/**
 * @typedef {object} Rule of the grid
 * @property {import("./models.js").Model} model that decodes its pictures
 * @property {(cell: number) => number[]} codeAt which code is in a cell
 * @property {(cell: number, z: number[]) => string} nameOf what is said of the cell and its code
 */

export class Grid {
  /**
   * @param {import("./view.js").Stage} stage
   * @param {import("./cells.js").Shape} shape
   * @param {string} label
   * @param {Rule} rule
   */
  constructor(stage, { columns, rows }, label, rule) {
    this.stage = stage;
    this.rule = rule;
    /** @type {number | null} pointed at */
    this.cell = null;
    this.sheet = new Sheet(columns, rows, label);
    this.pointed = element("div", { className: "pointed", hidden: true });
    this.node = element("div", { className: "frame", tabIndex: 0 }, [this.sheet.canvas, this.pointed]);
    this.node.setAttribute("role", "application");
    this.node.setAttribute("aria-label", label);
    this.node.style.aspectRatio = `${columns} / ${rows}`;
    this.node.onpointermove = (event) => this.point(this.under(event));
    this.node.onpointerleave = () => this.point(null);
    this.node.onclick = (event) => this.choose(this.under(event));
    this.node.onkeydown = (event) => this.onKey(event);
  }

  /** A frame that stands where z is. */
  addMark() {
    const mark = element("div", { className: "mark" });
    this.pointed.before(mark);
    return mark;
  }

  /**
   * Put a frame around a cell.
   *
   * @param {HTMLElement} frame
   * @param {number} column may be a fraction, as may `row`
   * @param {number} row
   */
  place(frame, column, row) {
    const { columns, rows } = this.sheet;
    Object.assign(frame.style, {
      left: `${(100 * column) / columns}%`,
      top: `${(100 * row) / rows}%`,
      width: `${100 / columns}%`,
      height: `${100 / rows}%`,
    });
  }

  /** @param {MouseEvent} event */
  under({ clientX, clientY }) {
    const { left, top, width, height } = this.sheet.canvas.getBoundingClientRect();
    const { columns, rows } = this.sheet;
    const row = Math.floor(((clientY - top) / height) * rows);
    return cellAt(this.sheet, row, Math.floor(((clientX - left) / width) * columns));
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (isShortcut(event)) return;
    const next = stepped(this.sheet, this.cell, event.key);
    if (next !== null) this.point(next);
    else if ((event.key === "Enter" || event.key === " ") && this.cell !== null) this.choose(this.cell);
    else return;
    event.preventDefault();
  }

  /** @param {number | null} cell */
  point(cell) {
    this.cell = cell;
    this.pointed.hidden = cell === null;
    if (cell === null) this.stage.say("");
    else {
      this.place(this.pointed, cell % this.sheet.columns, Math.floor(cell / this.sheet.columns));
      this.stage.say(this.describe(cell));
    }
  }

  /** @param {number} cell */
  describe(cell) {
    const { there, there_unlabelled } = this.stage.text;
    const z = this.rule.codeAt(cell);
    return nearby(this.rule.model, z, [there, there_unlabelled], { place: this.rule.nameOf(cell, z) });
  }

  /** @param {number} cell */
  choose(cell) {
    wanted.tell({ z: this.rule.codeAt(cell) });
  }

  /** @returns {import("./queue.js").Task[]} */
  tasks() {
    const { sheet, rule: { model } } = this;
    return Array.from({ length: sheet.columns * sheet.rows }, (_, at) => ({
      sheet,
      at,
      model,
      z: this.rule.codeAt(at),
    }));
  }
}

/**
 * Words on an axis, at the middle of a cell.
 *
 * @param {string} textContent
 * @param {number} i the cell; a fraction lies between two
 * @param {number} count of cells
 */
export function tickAt(textContent, i, count) {
  const tick = element("span", { textContent });
  tick.style.setProperty("--at", `${(100 * (i + 0.5)) / count}%`);
  return tick;
}
