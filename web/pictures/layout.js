// Sheets, words and drawings laid out for a file: as PNG, as SVG, as greys of a film.

import { element } from "../base/elements.js";
import { escaped } from "../base/formats.js";
import { contextOf } from "../base/ink.js";

const BLACK = "#1b1f24";
const WHITE = "#ffffff";
const NORMAL = "400";

/**
 * @typedef {"start" | "middle" | "end"} Anchor where a text's `left` is
 * @typedef {Pick<import("./sheet.js").Sheet, "width" | "height" | "printed">} Printed
 * @typedef {{ sheet: Printed, left: number, top: number, scale: number }} PlacedSheet
 *
 * @typedef {object} PlacedText
 * @property {string} text
 * @property {number} left
 * @property {number} top its baseline
 * @property {number} size
 * @property {Anchor} [anchor]
 * @property {string} [colour]
 * @property {string} [weight]
 *
 * @typedef {{ markup: string, left: number, top: number, scale: number }} PlacedDrawing SVG in pixels of its own
 *
 * @typedef {object} Layout in pixels of the file
 * @property {number} width
 * @property {number} height
 * @property {PlacedSheet[]} sheets
 * @property {PlacedText[]} texts
 * @property {PlacedDrawing[]} [drawings]
 *
 * @typedef {Layout & { frames: Uint8Array[], seconds: number }} Film greys of each frame, and how long it stays
 */

/** @type {Record<Anchor, CanvasTextAlign>} */
const ALIGNMENTS = { start: "left", middle: "center", end: "right" };

/**
 * @param {CanvasRenderingContext2D} draw
 * @param {PlacedSheet[]} sheets
 */
function drawSheets(draw, sheets) {
  draw.imageSmoothingEnabled = false;
  for (const { sheet, left, top, scale } of sheets) {
    draw.drawImage(sheet.printed(), left, top, sheet.width * scale, sheet.height * scale);
  }
}

/** @param {Layout} layout without drawings */
function drawn({ width, height, sheets, texts }) {
  const canvas = element("canvas", { width, height });
  const draw = contextOf(canvas, { willReadFrequently: true });
  draw.fillStyle = WHITE;
  draw.fillRect(0, 0, width, height);
  drawSheets(draw, sheets);
  for (const { text, left, top, size, anchor = "start", colour = BLACK, weight = NORMAL } of texts) {
    draw.font = `${weight} ${size}px sans-serif`;
    draw.fillStyle = colour;
    draw.textAlign = ALIGNMENTS[anchor];
    draw.fillText(text, left, top);
  }
  return canvas;
}

/** @param {Layout} layout */
async function rasterised(layout) {
  const { width, height } = layout;
  const source = URL.createObjectURL(svg(layout, ""));
  try {
    const image = new Image(width, height);
    image.src = source;
    await image.decode();
    const canvas = element("canvas", { width, height });
    contextOf(canvas).drawImage(image, 0, 0, width, height);
    return canvas;
  } finally {
    URL.revokeObjectURL(source);
  }
}

/**
 * @param {Layout} layout
 * @returns {Promise<Blob>}
 */
export async function png(layout) {
  const canvas = layout.drawings ? await rasterised(layout) : drawn(layout);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large"))), "image/png")
  );
}

/**
 * @param {Layout} layout
 * @param {string} title
 */
export function svg({ width, height, sheets, texts, drawings = [] }, title) {
  const inside = drawings.map(({ markup, left, top, scale }) =>
    `<g transform="translate(${left} ${top}) scale(${scale})">${markup}</g>`
  );
  const images = sheets.map(({ sheet, left, top, scale }) => {
    const box = `x="${left}" y="${top}" width="${sheet.width * scale}" height="${sheet.height * scale}"`;
    return `<image ${box} style="image-rendering:pixelated" href="${sheet.printed().toDataURL("image/png")}"/>`;
  });
  const box = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" ${box} font-family="sans-serif" fill="${BLACK}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${WHITE}"/>`,
    ...images,
    ...inside,
    ...texts.map(wordsOf),
    "</svg>",
  ];
  return new Blob([lines.join("\n")], { type: "image/svg+xml" });
}

/** @param {PlacedText} text */
function wordsOf({ text, left, top, size, anchor = "start", colour, weight }) {
  const look = `${colour ? ` fill="${colour}"` : ""}${weight ? ` font-weight="${weight}"` : ""}`;
  return `<text x="${left}" y="${top}" font-size="${size}" text-anchor="${anchor}"${look}>${escaped(text)}</text>`;
}

/**
 * What reads the greys of a layout, one byte a pixel, as its sheets are at that moment.
 *
 * @param {Layout} layout
 */
export function greysOf(layout) {
  const { width, height, sheets } = layout;
  const draw = contextOf(drawn(layout), { willReadFrequently: true });
  return () => {
    drawSheets(draw, sheets);
    const { data } = draw.getImageData(0, 0, width, height);
    const greys = new Uint8Array(width * height);
    for (let i = 0; i < greys.length; i++) greys[i] = data[4 * i];
    return greys;
  };
}
