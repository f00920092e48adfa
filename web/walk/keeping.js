// A view of a walk as files.

import { save } from "../base/elements.js";
import { gif } from "../pictures/gif.js";
import { png, svg } from "../pictures/layout.js";
import { mounted } from "../pictures/mount.js";

/**
 * @param {import("./view.js").View} view
 * @param {{ name: string, title: string, finish(): void }} walk the name of its files, what they are titled, and how to
 *   paint everything that is due
 * @returns {Record<string, () => unknown>} what makes a file, by its kind
 */
export function keepersOf(view, { name, title, finish }) {
  /** @type {import("./view.js").Mount} */
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

/** @typedef {Required<Pick<import("./view.js").View, "film">>} Filmed */

/** @param {import("../pictures/layout.js").Film} film */
const asGif = ({ frames, width, height, seconds }) =>
  new Blob([gif(frames, width, height, seconds)], { type: "image/gif" });
