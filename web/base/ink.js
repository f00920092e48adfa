// Colours, and pictures of ink on paper.

/** Pixels along a side of a digit. */
export const SIDE = 28;

/** @typedef {[number, number, number]} Colour red, green and blue from 0 to 255 */
/** @typedef {{ light: string, dark: string }} Shades of a symbol, as ui/components hand them over */

/**
 * A colour as style sheets write it: "#rrggbb" or "rgb(r, g, b)".
 *
 * @param {string} colour
 * @returns {Colour}
 */
export function channels(colour) {
  const hex = colour.match(/^#(..)(..)(..)/);
  const parts = hex
    ? hex.slice(1, 4).map((part) => parseInt(part, 16))
    : colour.match(/[\d.]+/g)?.slice(0, 3).map(Number);
  if (parts?.length !== 3) throw new Error(`"${colour}" is no colour`);
  return /** @type {Colour} */ (parts);
}

/**
 * Whether two colours are one, however they are written and whatever their opacity.
 *
 * @param {string} one
 * @param {string} other
 */
export const isSame = (one, other) => channels(one).join() === channels(other).join();

/**
 * A colour as a pixel of an image holds it, without its opacity.
 *
 * @param {Colour} colour
 */
export const pixelOf = ([red, green, blue]) => (blue << 16) | (green << 8) | red;

// What the page has let go may be drawn once more before it hears of that: it has no colour, and nobody sees it.
const UNSEEN = "rgb(0, 0, 0)";

/**
 * A colour of the page's theme where `node` stands.
 *
 * @param {Element} node
 * @param {string} property "--st-background-color"
 */
export const themeColour = (node, property) => getComputedStyle(node).getPropertyValue(property).trim() || UNSEEN;

/**
 * The colour of the page's text where `node` stands.
 *
 * @param {Element} node
 */
export const inkOf = (node) => channels(themeColour(node, "color"));

/**
 * Light ink means a dark page.
 *
 * @param {Colour} ink
 */
export const isDark = (ink) => ink[0] > 128;

/**
 * A custom property `--name` of a node for each symbol, in both themes.
 *
 * @param {HTMLElement} node
 * @param {Record<string, Shades>} shades
 * @param {string} [prefix]
 */
export function colourSymbols(node, shades, prefix = "--") {
  for (const [symbol, { light, dark }] of Object.entries(shades)) {
    node.style.setProperty(`${prefix}${symbol}`, `light-dark(${light}, ${dark})`);
  }
}

/**
 * A picture that fills `canvas`: ink where it is 1, paper where it is 0.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} pixels
 * @param {Colour} ink
 */
export function paintInk(canvas, pixels, ink) {
  const image = new ImageData(canvas.width, canvas.height);
  fillInk(image, pixels, ink);
  contextOf(canvas).putImageData(image, 0, 0);
}

/**
 * @param {{ data: Uint8ClampedArray }} image
 * @param {ArrayLike<number>} pixels
 * @param {Colour} ink
 */
export function fillInk({ data }, pixels, [red, green, blue]) {
  for (let i = 0, at = 0; i < pixels.length; i++, at += 4) {
    data[at] = red;
    data[at + 1] = green;
    data[at + 2] = blue;
    data[at + 3] = 255 * pixels[i];
  }
}

/**
 * What draws on a canvas.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function contextOf(canvas, settings) {
  const context = canvas.getContext("2d", settings);
  if (!context) throw new Error("this browser gives no canvas to draw on");
  return context;
}
