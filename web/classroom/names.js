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
  octopus: "🐙",
  panda: "🐼",
  penguin: "🐧",
  rooster: "🐓",
  crab: "🦀",
  sheep: "🐑",
  snail: "🐌",
  swan: "🦢",
  tiger: "🐯",
  duck: "🦆",
  dolphin: "🐬",
  wolf: "🐺",
};

/**
 * @typedef {import("./view.js").Name} Name
 * @typedef {object} Words
 * @property {string} name how the two are put together
 * @property {Record<string, string>} colours
 * @property {Record<string, string>} animals
 * @property {Record<string, { light: string, dark: string }>} shades of the colours
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
  const { light, dark } = text.shades[name.colour] ?? { light: "currentColor", dark: "currentColor" };
  made.style.setProperty("--shade", `light-dark(${light}, ${dark})`);
  return made;
}
