// Films of single pictures beside one another, for a file.

import { decode } from "../networks/network.js";
import { greysOf } from "../pictures/layout.js";
import { Sheet } from "../pictures/sheet.js";
import { besideEachOther } from "./layouts.js";

/**
 * @param {{ model: Pick<import("./models.js").Model, "layers">, title: string }[]} lanes
 * @param {ArrayLike<number>[][]} moments for each frame the code of each lane
 * @param {{ scale: number, size: number, seconds: number }} look times the pixels of a picture, size of the titles, and
 *   how long a frame stays
 * @param {import("./view.js").Mount} mount
 * @returns {import("../pictures/layout.js").Film}
 */
export function filmOf(lanes, moments, { scale, size, seconds }, mount) {
  const titled = lanes.map(({ title }) => ({ sheet: new Sheet(1, 1, title), title }));
  const layout = mount(besideEachOther(titled, scale, size));
  const greys = greysOf(layout);
  const frames = moments.map((codes) => {
    codes.forEach((z, i) => titled[i].sheet.paint(0, decode(lanes[i].model.layers, z)));
    return greys();
  });
  return { ...layout, frames, seconds };
}
