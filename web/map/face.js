// A map as it stands on the page: its title, its canvases, the picture beside the pointer.

import { cleared } from "../base/canvas.js";
import { note } from "../base/component.js";
import { element } from "../base/elements.js";
import { nameOf } from "./cloud.js";
import { Dots } from "./dots.js";
import { klOf, waitingFor } from "./film_words.js";
import { drawOver } from "./overlay.js";
import { Tip } from "./tip.js";

/**
 * @typedef {import("./panel.js").Panel} Panel
 *
 * @typedef {object} Scene what the maps on screen have in common
 * @property {import("./cloud.js").Cloud} cloud
 * @property {import("./choice.js").Choice} choice
 * @property {import("./palette.js").Dress} dress
 * @property {number | null} alone the class that is shown alone
 * @property {number} head the frame that is shown of maps that form
 * @property {(point: number) => Float32Array} picture
 */

export class Face {
  /**
   * @param {string} title
   * @param {number} count of points
   * @param {Record<string, string>} text
   */
  constructor(title, count, text) {
    this.text = text;
    this.dots = new Dots(count);
    this.over = element("canvas");
    this.waiting = element("p", { className: "waiting" });
    this.tip = new Tip();
    const layers = [this.dots.canvas, this.over, this.waiting, this.tip.element];
    this.field = element("div", { className: "field", tabIndex: 0 }, layers);
    this.field.setAttribute("role", "application");
    this.field.setAttribute("aria-label", `${title}. ${text.pad}`);
    this.state = element("span", { className: "state" });
    const caption = element("figcaption", {}, [element("span", { textContent: title }), this.state]);
    this.figure = element("figure", {}, [caption, this.field]);
  }

  /** Of the square, in CSS pixels. */
  get side() {
    return this.field.clientWidth;
  }

  /**
   * @param {Panel} panel
   * @param {Scene} scene
   */
  render(panel, scene) {
    const { side } = this;
    this.dots.clear(side);
    const over = cleared(this.over, side, side);
    if (panel.isThere) {
      this.dots.draw(panel.screen, panel.dimensions === 3 ? panel.depth : null, scene, panel.camera.zoom);
      drawOver(over, panel, scene);
    }
    this.dots.show();
    this.showTip(panel, scene);
    if (!panel.film) return;
    this.waiting.textContent = waitingFor(panel.film, this.text);
    this.state.textContent = klOf(panel.film, Math.round(scene.head), this.text);
  }

  /**
   * @param {Panel} panel
   * @param {Scene} scene
   */
  showTip(panel, { choice: { pointed, hovered }, picture, cloud, dress }) {
    if (pointed !== panel || hovered < 0) {
      this.tip.hide();
      return;
    }
    const start = performance.now();
    this.tip.show(picture(hovered), nameOf(cloud, hovered), panel.placeOf(hovered), this.side, dress.ink);
    note(panel.stats.hoverMs, performance.now() - start + panel.foundMs);
  }
}
