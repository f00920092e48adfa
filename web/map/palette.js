// The colours of a map, as the page's theme has them.

import { channels, inkOf, isDark, pixelOf, themeColour } from "../base/ink.js";

/** Of nearness, that are told apart in three dimensions. */
export const DEPTHS = 12;
const PALE = 0.22;
const FARTHEST = 0.35; // share of its colour that the farthest point keeps

/**
 * @typedef {import("../base/ink.js").Colour} Colour
 * @typedef {import("../base/ink.js").Shades} Shades
 * @typedef {{ p: Shades, mu: Shades, none: Shades, digits: Shades[] }} Colours of the symbols, of dots without a class
 *   and of each class
 *
 * @typedef {object} Dress
 * @property {Colour} ink
 * @property {string} paper
 * @property {{ p: string, mu: string, digits: string[] }} colours
 * @property {number[][]} dots pixels of each class, then of none: pale, for who is not chosen; then from far to near
 */

/**
 * What the page's theme makes of `colours`; `before`, where that has not changed.
 *
 * @param {HTMLElement} root
 * @param {Colours} colours
 * @param {Dress | null} before
 * @returns {Dress}
 */
export function dressed(root, colours, before) {
  const ink = inkOf(root);
  const paper = themeColour(root, "--st-background-color");
  if (before && String(before.ink) === String(ink) && before.paper === paper) return before;
  return dressOf(colours, ink, paper);
}

/**
 * As on white paper: where a file goes, the page's theme does not follow.
 *
 * @param {Colours} colours
 */
export const onPaper = (colours) => dressOf(colours, [27, 31, 36], "#ffffff");

/**
 * @param {Colours} colours
 * @param {Colour} ink
 * @param {string} paper
 * @returns {Dress}
 */
function dressOf(colours, ink, paper) {
  const theme = isDark(ink) ? "dark" : "light";
  const digits = colours.digits.map((digit) => digit[theme]);
  const ground = channels(paper);
  return {
    ink,
    paper,
    colours: { p: colours.p[theme], mu: colours.mu[theme], digits },
    dots: [...digits, colours.none[theme]].map((shade) => dotsOf(channels(shade), ground)),
  };
}

/**
 * Pixels of dots in one colour: pale, then from far to near.
 *
 * @param {Colour} shade
 * @param {Colour} ground
 */
export function dotsOf(shade, ground) {
  const depths = Array.from({ length: DEPTHS }, (_, i) => FARTHEST + ((1 - FARTHEST) * (i + 1)) / DEPTHS);
  return [PALE, ...depths].map((share) => pixelOf(mixed(shade, ground, share)));
}

/**
 * @param {Colour} shade
 * @param {Colour} ground
 * @param {number} share
 */
const mixed = (
  shade,
  ground,
  share,
) => /** @type {Colour} */ (shade.map((value, i) => Math.round(ground[i] + share * (value - ground[i]))));
