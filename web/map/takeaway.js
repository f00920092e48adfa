// The maps as a file: dots, axes and all that lies over them as lines, with the classes beside.

import { save } from "../base/elements.js";
import { briefly, escaped, signed } from "../base/formats.js";
import { short, SvgPen } from "../base/pen.js";
import { evenTicks } from "../base/ticks.js";
import { calledBy, CLASSES } from "../latent/codes.js";
import { png, svg } from "../pictures/layout.js";
import { mounted } from "../pictures/mount.js";
import { classOf, levelOf, palenessOf, radiusOf } from "./dots.js";
import { drawOver } from "./overlay.js";
import { onPaper } from "./palette.js";
import { turning } from "./projection.js";

const SIDE = 1300; // pixels of a map's square
const [TEXT, TITLE] = [28, 32];
const [LEFT, TOP, BELOW, LEGEND] = [130, 2 * TITLE, 3.5 * TEXT, 170]; // around the squares
const [TICK, FRAME] = [10, "#8a929c"];
const TRIPOD = 90; // pixels of an axis in three dimensions

/**
 * @typedef {import("./panel.js").Panel} Panel
 * @typedef {Omit<import("./face.js").Scene, "picture">} Scene
 * @typedef {{ playback: Pick<Scene, "head">, classes: Pick<Scene, "alone"> }} Playing
 * @typedef {import("./overlay.js").Panel & Pick<Panel, "depth" | "toMap">} Shown what of a map is in a file
 */

/**
 * @param {{ panels: Panel[], data: import("./data.js").Data } & Pick<Scene, "choice"> & Playing} maps
 * @param {Scene["cloud"]} cloud
 * @param {import("./tools.js").Kind} kind
 */
export async function keepMaps({ panels, choice, classes: { alone }, playback: { head }, data }, cloud, kind) {
  const { title } = data.text;
  const scene = { cloud, choice, alone, dress: onPaper(data.colours), head };
  const layout = mounted(mapsLayout(panels, scene), { title, address: location.href });
  save(kind === "PNG" ? await png(layout) : svg(layout, title), `map.${kind.toLowerCase()}`);
}

/**
 * The maps beside one another, and what the colours mean.
 *
 * @param {Shown[]} panels
 * @param {Scene} scene
 * @returns {import("../pictures/layout.js").Layout}
 */
export function mapsLayout(panels, scene) {
  const left = (/** @type {number} */ i) => LEFT + i * (SIDE + LEFT);
  const drawings = panels.flatMap((panel, i) => {
    const place = { left: left(i), top: TOP };
    return [
      { markup: `<g ${clipTo(panel)}>${inside(panel, scene)}</g>`, scale: SIDE / panel.side, ...place },
      { markup: panel.dimensions === 2 ? axes(panel) : tripod(panel), scale: 1, ...place },
    ];
  });
  const legend = { markup: legendOf(scene), left: left(panels.length) - LEFT + TEXT, top: TOP + TEXT, scale: 1 };
  return {
    width: left(panels.length) - LEFT + LEGEND,
    height: TOP + SIDE + BELOW,
    sheets: [],
    texts: panels.map(({ spec: { title: text } }, i) => ({ text, left: left(i), top: 0.7 * TOP, size: TITLE })),
    drawings: [...drawings, legend],
  };
}

/** @param {Shown} panel */
const clipTo = ({ number }) => `clip-path="url(#square-${number})"`;

/**
 * In the CSS pixels of the page, as everything is drawn there.
 *
 * @param {Shown} panel
 * @param {Scene} scene
 */
function inside(panel, scene) {
  const { number, side, fitted } = panel;
  const square = `<clipPath id="square-${number}"><rect width="${side}" height="${side}"/></clipPath>`;
  if (!fitted) return square;
  const pen = new SvgPen();
  drawOver(pen, panel, scene);
  return [square, ...dotsOf(panel, scene), ...pen.marks].join("\n");
}

/**
 * A group of dots for each colour, who is pale or far first.
 *
 * @param {Shown} panel
 * @param {Scene} scene
 */
