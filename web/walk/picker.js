// Chooses a code: of a test image by its digit, or the mean of a class.

import { button, element } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { calledBy } from "../latent/codes.js";
import { Sheet } from "../pictures/sheet.js";
import { after, classOf, codeOf } from "./models.js";

/**
 * @typedef {import("./models.js").Token} Token
 * @typedef {import("./view.js").Stage} Stage
 */

/** The codes of a walk, by letters. */
export const LETTERS = ["A", "B", "C"];

/**
 * A picker for each token of a setting.
 *
 * @param {Stage} stage
 * @param {"ends" | "terms"} name of the setting
 */
export const pickersOf = (stage, name) =>
  stage.place[name].map((_, i) => {
    const write = (/** @type {Token} */ token) => stage.set(name, stage.place[name].with(i, token));
    return new Picker(stage, LETTERS[i], () => stage.place[name][i], write);
  });

class Picker {
  /**
   * @param {Stage} stage
   * @param {string} letter
   * @param {() => Token} read
   * @param {(token: Token) => void} write
   */
  constructor({ text, models: [model] }, letter, read, write) {
    this.model = model;
    this.read = read;
    this.write = write;
    const name = filled(text.end, { letter });
    this.sheet = new Sheet(1, 1, name);
    const options = optionsOf(model, text);
    this.select = element(
      "select",
      { onchange: () => this.choose(this.select.value), hidden: !options.length },
      options,
    );
    this.select.setAttribute("aria-label", name);
    const label = filled(text.another_of, { letter });
    this.another = button(text.another, () => this.write(after(model.labels, this.read())), { label });
    this.node = element("div", { className: "end" }, [
      element("span", { className: "letter", textContent: letter }),
      this.sheet.canvas,
      element("div", {}, [this.select, this.another]),
    ]);
  }

  /** @param {string} value of an option */
  choose(value) {
    const { labels } = this.model;
    this.write(classOf(value) === null ? String(labels.indexOf(Number(value.slice(1)))) : value);
  }

  show() {
    const token = this.read();
    const { labels } = this.model;
    const isMean = classOf(token) !== null;
    this.another.disabled = isMean;
    this.select.value = isMean ? token : `i${labels[Number(token) % labels.length]}`;
  }

  /** @returns {import("./queue.js").Task} */
  task() {
    return { sheet: this.sheet, at: 0, model: this.model, z: codeOf(this.model, this.read()) };
  }
}

/**
 * "i3" for an image of a three, "m3" for the mean of all threes.
 *
 * @param {import("./models.js").Model} model
 * @param {Record<string, string>} text
 */
function optionsOf({ means, class_names: names }, { image, mean }) {
  const present = [...means.keys()].filter((label) => means[label]);
  return [["i", image], ["m", mean]].flatMap(([kind, words]) =>
    present.map((label) => {
      const textContent = filled(words, { digit: calledBy(label, names) });
      return element("option", { value: `${kind}${label}`, textContent });
    })
  );
}
