// Sheets and words laid out for a file: as PNG, as SVG, as greys of a film.

import { element } from "../base/elements.js";
import { contextOf } from "../base/ink.js";

const [BLACK, WHITE] = ["#1b1f24", "#ffffff"];

/**
 * @typedef {"start" | "middle" | "end"} Anchor where a text's `left` is
 * @typedef {{ sheet: import("./sheet.js").Sheet, left: number, top: number, scale: number }} PlacedSheet
 * @typedef {{ text: string, left: number, top: number, size: number, anchor?: Anchor }} PlacedText `top`: its baseline
 *
 * @typedef {object} Layout in pixels of the file
 * @property {number} width
 * @property {number} height
 * @property {PlacedSheet[]} sheets
 * @property {PlacedText[]} texts
 *
 * @typedef {Layout & { frames: Uint8Array[], seconds: number }} Film greys of each frame, and how long it stays
 */

/** @type {Record<Anchor, CanvasTextAlign>} */
const ALIGNMENTS = { start: "left", middle: "center", end: "right" };

/** @param {Layout} layout */
function drawn({ width, height, sheets, texts }) {
  const canvas = element("canvas", { width, height });
  const draw = contextOf(canvas, { willReadFrequently: true });
  draw.fillStyle = WHITE;
  draw.fillRect(0, 0, width, height);
  draw.imageSmoothingEnabled = false;
  for (const { sheet, left, top, scale } of sheets) {
    draw.drawImage(sheet.printed(), left, top, sheet.width * scale, sheet.height * scale);
  }
  draw.fillStyle = BLACK;
  for (const { text, left, top, size, anchor = "start" } of texts) {
    draw.font = `${size}px sans-serif`;
    draw.textAlign = ALIGNMENTS[anchor];
    draw.fillText(text, left, top);
  }
  return canvas;
}

/**
 * @param {Layout} layout
 * @returns {Promise<Blob>}
 */
export const png = (layout) => asBlob(drawn(layout));

/**
 * A canvas as PNG.
 *
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob>}
 */
export const asBlob = (canvas) =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png")
  );

/**
 * @param {Layout} layout
 * @param {string} title
 */
export function svg({ width, height, sheets, texts }, title) {
  const images = sheets.map(({ sheet, left, top, scale }) => {
    const box = `x="${left}" y="${top}" width="${sheet.width * scale}" height="${sheet.height * scale}"`;
    return `<image ${box} style="image-rendering:pixelated" href="${sheet.printed().toDataURL("image/png")}"/>`;
  });
  const words = texts.map(({ text, left, top, size, anchor = "start" }) =>
    `<text x="${left}" y="${top}" font-size="${size}" text-anchor="${anchor}">${escaped(text)}</text>`
  );
  const box = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" ${box} font-family="sans-serif" fill="${BLACK}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${WHITE}"/>`,
    ...images,
    ...words,
    "</svg>",
  ];
  return new Blob([lines.join("\n")], { type: "image/svg+xml" });
}

/**
 * The greys of a layout, one byte a pixel.
 *
 * @param {Layout} layout
 */
export function greys(layout) {
  const { data } = contextOf(drawn(layout)).getImageData(0, 0, layout.width, layout.height);
  return Uint8Array.from({ length: layout.width * layout.height }, (_, i) => data[4 * i]);
}

/** @param {string} text */
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
