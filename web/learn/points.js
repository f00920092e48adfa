// Points that a hand sets: a click adds one; it is dragged, or moved by arrows; a double click or Delete takes it away.

import { ARROWS, button, isShortcut, TREMBLE } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { REACH } from "./scene.js";

const [NUDGE, LEAP] = [0.05, 10]; // of an arrow key; so many with Shift

/**
 * @typedef {(points: number[], isDone: boolean) => void} Moved x and y of one after the other
 * @typedef {{ point: string, at_most: number }} Settings
 */

/** Within the picture, in hundredths. @param {number} value */
const placed = (value) => Math.round(100 * Math.min(REACH, Math.max(-REACH, value))) / 100 + 0;

export class Points {
  /**
   * @param {HTMLElement} field on whose picture they lie
   * @param {Moved} moved hears every move, and when the hand lets go
   */
  constructor(field, moved) {
    this.field = field;
    this.moved = moved;
    /** @type {number[]} */
    this.points = [];
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    this.isOn = false;
    this.settings = { point: "", at_most: 0 };
    /** @type {[x: number, y: number] | null} where a pointer went down beside all points */
    this.pressed = null;
    field.onpointerdown = (event) => this.press(event);
    field.onclick = (event) => this.click(event);
  }

  /**
   * @param {boolean} isOn whether there are any
   * @param {number[]} points
   * @param {Settings} settings
   */
  show(isOn, points, settings) {
    this.isOn = isOn;
    this.points = points;
    this.settings = settings;
    this.field.classList.toggle("set", isOn);
    const count = isOn ? points.length / 2 : 0;
    while (this.buttons.length > count) this.buttons.pop()?.remove();
    while (this.buttons.length < count) this.field.append(this.made(this.buttons.length));
    this.buttons.forEach((made, i) => {
      const [x, y] = [points[2 * i], points[2 * i + 1]];
      made.style.left = `${100 * (x + REACH) / (2 * REACH)}%`;
      made.style.top = `${100 * (REACH - y) / (2 * REACH)}%`;
      made.setAttribute("aria-label", filled(settings.point, { n: i + 1 }));
      made.setAttribute("aria-valuenow", String(x));
      made.setAttribute("aria-valuetext", `${x}, ${y}`);
    });
  }

  /** @param {number} i */
  made(i) {
    const made = button("", () => {}, { className: "point" });
    made.setAttribute("role", "slider");
    made.onpointerdown = (event) => this.grab(event, made, i);
    made.ondblclick = () => this.remove(i);
    made.onkeydown = (event) => this.key(event, i);
    this.buttons.push(made);
    return made;
  }

  /** @param {MouseEvent} event */
  placeOf({ clientX, clientY }) {
    const { left, top, width, height } = this.field.getBoundingClientRect();
    return [placed((2 * (clientX - left) / width - 1) * REACH), placed((1 - 2 * (clientY - top) / height) * REACH)];
  }

  /** @param {PointerEvent} event */
  press({ button, target, clientX, clientY }) {
    const isPoint = target instanceof Element && target.closest(".point");
    this.pressed = button === 0 && !isPoint ? [clientX, clientY] : null;
  }

  /** @param {MouseEvent} event */
  click(event) {
    const { pressed } = this;
    this.pressed = null;
    if (!this.isOn || !pressed || Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > TREMBLE) return;
    this.add(this.placeOf(event));
  }

  /** @param {number[]} place */
  add(place) {
    if (this.points.length >= 2 * this.settings.at_most) return;
    this.moved([...this.points, ...place], true);
    this.buttons[this.buttons.length - 1].focus({ preventScroll: true });
  }

  /**
   * @param {PointerEvent} event
   * @param {HTMLButtonElement} made
   * @param {number} i
   */
  grab(event, made, i) {
    if (event.button !== 0) return;
    made.setPointerCapture(event.pointerId);
    made.focus({ preventScroll: true });
    const before = this.points;
    made.onpointermove = (moved) => this.replace(i, this.placeOf(moved), false);
    made.onpointerup = made.onpointercancel = () => {
      made.onpointermove = made.onpointerup = made.onpointercancel = null;
      if (this.points !== before) this.moved(this.points, true);
    };
  }

  /**
   * @param {number} i
   * @param {number[]} place nothing, where it is taken away
   * @param {boolean} isDone
   */
  replace(i, place, isDone) {
    this.moved([...this.points.slice(0, 2 * i), ...place, ...this.points.slice(2 * i + 2)], isDone);
  }

  /** @param {number} i */
  remove(i) {
    if (this.points.length <= 2) return;
    this.replace(i, [], true);
    this.buttons[Math.min(i, this.buttons.length - 1)].focus({ preventScroll: true });
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} i
   */
  key(event, i) {
    if (isShortcut(event)) return;
    const direction = ARROWS[event.key];
    const takesAway = ["Delete", "Backspace"].includes(event.key);
    if (!direction && !takesAway) return;
    event.preventDefault();
    if (takesAway) return this.remove(i);
    const step = NUDGE * (event.shiftKey ? LEAP : 1);
    const [x, y] = [0, 1].map((j) => placed(this.points[2 * i + j] + step * direction[j]));
    this.replace(i, [x, y], true);
  }
}
