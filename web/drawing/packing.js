// A drawing as text for an address, in 16 levels of grey: vae_core/data/drawing.py reads and writes the same.

import { bytesOf } from "../base/bytes.js";
import { SIDE } from "../base/ink.js";

export const LEVELS = 16;
const BYTES = (SIDE * SIDE) / 2;

/**
 * The image as text; nothing drawn is no text.
 *
 * @param {Float32Array} image 784 grey levels
 */
export async function packDrawing(image) {
  if (!image.some((value) => value > 0)) return "";
  const levels = Array.from(image, (value) => Math.round((LEVELS - 1) * value));
  const bytes = Uint8Array.from({ length: BYTES }, (_, i) => 16 * levels[2 * i] + levels[2 * i + 1]);
  const packed = await through(new CompressionStream("deflate-raw"), bytes);
  return btoa(String.fromCharCode(...packed)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The image that packDrawing() made `text` of. The server has checked the text.
 *
 * @param {string} text
 */
export async function unpackDrawing(text) {
  const image = new Float32Array(SIDE * SIDE);
  if (!text) return image;
  const bytes = await through(new DecompressionStream("deflate-raw"), bytesOf(text));
  bytes.forEach((byte, i) => {
    image[2 * i] = (byte >> 4) / (LEVELS - 1);
    image[2 * i + 1] = (byte & 15) / (LEVELS - 1);
  });
  return image;
}

/**
 * @param {CompressionStream | DecompressionStream} stream
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function through(stream, bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}
