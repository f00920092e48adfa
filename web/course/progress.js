// How far somebody has come, and where they would go on.

import { lessonsOf } from "./outline.js";

/**
 * @typedef {Pick<import("../contents/marks.js").Marks, "of">} Marked
 * @typedef {import("./outline.js").Lesson} Lesson
 */

/**
 * How many steps of a lesson somebody has seen.
 *
 * @param {Lesson} lesson
 * @param {Marked} marks
 */
export const seenOf = ({ name, steps }, marks) => steps.filter((step) => marks.of(name, step.name)).length;

/**
 * The first step that they have not seen: of a lesson that they have begun, or else of the next one.
 *
 * @param {import("./outline.js").Outline} outline
 * @param {Marked} marks
 * @returns {{ lesson: Lesson, step: import("./outline.js").Step } | null} `null`: there is none
 */
export function nextStep(outline, marks) {
  const open = lessonsOf(outline).filter((lesson) => seenOf(lesson, marks) < lesson.steps.length);
  const lesson = open.find((each) => seenOf(each, marks)) ?? open[0];
  const step = lesson?.steps.find(({ name }) => !marks.of(lesson.name, name));
  return step ? { lesson, step } : null;
}
