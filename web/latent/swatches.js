// The legend of the classes: a swatch for each, always in one row and in one order. A press shows one class alone, a
// second press all of them again.

import { arrowTo, button, element } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { calledBy, CLASSES, UNLABELLED } from "./codes.js";

/**
 * @typedef {import("../base/ink.js").Shades} Shades
 * @typedef {{ classes: number[], shades: Shades[], text: Record<string, any>, names?: string[] }} Legend
 */

/** @type {Legend} */
export const NO_LEGEND = { classes: [], shades: [], text: {} };

const SHORT = 2; // letters of a name that has room where a number has

/**
 * The classes that a legend names: of digits all ten, also where one of them is not on the map; else those that are
 * there.
 *
 * @param {Uint8Array} labels
 * @param {boolean} hasDigits
 */
export const classesOf = (labels, hasDigits) =>
  hasDigits && labels.length
    ? Array.from({ length: CLASSES }, (_, digit) => digit)
    : [...new Set(labels)].filter((label) => label !== UNLABELLED).sort((a, b) => a - b);

/**
 * Which class is alone after a press.
 *
 * @param {number | null} alone
 * @param {number} pressed
 */
export const afterPress = (alone, pressed) => (alone === pressed ? null : pressed);

export class Swatches {
  /** The class that is shown alone; `null`: all are shown. @type {number | null} */
  alone = null;
  /** @type {HTMLButtonElement[]} */
  buttons = [];
  written = "";

  /**
   * @param {HTMLElement} place of the row
   * @param {() => void} changed
   */
  constructor(place, changed) {
    this.place = place;
    this.changed = changed;
    place.classList.add("swatches");
    place.setAttribute("role", "toolbar"); // one stop for Tab; arrows lead from swatch to swatch
    place.onkeydown = (event) => {
      const next = arrowTo(this.buttons, event);
      if (next === null) return;
      this.standOn(next);
      this.buttons[next].focus();
    };
  }

  /**
   * @param {number[]} classes
   * @param {Shades[]} shades of the classes; where there are more classes, they begin anew
   * @param {Record<string, any>} text `classes`: what the row is; `alone`: what a press does, with {label} in it
   * @param {string[]} [names] of class 0, 1, …, where they have some
   */
  write(classes, shades, text, names = []) {
    const written = JSON.stringify([classes, shades, text.classes, text.alone, names]);
    if (written === this.written) return;
    this.written = written;
    if (this.alone !== null && !classes.includes(this.alone)) this.alone = null;
    this.buttons = classes.map((label) => this.swatch(label, shades[label % shades.length], text, names));
    this.place.classList.toggle("named", classes.some((label) => calledBy(label, names).length > SHORT));
    this.place.replaceChildren(...this.buttons);
    this.place.setAttribute("aria-label", text.classes);
    this.standOn(this.alone === null ? 0 : classes.indexOf(this.alone));
    this.mark();
  }

  /** @param {number} place of the swatch that Tab reaches */
  standOn(place) {
    this.buttons.forEach((made, i) => (made.tabIndex = i === place ? 0 : -1));
  }

  /**
   * @param {number} label
   * @param {Shades} shades
   * @param {Record<string, any>} text
   * @param {string[]} names
   */
  swatch(label, { light, dark }, text, names) {
    const called = calledBy(label, names);
    const name = filled(text.alone, { label: called });
    const made = button("", () => this.press(label), { className: "swatch", title: name, label: name });
    made.append(element("span", { textContent: called }));
    made.dataset.class = String(label);
    made.style.setProperty("--own", `light-dark(${light}, ${dark})`);
    return made;
  }

  /** @param {number} label */
  press(label) {
    this.alone = afterPress(this.alone, label);
    this.standOn(this.buttons.findIndex((made) => made.dataset.class === String(label)));
    this.mark();
    this.changed();
  }

  /** A class is seen to be shown or not. */
  mark() {
    for (const made of this.buttons) {
      const isAlone = made.dataset.class === String(this.alone);
      made.setAttribute("aria-pressed", String(isAlone));
      made.classList.toggle("faded", this.alone !== null && !isAlone);
    }
  }
}
