// Who is who in a class: an animal in a colour, by its sign and in words.

import { element } from "../base/elements.js";
import { filled } from "../base/formats.js";

/** @type {Record<string, string>} */
const SIGNS = {
  fox: "🦊",
  owl: "🦉",
  bear: "🐻",
  cat: "🐱",
  dog: "🐶",
  frog: "🐸",
  hare: "🐰",
  hedgehog: "🦔",
  horse: "🐴",
  koala: "🐨",
  lion: "🦁",
  monkey: "🐵",
  mouse: "🐭",
  otter: "🦦",
  panda: "🐼",
  penguin: "🐧",
  rooster: "🐓",
  seal: "🦭",
  sheep: "🐑",
  snail: "🐌",
  swan: "🦢",
  tiger: "🐯",
  turtle: "🐢",
  whale: "🐳",
  wolf: "🐺",
};

/**
 * @typedef {import("./view.js").Name} Name
 * @typedef {{ name: string, colours: Record<string, string>, animals: Record<string, string> }} Words
 */

/**
 * @param {Name} name
 * @param {Words} text
 */
export const spoken = ({ colour, animal }, text) =>
  filled(text.name, { colour: text.colours[colour] ?? colour, animal: text.animals[animal] ?? animal });

/**
 * A round badge in the colour, with the animal's sign; its words are beside it, or in its title.
 *
 * @param {Name} name
 * @param {Words} text
 */
export function badge(name, text) {
  const made = element("span", {
    className: "badge",
    textContent: SIGNS[name.animal] ?? "",
    title: spoken(name, text),
  });
  made.dataset.colour = name.colour;
  return made;
}
