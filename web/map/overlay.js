// What lies over the dots: numerals of the classes, the prior, outlines, rings around points, a placed digit.

import { outlined } from "../base/canvas.js";
import { drawNames } from "../latent/numerals.js";
import { reachOf } from "./camera.js";
import { ellipse } from "./landing.js";
import { project } from "./projection.js";

/**
 * @typedef {import("../base/pen.js").Draw} Draw on the page, or for a file
 * @typedef {import("../base/canvas.js").Place} Place
 * @typedef {import("./palette.js").Dress} Dress
 * @typedef {"spec" | "number" | "dimensions" | "side" | "screen" | "camera" | "fitted"} Map
 * @typedef {"toScreen" | "placeOf" | "outline" | "placed" | "film"} Over
 * @typedef {Pick<import("./panel.js").Panel, Map | Over>} Panel what is asked of it here
 * @typedef {{ radius: number, width: number }} Ring
 */

/** @type {Record<"chosen" | "hovered" | "mean" | "point", Ring>} */
const RINGS = {
  chosen: { radius: 7, width: 3 },
  hovered: { radius: 6, width: 2 },
  mean: { radius: 3, width: 4 },
  point: { radius: 8, width: 4 },
};

/**
 * All of it, for a map with points.
 *
 * @param {Draw} draw
 * @param {Panel} panel
 * @param {Omit<import("./face.js").Scene, "picture">} scene
 */
export function drawOver(draw, panel, { cloud, choice, alone, dress, head }) {
  draw.textAlign = "center";
  draw.textBaseline = "middle";
  if (panel.spec.prior) drawPrior(draw, panel, dress);
  const { screen, side } = panel;
  draw.font = "700 17px sans-serif";
  drawNames(draw, { ...cloud, screen, side }, alone, { digits: dress.colours.digits, paper: dress.paper });
  if (panel.outline && panel.outline.length > 1) drawOutline(draw, panel.outline, true, dress);
  else if (choice.lasso?.panel === panel.number && panel.dimensions === 2) {
    drawOutline(draw, choice.lasso.corners.map(panel.toScreen), false, dress);
  }
  const ring = (/** @type {number} */ point, /** @type {Ring} */ look) => {
    if (point >= 0 && point < cloud.labels.length) drawRing(draw, panel.placeOf(point), look, inkOf(dress), dress);
  };
  ring(choice.chosen, RINGS.chosen);
  ring(choice.hovered, RINGS.hovered);
  const isAtEnd = !panel.film || head >= panel.film.frames.length - 1;
  if (panel.placed && isAtEnd) drawPlaced(draw, panel, panel.placed, dress);
}

/** @param {Dress} dress */
const inkOf = ({ ink }) => `rgb(${ink})`;

/**
 * CSS pixels of one unit of the map's own coordinates.
 *
 * @param {Panel} panel
 */
const unitOf = ({ camera, side, fitted }) => reachOf(camera, side) / (fitted?.radius ?? 1);

/**
 * Where a point in the map's own coordinates is.
 *
 * @param {Panel} panel
 * @param {ArrayLike<number>} point
 * @returns {Place}
 */
function placeOf({ fitted, camera, side }, point) {
  const screen = new Float32Array(2);
  if (fitted) project(Float32Array.from(point), fitted, camera, side, screen, new Float32Array(1));
  return [screen[0], screen[1]];
}

/**
 * One, two and three standard deviations of N(0, I).
 *
 * @param {Draw} draw
 * @param {Panel} panel
 * @param {Dress} dress
 */
function drawPrior(draw, panel, { colours, paper }) {
  const [x, y] = placeOf(panel, [0, 0]);
  const unit = unitOf(panel);
  draw.strokeStyle = colours.p;
  draw.setLineDash([3, 4]);
  for (const sigmas of [1, 2, 3]) {
    draw.beginPath();
    draw.arc(x, y, sigmas * unit, 0, 2 * Math.PI);
    draw.stroke();
  }
  draw.setLineDash([]);
  draw.font = "italic 12px serif";
  for (const sigmas of [1, 2, 3]) {
    const aside = sigmas * unit * Math.SQRT1_2;
    outlined(draw, `${sigmas}σ`, [x - aside, y + aside], colours.p, paper);
  }
}

/**
 * @param {Draw} draw
 * @param {Place[]} corners
 * @param {boolean} isOpen
 * @param {Dress} dress
 */
function drawOutline(draw, corners, isOpen, dress) {
  draw.strokeStyle = inkOf(dress);
  draw.lineWidth = 1.5;
  draw.setLineDash([5, 4]);
  trace(draw, corners, isOpen);
  draw.setLineDash([]);
}

/**
 * @param {Draw} draw
 * @param {Place} place
 * @param {Ring} ring
 * @param {string} colour
 * @param {Dress} dress
 */
function drawRing(draw, [x, y], { radius, width }, colour, { paper }) {
  for (const [stroke, extra] of /** @type {[string, number][]} */ ([[paper, 2], [colour, 0]])) {
    draw.strokeStyle = stroke;
    draw.lineWidth = width + extra;
    draw.beginPath();
    draw.arc(x, y, radius, 0, 2 * Math.PI);
    draw.stroke();
  }
}

/**
 * The code μ of a digit that was placed, and the outline of q(z|x) where there is one.
 *
 * @param {Draw} draw
 * @param {Panel} panel
 * @param {import("./landing.js").Landing} landing
 * @param {Dress} dress
 */
function drawPlaced(draw, panel, { point, covariance }, dress) {
  const { mu } = dress.colours;
  const [x, y] = placeOf(panel, point);
  if (covariance) {
    const unit = unitOf(panel);
    draw.strokeStyle = mu;
    draw.lineWidth = 2;
    trace(draw, ellipse(covariance).map(([across, up]) => [x + unit * across, y - unit * up]), false);
  }
  drawRing(draw, [x, y], covariance ? RINGS.mean : RINGS.point, mu, dress);
  outlined(draw, "μ", [x + 18, y - 12], mu, dress.paper);
}

/**
 * @param {Draw} draw
 * @param {Place[]} corners
 * @param {boolean} isOpen
 */
function trace(draw, corners, isOpen) {
  draw.beginPath();
  for (const [x, y] of corners) draw.lineTo(x, y);
  if (!isOpen) draw.closePath();
  draw.stroke();
}
