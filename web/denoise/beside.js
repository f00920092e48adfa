// One noise, brought back by each sampler in few steps and in many.

import { button, element } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { Sheet } from "../pictures/sheet.js";
import { timesOnSlide } from "../pictures/mount.js";
import * as controls from "./controls.js";
import { inkElsewhere } from "./difference.js";

const SAMPLERS = /** @type {const} */ (["ancestral", "ddim", "flow"]);
const TEXT = 30; // pixels high, on a slide

/**
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Stage} Stage
 */

/** @implements {View} */
export class Beside {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.controls = controls.controlsOf(stage, {
      model: controls.chooseModel,
      digit: controls.chooseDigit,
      guidance: controls.slideGuidance,
      seed: controls.another("seed"),
    });
    this.columns = Object.values(stage.data.options.counts)[0].length;
    this.heads = Array.from({ length: this.columns }, () => element("b"));
    this.rows = SAMPLERS.map((kind) => this.row(kind));
    const corner = element("span");
    const cells = this.rows.flatMap(({ name, cells }) => [name, ...cells.map(({ node }) => node)]);
    this.scene = element("div", { className: "table" }, [corner, ...this.heads, ...cells]);
  }

  get counts() {
    const { data: { options: { counts } }, model } = this.stage;
    return counts[model];
  }

  /** @param {typeof SAMPLERS[number]} kind */
  row(kind) {
    const { text } = this.stage.data;
    const name = element("span", { textContent: kind === "ddim" ? "DDIM" : text[kind] });
    const cells = Array.from({ length: this.columns }, (_, column) => {
      const sheet = new Sheet(1, 1, "");
      sheet.canvas.ariaHidden = "true"; // its button has a name
      const apart = element("small");
      const node = button("", () => this.stage.open({ sampler: kind, steps: this.counts[column] }));
      node.append(sheet.canvas, apart);
      return { sheet, apart, node };
    });
    return { kind, name, cells };
  }

  /** The shortest of all samplers first: they take turns. */
  ways() {
    const { seed } = this.stage.place;
    return this.counts.flatMap((steps) => SAMPLERS.map((kind) => ({ sampler: { kind, steps, eta: 0 }, seed })));
  }

  repaint() {}

  render() {
    const { data: { text }, runs: { last } } = this.stage;
    this.heads.forEach((head, i) => head.textContent = filled(text.in_steps, { steps: this.counts[i] }));
    this.rows.forEach(({ name, cells }, row) => {
      const stops = cells.map((_, column) => last[column * SAMPLERS.length + row]);
      cells.forEach((cell, column) => this.paint(cell, stops[column], stops[cells.length - 1]));
      cells.forEach(({ node }, column) =>
        node.setAttribute("aria-label", filled(text.open, { sampler: name.textContent, steps: this.counts[column] }))
      );
    });
  }

  /**
   * @param {{ sheet: Sheet, apart: HTMLElement }} cell
   * @param {import("./runs.js").Arrived | undefined} stop
   * @param {import("./runs.js").Arrived | undefined} last of the row
   */
  paint({ sheet, apart }, stop, last) {
    const { data: { text }, picture, ink } = this.stage;
    if (!stop || !picture) return;
    const found = Float32Array.from(picture(stop.guess));
    sheet.paint(0, found, ink);
    apart.textContent = last === stop ? text.measure : "";
    if (last === stop || stop.t > 0 || last?.t !== 0) return;
    apart.textContent = filled(text.apart, { share: Math.round(100 * inkElsewhere(found, picture(last.guess))) });
  }

  /** @param {number} milliseconds */
  done(milliseconds) {
    const { text } = this.stage.data;
    return filled(text.done_beside, { ways: SAMPLERS.length * this.columns, milliseconds });
  }

  layout() {
    const [{ cells: [{ sheet: one }] }] = this.rows;
    const scale = timesOnSlide(one.width * (this.columns + 2));
    const [wide, left, top] = [one.width * scale + TEXT, 10 * TEXT, 2 * TEXT];
    const words = this.rows.map(({ name }, i) => (/** @type {const} */ ({
      text: name.textContent ?? "",
      left: left - TEXT / 2,
      top: top + (i + 0.5) * wide,
      size: TEXT,
      anchor: "end",
    })));
    return {
      width: left + this.columns * wide,
      height: top + this.rows.length * wide,
      sheets: this.rows.flatMap(({ cells }, row) =>
        cells.map(({ sheet }, i) => ({ sheet, left: left + i * wide, top: top + row * wide, scale }))
      ),
      texts: [
        ...this.heads.map((head, i) => ({
          text: head.textContent ?? "",
          left: left + i * wide,
          top: 1.3 * TEXT,
          size: TEXT,
        })),
        ...words,
      ],
    };
  }
}
