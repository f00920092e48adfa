// Whose codes the map shows, along which two dimensions, and what their colours mean.

import { button, element, find } from "../base/elements.js";
import { filled, subscript } from "../base/formats.js";
import { classesOf, Swatches } from "../latent/swatches.js";

/** @typedef {import("./pictures.js").Described} Described */

export class MapBar {
  /**
   * @param {HTMLElement} root of the decoder
   * @param {() => void} chosen
   * @param {() => void} faded other classes are shown than before
   */
  constructor(root, chosen, faded) {
    this.root = root;
    this.chosen = chosen;
    this.classes = new Swatches(find(root, ".classes"), faded);
    this.axes = [0, 1];
    this.shown = 0;
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    /** @type {HTMLSelectElement[]} */
    this.selects = [];
  }

  /**
   * @param {Described[]} models
   * @param {number} n dimensions to choose from; 0 for no choice
   * @param {Record<string, any>} text
   */
  write(models, n, text) {
    const group = find(this.root, ".map-choice");
    group.setAttribute("aria-label", text.map_choice);
    this.buttons = models.map(({ label }, i) => button(filled(text.codes_of, { model: label }), () => this.showMap(i)));
    group.replaceChildren(...(models.length > 1 ? this.buttons : []));
    const names = [["→", text.across], ["↑", text.up]];
    this.selects = n ? names.map(([_, name], which) => this.axisSelect(which, n, name)) : [];
    const labels = this.selects.map((select, which) => {
      const [arrow, name] = names[which];
      return element("label", { title: name }, [arrow, select]);
    });
    find(this.root, ".axes").replaceChildren(...labels);
  }

  /**
   * @param {number} which across (0) or up (1)
   * @param {number} n
   * @param {string} name
   */
  axisSelect(which, n, name) {
    const options = Array.from(
      { length: n },
      (_, i) => element("option", { value: i, textContent: `z${subscript(i)}` }),
    );
    const select = element("select", { onchange: () => this.chooseAxis(which, Number(select.value)) }, options);
    select.setAttribute("aria-label", name);
    return select;
  }

  /** @param {number} i */
  showMap(i) {
    this.shown = i;
    this.chosen();
  }

  /**
   * @param {number} which
   * @param {number} axis
   */
  chooseAxis(which, axis) {
    this.axes = exchanged(this.axes, which, axis);
    this.chosen();
  }

  /**
   * @param {import("./pictures.js").Model | undefined} model whose codes are shown; `undefined` while it is fetched
   * @param {import("./decoder.js").Data} data
   */
  show(model, { models: [{ has_digits, class_names }], colours, text }) {
    if (model) this.classes.write(classesOf(model.labels, has_digits), colours.digits, text, class_names);
    this.buttons.forEach((made, i) => made.setAttribute("aria-pressed", String(i === this.shown)));
    this.selects.forEach((select, which) => (select.value = String(this.axes[which])));
    find(this.root, ".across").textContent = `z${subscript(this.axes[0])} →`;
    find(this.root, ".up").textContent = `↑ z${subscript(this.axes[1])}`;
  }
}

/**
 * Two axes after one of them was chosen anew. Taking the other's swaps the two: a map of a dimension against itself is
 * a line.
 *
 * @param {number[]} axes
 * @param {number} which
 * @param {number} axis
 */
export function exchanged(axes, which, axis) {
  return axes.map((old, i) => (i === which ? axis : old === axis ? axes[which] : old));
}
