// The handles of a figure: points that a hand takes along the axes, or along a curve.

import { element } from "../base/elements.js";
import { readable } from "../base/formats.js";
import { heightOf } from "./curve.js";
import { Grip } from "./grip.js";
import { boxOf, sidesOf } from "./labels.js";
import { axesOf, marksOf, placeOf, traceOf, wordsOf } from "./plotly.js";
import { within } from "./reach.js";
import { lettered } from "./signs.js";
import { set, shape } from "./svg.js";

const AWAY_PX = 2; // so far from its place, a handle stands elsewhere
const CLASSES = { x: "across", y: "up", xy: "" };

/**
 * @typedef {object} Described as ui/components/figure/controls.py says it
 * @property {string} name handles of one name move together
 * @property {string} sign
 * @property {string} label
 * @property {number} x in the data's coordinates
 * @property {number} y
 * @property {import("./reach.js").Freedom} moves
 * @property {[across: string, up: string]} axes
 * @property {number | null} along the number of the trace that it slides on
 * @property {number | null} low limits of x
 * @property {number | null} high
 * @property {number | null} step
 * @property {boolean} rule whether a line drops from it to the x axis
 * @property {boolean} removable
 * @property {string} colour
 *
 * @typedef {object} Drawn
 * @property {HTMLButtonElement} button
 * @property {HTMLSpanElement} letter
 * @property {SVGLineElement | null} line
 * @property {import("./labels.js").Label | null} standing its letter on screen; `null` where the handle is not there
 *
 * @typedef {Described & Drawn} Handle
 */

export class Handles {
  /**
   * @param {HTMLElement} place
   * @param {import("./plotly.js").Plot} plot
   * @param {import("./hand.js").Hand} hand
   */
  constructor(place, plot, hand) {
    this.place = place;
    this.plot = plot;
    this.hand = hand;
    /** @type {Handle[]} */
    this.all = [];
    /** @type {import("./labels.js").Around | null} what is drawn around them; `null`: it has changed */
    this.around = null;
  }

  /** @param {string} name */
  named(name) {
    return this.all.find((handle) => handle.name === name);
  }

  /** Their lines down to the axis. */
  get lines() {
    return this.all.map(({ line }) => line).filter((line) => line !== null);
  }

  /** @param {Described[]} described */
  build(described) {
    const focused = this.all.find(({ button }) => button.matches(":focus"))?.name;
    this.all = described.map((one) => {
      const letter = element("span", {}, lettered(one.sign));
      const line = one.rule ? shape("line") : null;
      const handle = { ...one, letter, line, button: this.buttonOf(one, letter), standing: null };
      new Grip(handle, this);
      return handle;
    });
    this.place.replaceChildren(...this.all.map(({ button }) => button));
    if (focused) this.named(focused)?.button.focus();
  }

  /**
   * @param {Described} described
   * @param {HTMLSpanElement} letter
   */
  buttonOf({ name, label, moves }, letter) {
    const className = `live-handle ${CLASSES[moves]}`;
    const button = element("button", { type: "button", className, role: "slider", ariaLabel: label }, [letter]);
    button.dataset.handle = name;
    return button;
  }

  /**
   * Bring each to where the server has it, save the one in the hand.
   *
   * @param {Described[]} described
   */
  show(described) {
    this.all.forEach((handle, i) => {
      const { x, y } = this.hand.isHeld(handle.name) ? handle : described[i];
      Object.assign(handle, described[i], { x, y });
    });
  }

  /**
   * Take all handles of this name to a place: within its limits, on its trace.
   *
   * @param {Handle} handle
   * @param {import("./plotly.js").Pair} place
   */
  move(handle, [x, y]) {
    const across = within(handle, x);
    for (const other of this.all.filter(({ name }) => name === handle.name)) {
      if (other.moves !== "y") other.x = across;
      const curve = other.along === null ? null : traceOf(this.plot, other.along);
      if (curve) other.y = heightOf(curve, other.x);
      else if (other.moves !== "x") other.y = y;
    }
  }

  draw() {
    this.all.forEach((handle) => this.drawHandle(handle));
    this.placeLetters();
  }

  /** No letter covers another one, nor what it names. */
  placeLetters() {
    if (!this.all.length) return;
    this.around ??= { words: wordsOf(this.plot), marks: marksOf(this.plot) };
    const labels = this.all.flatMap(({ standing }) => standing ?? []);
    const sides = sidesOf(labels, this.around);
    labels.forEach((label, i) => (label.side = sides[i]));
    for (const { standing: label, letter } of this.all) {
      if (!label?.side) continue;
      const { left, top } = boxOf(label, label.side);
      letter.style.transform = `translate(${left - label.at[0]}px, ${top - label.at[1]}px)`;
    }
  }

  /** @param {Handle} handle */
  drawHandle(handle) {
    const { button, line, axes: names, x, y, moves, colour } = handle;
    const place = placeOf(axesOf(this.plot, names), [x, y]);
    button.hidden = !place;
    if (line) set(line, { visibility: button.hidden ? "hidden" : "visible" });
    if (!place) {
      handle.standing = null;
      return;
    }
    const { across, height, first, bottom, away } = place;
    const own = this.hand.inTheme(colour);
    button.classList.toggle("away", away > AWAY_PX);
    button.style.transform = `translate(${across}px, ${height}px)`;
    button.style.setProperty("--own", own);
    button.setAttribute("aria-valuenow", String(moves === "y" ? y : x));
    button.setAttribute("aria-valuetext", `${readable(x)}, ${readable(y)}`);
    if (line) set(line, { x1: across, x2: across, y1: bottom, y2: height, stroke: own });
    const room = { left: first, top: 0, right: this.plot.clientWidth, bottom };
    handle.standing = labelOf(handle, [across, height], room);
  }
}

/**
 * The letter of a handle that stands `at` this place; how large it is, it is asked once.
 *
 * @param {Handle} handle
 * @param {import("./plotly.js").Pair} at
 * @param {import("./labels.js").Box} room
 * @returns {import("./labels.js").Label}
 */
function labelOf({ standing, letter, rule }, at, room) {
  const size = standing?.size[0] ? standing.size : /** @type {const} */ ([letter.offsetWidth, letter.offsetHeight]);
  return { at, size: [...size], isBeside: !rule, room, side: standing?.side ?? null };
}
