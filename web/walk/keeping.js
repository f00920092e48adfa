// A view taken away: on the full screen, or in a file.

import { button, element, save } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { gif } from "../pictures/gif.js";
import { png, svg } from "../pictures/layout.js";

/**
 * A row of buttons.
 *
 * @param {import("./view.js").View} view
 * @param {{ name: string, text: Record<string, string>, present(): void, finish(): void }} walk the name of its files,
 *   and how to paint everything that is due
 */
export function takeAway(view, { name, text, present, finish }) {
  const laidOut = () => {
    finish();
    return view.layout();
  };
  /** @type {Record<string, () => unknown>} */
  const keepers = {
    PNG: async () => save(await png(laidOut()), `${name}.png`),
    SVG: () => save(svg(laidOut(), text.title), `${name}.svg`),
  };
  if (view.film) keepers.GIF = () => save(asGif(/** @type {Filmed} */ (view).film()), `${name}.gif`);
  const files = Object.entries(keepers).map(([kind, keep]) =>
    button(kind, keep, { className: kind.toLowerCase(), label: filled(text.save_as, { kind }) })
  );
  const full = button(text.present, present, { className: "present", title: text.present_help });
  return [full, element("span", { textContent: text.save }), ...files];
}

/** @typedef {Required<Pick<import("./view.js").View, "film">>} Filmed */

/** @param {import("../pictures/layout.js").Film} film */
const asGif = ({ frames, width, height, seconds }) =>
  new Blob([gif(frames, width, height, seconds)], { type: "image/gif" });
