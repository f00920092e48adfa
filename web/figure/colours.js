// A figure in the dark.

import { channels } from "../base/ink.js";

/**
 * The text of a figure with every colour of the light theme exchanged for its dark one; opacities stay.
 *
 * @param {string} figure
 * @param {Record<string, string>} colours the dark one of each light one, "#RRGGBB"
 */
export const inTheDark = (figure, colours) =>
  figure
    .replace(/#[0-9A-Fa-f]{6}/g, (colour) => colours[colour] ?? colour)
    .replace(/rgba\((\d+),(\d+),(\d+),/g, (whole, ...parts) => {
      const dark = colours[hexOf(parts.slice(0, 3))];
      return dark ? `rgba(${channels(dark).join(",")},` : whole;
    });

/** @param {string[]} parts */
const hexOf = (parts) => `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("").toUpperCase()}`;
