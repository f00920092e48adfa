// The pictures taken away: on the full screen, or side by side in a file with z below them.

import { button, element, save } from "../base/elements.js";
import { filled, signed } from "../base/formats.js";
import { SIDE } from "../base/ink.js";
import { decode } from "../networks/network.js";
import { png, svg } from "../pictures/layout.js";
import { Sheet } from "../pictures/sheet.js";

const SCALE = 12;
const [TEXT, SMALL_TEXT] = [20, 13];
const WIDE = SIDE * SCALE;
/** @type {import("../base/ink.js").Colour} */
const BLACK = [0, 0, 0];

/** @typedef {import("./pictures.js").Model} Model */

/** @type {Record<string, (models: Model[], z: Float64Array) => unknown>} */
const KEEPERS = {
  PNG: async (models, z) => save(await png(layout(models, z)), "latent-space.png"),
  SVG: (models, z) => save(svg(layout(models, z), models.map(({ title }) => title).join(" · ")), "latent-space.svg"),
};

/**
 * A row of buttons.
 *
 * @param {Record<string, any>} text
 * @param {import("../pictures/present.js").Presenter} presenter
 * @param {() => { models: Model[] | null, z: Float64Array }} current
 */
export function takeAway(text, presenter, current) {
  const help = { className: "present", title: text.present_help };
  const files = Object.entries(KEEPERS).map(([kind, keep]) => {
    const work = () => {
      const { models, z } = current();
      if (models) keep(models, z);
    };
    return button(kind, work, { className: kind.toLowerCase(), label: filled(text.save_as, { kind }) });
  });
  return [button(text.present, () => presenter.toggle(), help), element("span", { textContent: text.save }), ...files];
}

/**
 * @param {Model[]} models
 * @param {Float64Array} z
 * @returns {import("../pictures/layout.js").Layout}
 */
function layout(models, z) {
  const left = (/** @type {number} */ i) => TEXT + i * (WIDE + TEXT);
  const sheets = models.map(({ kind, layers }, i) => {
    const sheet = new Sheet(1, 1, kind);
    sheet.paint(0, decode(layers, z), BLACK);
    return { sheet, left: left(i), top: 2 * TEXT, scale: SCALE };
  });
  const names = models.map(({ label }, i) => ({ text: label, left: left(i), top: 1.5 * TEXT, size: TEXT }));
  const text = `z = (${Array.from(z, (value) => signed(value)).join(", ")})`;
  const place = { text, left: TEXT, top: WIDE + 3.3 * TEXT, size: z.length > 2 ? SMALL_TEXT : TEXT };
  return { width: left(models.length), height: WIDE + 4 * TEXT, sheets, texts: [...names, place] };
}
