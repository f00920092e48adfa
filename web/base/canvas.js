// Drawing on a canvas in CSS pixels, sharp on any screen.

import { contextOf } from "./ink.js";

/** @typedef {[left: number, top: number]} Place in CSS pixels */

/**
 * A cleared drawing context for a canvas of this size.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width in CSS pixels
 * @param {number} height
 */
export function cleared(canvas, width, height) {
  const ratio = devicePixelRatio || 1;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) Object.assign(canvas, { width: across, height: down });
  const draw = contextOf(canvas);
  draw.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw.clearRect(0, 0, width, height);
  draw.lineWidth = 1;
  return draw;
}

/**
 * Text with an outline in the colour of the paper, so that it reads over dots.
 *
 * @param {import("./pen.js").Draw} draw
 * @param {string} text
 * @param {Place} place
 * @param {string} colour
 * @param {string} paper
 */
export function outlined(draw, text, [left, top], colour, paper) {
  draw.lineWidth = 4;
  draw.lineJoin = "round";
  draw.strokeStyle = paper;
  draw.strokeText(text, left, top);
  draw.fillStyle = colour;
  draw.fillText(text, left, top);
}
