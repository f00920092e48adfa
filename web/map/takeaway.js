// Maps as a picture to take away.

import { element } from "../base/elements.js";
import { contextOf } from "../base/ink.js";

const GAP = 16; // CSS pixels between two maps

/**
 * The maps side by side on paper.
 *
 * @param {import("./panel.js").Panel[]} panels
 * @param {string} paper
 */
export function sideBySide(panels, paper) {
  const { width, height } = panels[0].face.over;
  const step = width + (GAP * width) / panels[0].side;
  const canvas = element("canvas", { width: (panels.length - 1) * step + width, height });
  const draw = contextOf(canvas);
  draw.fillStyle = paper;
  draw.fillRect(0, 0, canvas.width, canvas.height);
  panels.forEach(({ face }, i) => {
    for (const layer of [face.dots.canvas, face.over]) draw.drawImage(layer, i * step, 0);
  });
  return canvas;
}
