// The whole course, as ui/course.py tells it.

import { once } from "../base/once.js";
import { fromServer } from "../base/server.js";

/**
 * @typedef {{ name: string, title: string }} Step
 *
 * @typedef {object} Lesson
 * @property {string} name
 * @property {string} title
 * @property {string} question
 * @property {string} icon
 * @property {Step[]} steps
 * @property {number} minutes
 * @property {string[]} needs names of other lessons
 *
 * @typedef {object} Sign
 * @property {string} sign
 * @property {string} key of its colour; empty where it has none of its own
 * @property {string} name
 * @property {string} meaning
 * @property {string} lesson where it is met first
 * @property {string} step
 * @property {import("../base/ink.js").Shades | null} colours in formulas; `null` where it has none of its own
 * @property {string} spoken other ways to look for it
 *
 * @typedef {object} Outline
 * @property {{ title: string, lessons: Lesson[] }[]} parts
 * @property {Sign[]} symbols
 */

/** The outline at an address of ui/addresses.py, fetched once. Raises where it cannot be had. */
export const fetchOutline = once(async (/** @type {string} */ path) => {
  const answer = await fetch(fromServer(path));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return /** @type {Promise<Outline>} */ (answer.json());
});

/** @param {Outline} outline */
export const lessonsOf = ({ parts }) => parts.flatMap(({ lessons }) => lessons);
