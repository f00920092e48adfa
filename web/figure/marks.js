// What the hand has placed on a figure, as lines in a file: handles with their letters, and areas between them.

import { escaped } from "../base/formats.js";
import { short } from "../base/pen.js";
import { outlineOf } from "./areas.js";
import { axesOf, placeOf } from "./plotly.js";

const PAPER = "#ffffff";
const [RADIUS, LETTER] = [7, 15];
const INDEX = 'dy="4" font-size="11"';

/**
 * @typedef {import("./plotly.js").Plot} Plot
 * @typedef {Pick<import("./handles.js").Described, "axes" | "x" | "y" | "sign" | "rule" | "colour">} Handle
 */

/**
 * @param {Plot} plot as it is in the file
 * @param {{ all: Handle[], named: import("./handles.js").Handles["named"] }} handles
 * @param {import("./areas.js").Span[]} spans
 */
export function marksOver(plot, handles, spans) {
  const areas = spans.map((span) =>
    `<path d="${outlineOf(plot, span, handles)}" fill="${span.colour}" opacity="0.3"/>`
  );
  return [...areas, ...handles.all.map((handle) => markOf(plot, handle))].join("\n");
}

/**
 * @param {Plot} plot
 * @param {Handle} handle
 */
function markOf(plot, { axes, x, y, sign, rule, colour }) {
  const place = placeOf(axesOf(plot, axes), [x, y]);
  if (!place) return "";
  const [left, top, bottom] = [place.across, place.height, place.bottom].map(short);
  const dashed = `stroke="${colour}" stroke-width="1.5" stroke-dasharray="4 3"`;
  const line = rule ? `<path d="M${left} ${bottom}V${top}" ${dashed}/>` : "";
  const point = `<circle cx="${left}" cy="${top}" r="${RADIUS}" fill="${colour}" stroke="${PAPER}" stroke-width="2"/>`;
  // Without a rule below it, the letter stands beside the point, as on the page (figure.css).
  const [at, anchor] = rule ? [`x="${left}" y="${top - 14}"`, "middle"] : [`x="${left + 11}" y="${top + 5}"`, "start"];
  const [letter, index] = sign.split("_");
  const below = index ? `<tspan ${INDEX}>${escaped(index)}</tspan>` : "";
  const type = `font-size="${LETTER}" font-style="italic" font-weight="600" text-anchor="${anchor}"`;
  const outline = `stroke="${PAPER}" stroke-width="3" paint-order="stroke"`;
  return `${line}${point}<text ${at} ${type} fill="${colour}" ${outline}>${escaped(letter)}${below}</text>`;
}
