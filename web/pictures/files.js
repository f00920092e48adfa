// What a part of the page shows, as files.

import { save } from "../base/elements.js";
import { gif } from "./gif.js";
import { png, svg } from "./layout.js";
import { mounted } from "./mount.js";

/**
 * @param {Shown} view
 * @param {{ name: string, title: string, finish(): void }} walk the name of its files, what they are titled, and how to
 *   paint everything that is due
 * @returns {Record<string, () => unknown>} what makes a file, by its kind
 */
export function keepersOf(view, { name, title, finish }) {
  /** @type {import("../walk/view.js").Mount} */
  const mount = (layout) => mounted(layout, { title, address: location.href });
  const laidOut = () => {
    finish();
    return mount(view.layout());
  };
  /** @type {Record<string, () => unknown>} */
  const keepers = {
    PNG: async () => save(await png(laidOut()), `${name}.png`),
    SVG: () => save(svg(laidOut(), title), `${name}.svg`),
  };
  if (view.film) keepers.GIF = () => save(asGif(/** @type {Filmed} */ (view).film(mount)), `${name}.gif`);
  return keepers;
}

/**
 * @typedef {Pick<import("../walk/view.js").View, "layout" | "film">} Shown
 * @typedef {Required<Pick<Shown, "film">>} Filmed
 */

/** @param {import("./layout.js").Film} film */
const asGif = ({ frames, width, height, seconds }) =>
  new Blob([gif(frames, width, height, seconds)], { type: "image/gif" });
