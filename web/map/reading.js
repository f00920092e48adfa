// What is said below the maps: which point the hand is on, or has chosen, and how many are encircled; until then, what
// a hand can do.

import { filled } from "../base/formats.js";
import { nameOf } from "./cloud.js";

/**
 * @param {Pick<import("./choice.js").Choice, "selected" | "chosen" | "hovered">} choice
 * @param {Pick<import("./cloud.js").Cloud, "numbers" | "labels" | "names">} cloud
 * @param {Record<string, string>} text
 */
export function readingOf({ selected, chosen, hovered }, cloud, text) {
  const point = hovered >= 0 ? hovered : chosen;
  const words = selected.size ? [filled(text.selected, { n: selected.size })] : [];
  if (point >= 0 && point < cloud.numbers.length) {
    const label = nameOf(cloud, point);
    words.unshift(filled(label ? text.point : text.point_unlabelled, { number: cloud.numbers[point], label }));
  }
  return words.join(" · ") || text.how;
}

/**
 * Say something else; what is said already is not announced again.
 *
 * @param {HTMLElement} place
 * @param {string} words
 */
export function retell(place, words) {
  if (place.textContent !== words) place.textContent = words;
}
