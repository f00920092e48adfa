// Rows of pictures below the maps: a chosen point and its neighbours.

import { element } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { paintInk, SIDE } from "../base/ink.js";
import { NONE } from "./choice.js";
import { nameOf } from "./cloud.js";

/**
 * @typedef {object} Strip what Python says of a row
 * @property {string} title
 * @property {number[]} points
 * @property {number | null} label the class that they are compared with
 *
 * @typedef {object} Shown what pictures are made of
 * @property {import("./pictures.js").Pictures} pictures
 * @property {import("../base/ink.js").Colour} ink
 * @property {Record<string, string>} text
 */

export class Strips {
  #shown = "";
  /** @type {import("./pictures.js").Pictures | null} */
  #pictures = null;

  /**
   * @param {HTMLElement} place
   * @param {(point: number) => void} hover
   */
  constructor(place, hover) {
    this.place = place;
    this.hover = hover;
  }

  clear() {
    this.#shown = "";
    this.place.replaceChildren();
  }

  /**
   * Nothing is made anew where nothing has changed.
   *
   * @param {Strip[]} strips
   * @param {Shown} shown
   */
  show(strips, shown) {
    const asText = JSON.stringify([strips, shown.ink]);
    if (asText === this.#shown && shown.pictures === this.#pictures) return;
    [this.#shown, this.#pictures] = [asText, shown.pictures];
    this.place.replaceChildren(...strips.map((strip) => this.row(strip, shown)));
  }

  /**
   * @param {Strip} strip
   * @param {Shown} shown
   */
  row({ title, points, label }, shown) {
    const figures = points.map((point) => this.figure(point, label, shown));
    return element("div", { className: "strip" }, [
      element("span", { textContent: title }),
      element("div", { className: "pictures" }, figures),
    ]);
  }

  /**
   * @param {number} point
   * @param {number | null} label
   * @param {Shown} shown
   */
  figure(point, label, { pictures, ink, text }) {
    const { cloud } = pictures;
    const canvas = element("canvas", { width: SIDE, height: SIDE });
    const paint = () => paintInk(canvas, pictures.of(point, paint), ink);
    paint();
    return element("figure", {
      className: label !== null && cloud.labels[point] !== label ? "other" : "",
      title: filled(text.number, { number: cloud.numbers[point] }),
      onpointerenter: () => this.hover(point),
      onpointerleave: () => this.hover(NONE),
    }, [canvas, element("figcaption", { textContent: nameOf(cloud, point) })]);
  }
}