function dotsOf({ screen, depth, dimensions, side, camera }, { cloud, choice: { selected }, alone, dress }) {
  const { labels } = cloud;
  const isPale = palenessOf(cloud, selected, alone);
  /** @type {string[][][]} circles by shade, then by class */
  const levels = [];
  const radius = short(radiusOf(labels.length, camera.zoom));
  labels.forEach((label, i) => {
    const [x, y] = [screen[2 * i], screen[2 * i + 1]];
    if (!(x >= 0 && y >= 0 && x <= side && y <= side)) return;
    const level = levels[levelOf(i, dimensions === 3 ? depth : null, isPale)] ??= [];
    (level[classOf(label)] ??= []).push(`<circle cx="${short(x)}" cy="${short(y)}" r="${radius}"/>`);
  });
  return levels.flatMap((level, shade) =>
    level.map((circles, group) => `<g fill="${hexOf(dress.dots[group][shade])}">${circles.join("")}</g>`)
  );
}

/**
 * A pixel's colour as SVG writes it.
 *
 * @param {number} pixel 0xBBGGRR
 */
const hexOf = (pixel) => `#${[0, 8, 16].map((bits) => ((pixel >> bits) & 255).toString(16).padStart(2, "0")).join("")}`;

/**
 * The frame of a flat map, with even ticks below and on the left.
 *
 * @param {Shown} panel
 */
function axes({ spec: { axes: [across, up] }, side, fitted, toMap }) {
  const marks = [`<rect width="${SIDE}" height="${SIDE}" fill="none" stroke="${FRAME}"/>`];
  marks.push(words(`${across} →`, SIDE / 2, SIDE + 2.7 * TEXT));
  const turned = `transform="translate(${-3.4 * TEXT} ${SIDE / 2}) rotate(-90)"`;
  marks.push(`<g ${turned}>${words(`${up} →`, 0, 0)}</g>`);
  if (!fitted) return marks.join("\n");
  const { centre, radius } = fitted;
  const [low, high] = [toMap([0, side]), toMap([side, 0])];
  for (const axis of [0, 1]) {
    const own = (/** @type {number[]} */ corner) => centre[axis] + radius * corner[axis];
    const { values, digits } = evenTicks(own(low), own(high));
    for (const value of values) {
      const at = (SIDE * (value - own(low))) / (own(high) - own(low));
      const text = signed(value, digits);
      marks.push(axis ? tickBeside(text, SIDE - at) : tickBelow(text, at));
    }
  }
  return marks.join("\n");
}

/**
 * @param {string} text
 * @param {number} x
 */
const tickBelow = (text, x) => `${line(x, SIDE, x, SIDE + TICK)}${words(text, x, SIDE + 1.5 * TEXT)}`;

/**
 * @param {string} text
 * @param {number} y
 */
const tickBeside = (text, y) => `${line(-TICK, y, 0, y)}${words(text, -1.6 * TICK, y + TEXT / 3, "end")}`;

/**
 * In three dimensions: where each axis leads.
 *
 * @param {Shown} panel
 */
function tripod({ spec, camera }) {
  const turn = turning(camera);
  const [x, y] = [1.6 * TRIPOD, SIDE - 1.6 * TRIPOD];
  const arms = spec.axes.map((name, axis) => {
    const [right, down] = [TRIPOD * turn[axis], -TRIPOD * turn[3 + axis]];
    return line(x, y, x + right, y + down) + words(name, x + 1.3 * right, y + 1.3 * down + TEXT / 3);
  });
  return [`<rect width="${SIDE}" height="${SIDE}" fill="none" stroke="${FRAME}"/>`, ...arms].join("\n");
}

/**
 * The classes that there are, each with its colour.
 *
 * @param {Scene} scene
 */
function legendOf({ cloud: { labels, names }, dress }) {
  const present = [...new Set(labels)].filter((label) => label < CLASSES).sort((a, b) => a - b);
  return present.map((label, row) => {
    const y = 1.6 * TEXT * row;
    const dot = `<circle cx="${0.4 * TEXT}" cy="${y - TEXT / 3}" r="${0.4 * TEXT}" fill="${
      dress.colours.digits[label]
    }"/>`;
    return dot + words(briefly(calledBy(label, names)), 1.2 * TEXT, y, "start");
  }).join("\n");
}

/** @type {(x1: number, y1: number, x2: number, y2: number) => string} */
const line = (x1, y1, x2, y2) =>
  `<path d="M${short(x1)} ${short(y1)}L${short(x2)} ${short(y2)}" stroke="${FRAME}" stroke-width="2"/>`;

/** @type {(text: string, x: number, y: number, anchor?: string) => string} */
const words = (text, x, y, anchor = "middle") =>
  `<text x="${short(x)}" y="${short(y)}" font-size="${TEXT}" text-anchor="${anchor}">${escaped(text)}</text>`;
