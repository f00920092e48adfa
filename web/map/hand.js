// The hand on a map: the pointer finds, chooses, drags and encircles points, the wheel zooms; keys do the same, and put
// points into a set one by one.

import { ARROWS, isShortcut, TREMBLE } from "../base/elements.js";
import { NONE } from "./choice.js";
import { panned, rounded, turned } from "./camera.js";
import { nearestOnScreen, nextInDirection } from "./hits.js";
import { thinned } from "./lasso.js";

const REACH = 14; // CSS pixels, within which a point is under the pointer
const MOST_CORNERS = 40; // of an outline, which goes into an address
const WHEEL_PIXELS = 400; // for which the map is larger by a factor e
const KEY_ZOOM = 1.25;

/**
 * @typedef {import("./panel.js").Panel} Panel
 * @typedef {import("../base/canvas.js").Place} Place
 *
 * @typedef {object} Maps what hears of the hand, and what it must know
 * @property {boolean} isPlain nothing can be chosen
 * @property {boolean} isArmed the next drag draws an outline
 * @property {import("./choice.js").Choice} choice
 * @property {(point: number, panel?: Panel) => void} hover
 * @property {(point: number) => void} choose
 * @property {(points: number[], lasso: import("./lasso.js").Lasso | null) => void} select
 * @property {() => void} giveUp what was chosen
 * @property {(isArmed: boolean) => void} armLasso
 * @property {() => void} fit
 * @property {() => void} tellPlace the hand has let go
 * @property {() => void} tellSoon perhaps it has
 * @property {() => void} schedule
 *
 * @typedef {object} Drag
 * @property {Place} from
 * @property {Place} at
 * @property {import("./camera.js").Camera} camera as it was
 * @property {boolean} isLasso
 * @property {number} far pixels that the pointer has been away
 */

export class Hand {
  /**
   * @param {Panel} panel
   * @param {Maps} maps
   * @param {AbortSignal} signal until when it listens
   */
  constructor(panel, maps, signal) {
    this.panel = panel;
    this.maps = maps;
    /** @type {Drag | null} */
    this.drag = null;
    const { field } = panel.face;
    field.addEventListener("pointermove", (event) => this.move(event), { signal });
    field.addEventListener("pointerleave", () => this.drag || maps.hover(NONE), { signal });
    field.addEventListener("pointerdown", (event) => this.press(event), { signal });
    field.addEventListener("pointerup", () => this.lift(), { signal });
    field.addEventListener("pointercancel", () => this.lift(), { signal });
    field.addEventListener("wheel", (event) => this.turnWheel(event), { passive: false, signal });
    field.addEventListener("keydown", (event) => this.pressKey(event), { signal });
  }

  /**
   * @param {MouseEvent} event
   * @returns {Place}
   */
  at(event) {
    const box = this.panel.face.field.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  // ---- the pointer ----------------------------------------------------------------------------

  /** @param {PointerEvent} event */
  move(event) {
    const { panel, maps } = this;
    if (this.drag) {
      this.pull(this.drag, this.at(event));
      return;
    }
    const start = performance.now();
    const point = panel.isThere ? nearestOnScreen(panel.screen, this.at(event), REACH) : NONE;
    panel.foundMs = performance.now() - start;
    maps.hover(point, panel);
  }

  /** @param {PointerEvent} event */
  press(event) {
    const { panel, maps } = this;
    if (event.button !== 0 || !panel.isThere) return;
    panel.face.field.setPointerCapture(event.pointerId);
    panel.face.field.focus({ preventScroll: true });
    const at = this.at(event);
    const isLasso = !maps.isPlain && (event.shiftKey || maps.isArmed);
    this.drag = { from: at, at, camera: panel.camera, isLasso, far: 0 };
    if (isLasso) panel.outline = [at];
    event.preventDefault();
  }

  /**
   * @param {Drag} drag
   * @param {Place} at
   */
  pull(drag, at) {
    const { panel, maps } = this;
    /** @type {Place} */
    const by = [at[0] - drag.from[0], at[1] - drag.from[1]];
    drag.at = at;
    drag.far = Math.max(drag.far, Math.hypot(...by));
    if (drag.isLasso) panel.outline?.push(at);
    else if (drag.far > TREMBLE) {
      maps.hover(NONE);
      panel.face.field.classList.add("panning");
      panel.camera = panel.dimensions === 3 ? turned(drag.camera, by) : panned(drag.camera, panel.side, by);
    }
    maps.schedule();
  }

  lift() {
    const { drag, panel, maps } = this;
    this.drag = null;
    panel.face.field.classList.remove("panning");
    if (!drag) return;
    if (drag.isLasso) this.closeLasso();
    else if (drag.far > TREMBLE) maps.tellPlace();
    else if (!maps.isPlain) maps.choose(nearestOnScreen(panel.screen, drag.at, REACH));
  }

  closeLasso() {
    const { panel, maps } = this;
    const corners = thinned(panel.outline ?? [], MOST_CORNERS).map((place) => {
      const [x, y] = panel.toMap(place);
      return /** @type {import("./camera.js").Corner} */ ([rounded(x), rounded(y)]);
    });
    panel.outline = null;
    maps.armLasso(false);
    if (corners.length > 2) maps.select(panel.within(corners), { panel: panel.number, corners });
    else maps.select([], null);
  }

  /**
   * The wheel zooms a map that was clicked; others let the page scroll by.
   *
   * @param {WheelEvent} event
   */
  turnWheel(event) {
    const { field } = this.panel.face;
    const root = /** @type {Document | ShadowRoot} */ (field.getRootNode());
    if (!event.ctrlKey && root.activeElement !== field) return;
    event.preventDefault();
    this.panel.zoom(Math.exp(-event.deltaY / WHEEL_PIXELS), this.at(event));
    this.maps.tellSoon();
  }

  // ---- keys -----------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event */
  pressKey(event) {
    if (isShortcut(event) || !this.panel.isThere) return;
    if (this.hears(event.key)) event.preventDefault();
  }

  /**
   * Do what a key asks for; whether it asks for anything.
   *
   * @param {string} key
   */
  hears(key) {
    const { maps } = this;
    const { hovered } = maps.choice;
    if (key in ARROWS) this.walk(ARROWS[key]);
    else if (key === "Enter" && hovered >= 0 && !maps.isPlain) maps.choose(hovered);
    else if (key === " " && hovered >= 0 && !maps.isPlain) maps.select(maps.choice.toggled(hovered), null);
    else if (key === "Escape" && !maps.isPlain) maps.giveUp();
    else if (key === "+" || key === "=") this.zoom(KEY_ZOOM);
    else if (key === "-") this.zoom(1 / KEY_ZOOM);
    else if (key === "0") maps.fit();
    else return false;
    return true;
  }

  /**
   * To the neighbour in a direction; at first to the point nearest to the middle.
   *
   * @param {[right: number, up: number]} direction
   */
  walk([right, up]) {
    const { panel, maps } = this;
    const { hovered, chosen } = maps.choice;
    const from = hovered >= 0 ? hovered : chosen;
    const next = from >= 0
      ? nextInDirection(panel.screen, from, [right, -up], panel.side)
      : nearestOnScreen(panel.screen, [panel.side / 2, panel.side / 2], Infinity);
    if (next >= 0) maps.hover(next, panel);
  }

  /** @param {number} factor */
  zoom(factor) {
    this.panel.zoomMiddle(factor);
    this.maps.tellSoon();
  }
}
