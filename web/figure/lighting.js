// What wears the colour of a symbol stays, the rest of the figure steps back: a letter points at its curve.

import { isSame } from "../base/ink.js";
import { onPlot } from "./plotly.js";

/** @typedef {import("../base/ink.js").Shades} Shades */

const BACK = "live-back";
const SHAPES = "path, line, rect, circle, text";

/**
 * @param {HTMLElement} root of the figure
 * @param {import("./plotly.js").Plot} plot
 * @param {Shades | null} shades of the symbol; `null`: everything is there again
 */
export function light(root, plot, shades) {
  const parts = [...onPlot(plot), ...root.querySelectorAll(".live-handle, .live-overlay > *")];
  const wanted = shades ? [shades.light, shades.dark] : [];
  const lit = new Set(parts.filter((part) => wears(part, wanted)));
  // A figure without the symbol has nothing to say of it.
  for (const part of parts) part.classList.toggle(BACK, lit.size > 0 && !lit.has(part));
}

/**
 * @param {Element} part
 * @param {string[]} wanted
 * @returns {boolean}
 */
function wears(part, wanted) {
  const isWanted = (/** @type {string} */ colour) =>
    colour.startsWith("rgb") && wanted.some((shade) => isSame(shade, colour));
  if (part instanceof HTMLElement) return isWanted(getComputedStyle(part).color);
  const shapes = part.matches(SHAPES) ? [part] : [...part.querySelectorAll(SHAPES)];
  return shapes.some((shape) => {
    const { fill, stroke } = getComputedStyle(shape);
    const hatched = fill.match(/^url\("?#(.+?)"?\)/);
    const pattern = hatched && document.getElementById(hatched[1]);
    return [fill, stroke].some(isWanted) || (pattern !== null && wears(pattern, wanted));
  });
}
