// What somebody looks for, among all lessons, steps and symbols of the course.

import { lessonsOf } from "./outline.js";

/**
 * @typedef {object} Entry one that can be gone to
 * @property {string} page
 * @property {string} [step]
 * @property {string} title
 * @property {string} about a few words more
 * @property {string} icon
 * @property {import("./outline.js").Sign} [symbol]
 * @property {string} words by which it is found besides
 */

/**
 * Everything that can be found, in the order of the course.
 *
 * @param {import("./outline.js").Outline} outline
 * @returns {Entry[]}
 */
export function entriesOf(outline) {
  const found = lessonsOf(outline).flatMap(({ name, title, question, icon, steps }) => [
    { page: name, title, about: question, icon, words: "" },
    ...steps.map((step) => ({ page: name, step: step.name, title: step.title, about: title, icon, words: "" })),
  ]);
  return [...found, ...outline.symbols.map(signed)];
}

/** @param {import("./outline.js").Sign} symbol @returns {Entry} */
function signed(symbol) {
  const { name, meaning, lesson, step, spoken } = symbol;
  return { page: lesson, step, title: name, about: meaning, icon: "", symbol, words: `${symbol.sign} ${spoken}` };
}

/** Without case, accents and other dress. @param {string} text */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * How well a word fits: as a symbol, or at the beginning of a name, best; 0 where it is nowhere.
 *
 * @param {string} word
 * @param {Entry} entry
 */
function fit(word, { title, about, words, symbol }) {
  if (symbol && plain(symbol.sign) === word) return 6;
  const starts = (/** @type {string} */ text) => text.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word));
  const [first, second, third] = [title, words, about].map(plain);
  if (first.startsWith(word) || starts(second)) return 5;
  if (starts(first)) return 4;
  if (first.includes(word)) return 3;
  if (second.includes(word)) return 2;
  return third.includes(word) ? 1 : 0;
}

/**
 * Those that have all the words, the best first; without a word, what there is.
 *
 * @param {Entry[]} entries
 * @param {string} text
 * @param {number} [most]
 */
export function matching(entries, text, most = 12) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  if (!words.length) return entries.filter(({ step, symbol }) => !step || symbol);
  const fits = entries.map((entry) => ({ entry, each: words.map((word) => fit(word, entry)) }));
  return fits.filter(({ each }) => each.every(Boolean))
    .sort((a, b) => sum(b.each) - sum(a.each)) // stable: the order of the course
    .slice(0, most).map(({ entry }) => entry);
}

const sum = (/** @type {number[]} */ values) => values.reduce((all, value) => all + value, 0);
