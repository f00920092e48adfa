// What a sentence of the guide points at, by the names of ui/guide.py.

import { READING } from "../base/described.js";

/** @type {Record<string, string>} */
const PLACES = {
  figure: ".stElementContainer:has(.stBidiComponent):not(.st-key-heading)",
  reading: READING,
  formula: ".katex-display",
  table: ".stMarkdown table",
  choices: ":is(.stButtonGroup, .stSelectbox, .stNumberInput, .stSlider, .stButton)",
  heading: ".st-key-heading",
};
/** What hides an answer until it is given. */
const QUESTION = '[class*="st-key-ask_"]';

/**
 * The element that is meant, or the question before it; `null`: neither is there yet.
 *
 * @param {string} name of a place, or of a symbol: that is in the figure
 * @returns {HTMLElement | null}
 */
export function placeOf(name) {
  const main = document.querySelector(".stMain");
  return main?.querySelector(PLACES[name] ?? PLACES.figure) ?? main?.querySelector(QUESTION) ?? null;
}
