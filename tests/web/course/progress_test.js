import assert from "node:assert/strict";
import { nextStep, seenOf } from "../../../web/course/progress.js";
import { OUTLINE } from "./outline.js";

/** Marks on these steps. @param {...string} seen */
const marked = (...seen) => ({
  of: (/** @type {string} */ lesson, /** @type {string} */ step) =>
    seen.includes(`${lesson}/${step}`) ? /** @type {const} */ ("seen") : undefined,
});

/** @param {...string} seen */
function next(...seen) {
  const found = nextStep(OUTLINE, marked(...seen));
  return found && `${found.lesson.name}/${found.step.name}`;
}

Deno.test("who comes new begins at the beginning", () => assert.equal(next(), "likelihood/both-ways"));

Deno.test("a lesson that was begun is gone on with, wherever it is", () => {
  assert.equal(next("likelihood/both-ways"), "likelihood/area");
  assert.equal(next("likelihood/area"), "likelihood/both-ways");
});

Deno.test("after a whole lesson comes the next one", () => {
  assert.equal(next("likelihood/both-ways", "likelihood/area"), "elbo/evidence");
  assert.equal(next("elbo/evidence"), "likelihood/both-ways");
});

Deno.test("who has seen everything goes nowhere", () => {
  assert.equal(next("likelihood/both-ways", "likelihood/area", "elbo/evidence"), null);
});

Deno.test("steps of a lesson are counted", () => {
  const [{ lessons: [lesson] }] = OUTLINE.parts;
  assert.equal(seenOf(lesson, marked("likelihood/area", "elbo/evidence")), 1);
});
