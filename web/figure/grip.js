// A hand on a handle: by mouse, finger or keys.

import { ARROWS, isShortcut } from "../base/elements.js";
import { axesOf, endsOf, fromCorner, isLog, toData, toPixels } from "./plotly.js";
import { isFree, nudged } from "./reach.js";

const LEAP = 10; // steps of a key, with Shift

export class Grip {
  /**
   * @param {import("./handles.js").Handle} handle
   * @param {import("./handles.js").Handles} handles it and its kin
   */
  constructor(handle, handles) {
    this.handle = handle;
    this.handles = handles;
    this.hand = handles.hand;
    /** @type {import("./plotly.js").Pair | null} from the pointer on screen to the handle, while it is held */
    this.offset = null;
    const { button } = handle;
    button.onpointerdown = (event) => event.button === 0 && this.grab(event);
    button.onpointermove = (event) => this.drag(event);
    button.onpointerup = button.onpointercancel = () => this.release();
    button.ondblclick = () => this.remove();
    button.onkeydown = (event) => isShortcut(event) || this.press(event);
  }

  /** @param {PointerEvent} event */
  grab(event) {
    const { handle, handles: { plot } } = this;
    const axes = axesOf(plot, handle.axes);
    if (!axes) return;
    handle.button.setPointerCapture(event.pointerId);
    // A handle does not jump under the pointer, save one from outside the panel.
    const isAway = handle.button.classList.contains("away");
    const [left, top] = isAway ? fromCorner(plot, event) : toPixels(axes, [handle.x, handle.y]);
    this.offset = [left - event.clientX, top - event.clientY];
    this.hand.held = handle.name;
    handle.button.focus({ preventScroll: true });
  }

  /** @param {PointerEvent} event */
  drag({ clientX, clientY }) {
    const axes = axesOf(this.handles.plot, this.handle.axes);
    if (!this.offset || !axes) return;
    const start = performance.now();
    this.handles.move(this.handle, toData(axes, [clientX + this.offset[0], clientY + this.offset[1]]));
    this.hand.follow(start);
    this.tell(false);
  }

  release() {
    if (!this.offset) return;
    this.offset = this.hand.held = null;
    this.tell(true);
  }

  /** @param {boolean} isDone */
  tell(isDone) {
    const { name, x, y } = this.handle;
    this.hand.tell({ name, x, y }, isDone);
  }

  remove() {
    if (this.handle.removable) this.hand.tell({ name: this.handle.name, remove: true }, true);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const direction = ARROWS[event.key];
    const takesAway = this.handle.removable && ["Delete", "Backspace"].includes(event.key);
    if (!takesAway && !(direction && isFree(this.handle.moves, direction))) return;
    event.preventDefault();
    if (takesAway) this.remove();
    else this.nudge(direction, event.shiftKey ? LEAP : 1);
  }

  /**
   * @param {[across: number, up: number]} direction
   * @param {number} times
   */
  nudge([across, up], times) {
    const { handle, handles, hand } = this;
    const axes = axesOf(handles.plot, handle.axes);
    if (!axes) return;
    const [first, second] = axes.map((axis) => ({ ends: endsOf(axis), isLog: isLog(axis) }));
    hand.held = handle.name;
    handles.move(handle, [
      nudged(handle.x, across * times, first, handle.step),
      nudged(handle.y, up * times, second),
    ]);
    hand.follow(performance.now());
    this.tell(false);
    hand.settle(() => {
      hand.held = null;
      this.tell(true);
    });
  }
}
