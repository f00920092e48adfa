// What a picture carries when it is taken away, so that it can stand on a slide: its title, and where it is from.

/** Pixels across, at least: as many as a slide has. */
export const WIDE = 1600;

const [TITLES, ADDRESSES, EDGES] = [44, 90, 60]; // of their heights, and of the empty edge, make up the width
const [LEAST_TITLE, LEAST_ADDRESS] = [26, 14]; // pixels: of a film, which is narrower
const GREY = "#5f6670";
const LINES = 2; // of the address, at most
const [LETTER, BOLD_LETTER] = [0.58, 0.68]; // of its height is how wide a letter is; a Chinese sign is as wide as high
const FIRST_WIDE = 0x2e80;

/**
 * @typedef {import("./layout.js").Layout} Layout
 * @typedef {{ title: string, address: string }} Words
 */

/** How many times a picture of so many pixels is enlarged for a slide. @param {number} pixels */
export const timesOnSlide = (pixels) => Math.ceil(WIDE / pixels);

/**
 * A layout with its title above, and the address of its page below.
 *
 * @param {Layout} layout
 * @param {Words} words
 * @returns {Layout}
 */
export function mounted({ width, height, sheets, texts, drawings }, { title, address }) {
  const large = Math.max(LEAST_TITLE, Math.round(width / TITLES));
  const small = Math.max(LEAST_ADDRESS, Math.round(width / ADDRESSES));
  const [edge, above] = [Math.round(width / EDGES), 2 * large];
  const down = (/** @type {{ top: number }} */ { top }) => ({ top: top + above });
  const lines = broken(address, Math.floor((width - 2 * edge) / (LETTER * small)));
  const size = Math.min(large, Math.floor((width - 2 * edge) / emsOf(title)));
  const first = above + height + 1.3 * small;
  return {
    width,
    height: Math.ceil(first + (1.4 * lines.length - 0.6) * small),
    sheets: sheets.map((placed) => ({ ...placed, ...down(placed) })),
    texts: [
      { text: title, left: edge, top: 1.4 * large, size, weight: "600" },
      ...texts.map((placed) => ({ ...placed, ...down(placed) })),
      ...lines.map((text, i) => ({ text, left: edge, top: first + 1.4 * i * small, size: small, colour: GREY })),
    ],
    ...(drawings && { drawings: drawings.map((placed) => ({ ...placed, ...down(placed) })) }),
  };
}

/**
 * How wide a text in bold type is, about, in heights of its letters.
 *
 * @param {string} text
 */
const emsOf = (text) => [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) < FIRST_WIDE ? BOLD_LETTER : 1), 0);

/**
 * An address in lines of so many letters. Where it has more than two, as with a drawing in it, the longest settings are
 * left out: what is left still leads to the page.
 *
 * @param {string} address
 * @param {number} letters
 */
function broken(address, letters) {
  const url = new URL(address);
  while (url.href.length > LINES * letters && url.search) {
    const [[longest]] = [...url.searchParams].sort((a, b) => b.join().length - a.join().length);
    url.searchParams.delete(longest);
  }
  return url.href.match(new RegExp(`.{1,${letters}}`, "g")) ?? [];
}
