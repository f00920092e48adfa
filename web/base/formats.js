// Numbers and words as they are printed.

/**
 * "{n} points" with the values in their places.
 *
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

/**
 * A name, or the beginning of a long one.
 *
 * @param {string} name
 * @param {number} [most] letters
 */
export const briefly = (name, most = 8) => [...name].length > most ? `${[...name].slice(0, most - 1).join("")}…` : name;

/**
 * A number as it is printed: a true minus, and no minus before 0.
 *
 * @param {number} value
 * @param {number} [digits] after the point
 */
export const signed = (value, digits = 2) => value.toFixed(digits).replace(/^-(0\.?0*)$/, "$1").replace("-", "−");

/**
 * A number in at most three digits, or with a power of ten.
 *
 * @param {number} value
 */
export function readable(value) {
  const size = Math.abs(value);
  const isExtreme = size !== 0 && (size >= 1e6 || size < 1e-3);
  const text = isExtreme ? value.toExponential(1) : String(Number(value.toPrecision(size >= 1000 ? 7 : 3)));
  return text.replaceAll("-", "−");
}

/**
 * The number of a dimension, counted from 0, as people write it: ₁ for 0.
 *
 * @param {number} i
 */
export const subscript = (i) => [...String(i + 1)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");

/**
 * Words as they stand in SVG.
 *
 * @param {string} text
 */
export const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
