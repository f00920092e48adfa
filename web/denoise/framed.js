// A picture in a frame, with words below it.

import { element } from "../base/elements.js";
import { Sheet } from "../pictures/sheet.js";

/**
 * @param {string} className
 * @param {string} label for those who cannot see it
 */
export function framed(className, label) {
  const sheet = new Sheet(1, 1, label);
  const caption = element("figcaption");
  const picture = element("div", { className: "x" }, [sheet.canvas]);
  return { sheet, caption, node: element("figure", { className }, [picture, caption]) };
}
