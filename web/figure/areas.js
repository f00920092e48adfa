// Areas under a curve, between two handles: filled frame by frame.

import { areaUnder } from "./curve.js";
import { toPixels, traceOf } from "./plotly.js";
import { set, shape } from "./svg.js";

/**
 * @typedef {object} Span as ui/components/figure/controls.py says it
 * @property {string} left the names of two handles; either may be the lower one
 * @property {string} right
 * @property {number} trace
 * @property {string} colour
 */

export class Areas {
  /**
   * @param {import("./plotly.js").Plot} plot
   * @param {import("./handles.js").Handles} handles
   * @param {import("./hand.js").Hand} hand
   */
  constructor(plot, handles, hand) {
    this.plot = plot;
    this.handles = handles;
    this.hand = hand;
    /** @type {(Span & { path: SVGPathElement })[]} */
    this.all = [];
  }

  get paths() {
    return this.all.map(({ path }) => path);
  }

  /** @param {Span[]} spans */
  build(spans) {
    this.all = spans.map((span) => ({ ...span, path: shape("path") }));
  }

  draw() {
    for (const { path, ...span } of this.all) {
      const d = outlineOf(this.plot, span, this.handles);
      if (d) set(path, { d, fill: this.hand.inTheme(span.colour) });
    }
  }
}

/**
 * The area as a path, in pixels from the figure's corner; nothing where there is none.
 *
 * @param {import("./plotly.js").Plot} plot
 * @param {Span} span
 * @param {Pick<import("./handles.js").Handles, "named">} handles
 */
export function outlineOf(plot, { left, right, trace }, handles) {
  const ends = [left, right].map((name) => handles.named(name)?.x ?? NaN);
  const curve = traceOf(plot, trace);
  if (!curve || !ends.every(Number.isFinite)) return "";
  const corners = areaUnder(curve, Math.min(...ends), Math.max(...ends));
  const pixels = corners.map((place) => toPixels(curve.axes, place).map((pixel) => pixel.toFixed(1)).join(","));
  return `M${pixels.join("L")}Z`;
}
