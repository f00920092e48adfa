// What each model decodes z into, and what is said of the code nearest to it.

import { note } from "../base/component.js";
import { element } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { paintInk, SIDE } from "../base/ink.js";
import { reading } from "../latent/reading.js";
import { decode } from "../networks/network.js";

/**
 * @typedef {{ title: string } & import("../pictures/along.js").Leaving} Named
 * @typedef {import("../networks/network.js").Model & Named} Described what the server tells
 * @typedef {Described & import("../latent/models.js").Coded} Model
 */

export class Pictures {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    /** @type {ReturnType<typeof build>[]} */
    this.pictures = [];
    /** @type {number[]} how long decoding took */
    this.decodeMs = [];
    /** @type {Record<string, any>} */
    this.text = {};
  }

  /**
   * @param {Described[]} models
   * @param {Record<string, any>} text
   */
  write(models, text) {
    this.text = text;
    this.pictures = models.map(({ label, title }) => build(title, filled(text.picture, { model: label })));
    this.place.replaceChildren(...this.pictures.map(({ figure }) => figure));
  }

  /**
   * @param {Model[]} models
   * @param {Float64Array} z
   * @param {import("../base/ink.js").Colour} ink
   */
  show(models, z, ink) {
    this.pictures.forEach(({ canvas, said }, i) => {
      const start = performance.now();
      const pixels = decode(models[i].layers, z);
      note(this.decodeMs, performance.now() - start);
      paintInk(canvas, pixels, ink);
      said.textContent = reading(models[i], z, this.text);
    });
  }
}

/**
 * @param {string} title
 * @param {string} label for those who cannot see it
 */
function build(title, label) {
  const canvas = element("canvas", { width: SIDE, height: SIDE });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  const said = element("span", { className: "reading" });
  const caption = element("figcaption", {}, [element("span", { className: "name", textContent: title }), said]);
  return { canvas, said, figure: element("figure", {}, [canvas, caption]) };
}
