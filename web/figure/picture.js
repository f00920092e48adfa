// The figure as plotly draws it: in place, in the page's theme, zoomed as the eye has left it.

import { inkOf, isDark } from "../base/ink.js";
import { showAlone } from "./alone.js";
import { inTheDark } from "./colours.js";
import { isNarrow, putTitlesAbove } from "./narrow.js";
import { axisOf, isDragged, rangeOf, rangesIn } from "./plotly.js";
import { widthInFile } from "./saving.js";

const PURGE_MS = 1000;

/** How long plotly has worked on all figures of the page so far, in milliseconds. */
let worked = 0;
export const workedMs = () => worked;

/**
 * @typedef {object} Drawable
 * @property {string} figure data and layout, as JSON
 * @property {string} view while it stays the same, so does what was zoomed into
 * @property {Record<string, string>} colours the dark one of each light one
 * @property {object | null} legend of classes, beside the figure; `null`: there is none
 *
 * @typedef {object} Held what the hand holds, and moves along some of its axes
 * @property {[across: string, up: string]} axes
 * @property {import("./reach.js").Freedom} moves
 */

export class Picture {
  /**
   * @param {HTMLElement} root
   * @param {import("./plotly.js").Plot} plot
   * @param {{ source: string, library: import("./library.js").Library }} drawing what draws, and where it is from
   * @param {() => void} onzoom
   */
  constructor(root, plot, { source, library }, onzoom) {
    this.root = root;
    this.plot = plot;
    this.source = source;
    this.library = library;
    this.onzoom = onzoom;
    /** @type {Drawable | undefined} */
    this.drawn = undefined;
    /** @type {Record<string, import("./plotly.js").Pair>} by axis */
    this.zoom = {};
    this.dark = false;
    /** The class that is to be shown alone, and the one that was drawn so. @type {number | null} */
    this.alone = null;
    this.drawnAlone = this.alone;
    this.isNarrow = false;
    this.isHeldStill = false;
  }

  stop() {
    // Later, because plotly still answers to a pointer that has just left, and to one that goes on dragging.
    setTimeout(() => isDragged(this.plot) ? this.stop() : this.library.purge(this.plot), PURGE_MS);
  }

  /** Leave the place to another library. */
  wipe() {
    this.library.purge(this.plot);
    delete this.root.dataset.ready;
  }

  get isReady() {
    return this.root.dataset.ready === "true";
  }

  /**
   * Whether this is what is on screen, also in the page's theme, with no axis held still for a hand that has let go.
   *
   * @param {Drawable} drawable
   * @param {Held} [held]
   */
  shows({ figure }, held) {
    return this.drawn?.figure === figure && this.drawnAlone === this.alone && this.dark === this.isInTheDark() &&
      (held !== undefined || !this.isHeldStill);
  }

  /**
   * @param {Drawable} drawable
   * @param {Held} [held]
   */
  async draw(drawable, held) {
    if (this.drawn?.view !== drawable.view) this.zoom = {};
    this.drawn = drawable;
    this.dark = this.isInTheDark(); // asked once for each figure: the browser has to work out all styles to tell
    this.root.classList.toggle("live-dark", this.dark);
    const { figure, colours, view } = drawable;
    const { data, layout } = JSON.parse(this.dark ? inTheDark(figure, colours) : figure);
    const dragmode = matchMedia("(pointer: coarse)").matches ? false : "zoom";
    Object.assign(layout, { autosize: true, uirevision: view, dragmode }, drawable.legend && { showlegend: false });
    showAlone({ data, layout }, this.drawnAlone = this.alone);
    this.isNarrow = isNarrow();
    if (this.isNarrow) putTitlesAbove(layout);
    this.keepZoom(layout);
    this.isHeldStill = held !== undefined;
    if (held) this.holdStill(layout, held);
    // The page keeps its height when a figure is drawn for the first time.
    this.plot.style.height = `${layout.height}px`;
    const began = performance.now();
    await this.library.react(this.plot, data, layout, { displayModeBar: false, doubleClick: false });
    worked += performance.now() - began;
    if (this.isReady) return;
    this.root.dataset.ready = "true";
    this.plot.on("plotly_relayout", (change) => this.noteZoom(change));
    this.plot.on("plotly_doubleclick", () => this.zoomOut());
  }

  isInTheDark() {
    return isDark(inkOf(this.root));
  }

  /**
   * A symbol's colour in the theme that was drawn.
   *
   * @param {string} colour
   */
  inTheme(colour) {
    return this.dark ? (this.drawn?.colours[colour] ?? colour) : colour;
  }

  fitWidth() {
    if (!this.isReady || !this.root.clientWidth) return;
    if (this.drawn && this.isNarrow !== isNarrow()) this.draw(this.drawn); // the phone was turned
    this.library.Plots.resize(this.plot);
    this.onzoom();
  }

  // ---- ranges of axes -------------------------------------------------------------------------

  /**
   * The part that was zoomed into stays in sight until a double click, or until another view is shown.
   *
   * @param {Record<string, object>} layout
   */
  keepZoom(layout) {
    for (const name of Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key))) {
      const range = this.zoom[name];
      Object.assign(layout[name], { uirevision: null }, range && { range, autorange: false });
    }
  }

  /**
   * Plotly tells a little later; where another figure has been drawn meanwhile, it is drawn again.
   *
   * @param {object} change
   */
  noteZoom(change) {
    Object.assign(this.zoom, rangesIn(change));
    const isLost = Object.entries(this.zoom).some(([name, [low, high]]) => {
      const axis = axisOf(this.plot, name);
      return axis && (axis.range[0] !== low || axis.range[1] !== high);
    });
    if (isLost && this.drawn) this.draw(this.drawn);
    this.onzoom();
  }

  async zoomOut() {
    this.zoom = {};
    if (this.drawn) await this.draw(this.drawn);
    this.onzoom();
  }

  /**
   * The axes along which a handle moves stay as they are while it is held: the place under the hand is the place.
   *
   * @param {Record<string, object>} layout
   * @param {Held} held
   */
  holdStill(layout, { axes, moves }) {
    axes.filter((_, i) => moves.includes("xy"[i])).forEach((name) => {
      const axis = axisOf(this.plot, name);
      if (axis && layout[name]) Object.assign(layout[name], { range: rangeOf(axis), autorange: false });
    });
  }

  // ---- to keep it -----------------------------------------------------------------------------

  /** Data and layout as they stand, on white: where a file goes, the page's theme does not follow. */
  onWhite() {
    if (!this.drawn) throw new Error("nothing has been drawn yet");
    const { data, layout } = JSON.parse(this.drawn.figure);
    this.keepZoom(layout);
    const width = widthInFile(this.plot.clientWidth);
    // What has a name is listed, also where the page has no room for that.
    const showlegend = data.some((/** @type {{ showlegend?: boolean }} */ trace) => trace.showlegend);
    Object.assign(layout, { autosize: false, width, showlegend, paper_bgcolor: "#FFFFFF" });
    return { data, layout };
  }
}
