import assert from "node:assert/strict";
import { entriesOf, matching } from "../../../web/course/matching.js";
import { OUTLINE } from "./outline.js";

const ENTRIES = entriesOf(OUTLINE);

/** @param {string} text @param {number} [most] */
const found = (text, most) => matching(ENTRIES, text, most).map(({ title }) => title);

Deno.test("without a word, all lessons and all symbols are there", () => {
  assert.deepEqual(found(""), ["Likelihood", "The ELBO", "standard deviation", "evidence"]);
  assert.deepEqual(found("  "), found(""));
});

Deno.test("a word is found in titles, in what they are about, and in other names of a symbol", () => {
  assert.deepEqual(found("area"), ["Over θ the area is not 1"]);
  assert.deepEqual(found("sigma"), ["standard deviation"]);
  assert.deepEqual(found("marginal"), ["evidence"]);
  assert.deepEqual(found("ELBO"), ["The ELBO", "A real digit"]);
  assert.deepEqual(found("nowhere"), []);
});

Deno.test("a symbol finds itself first", () => {
  assert.equal(found("σ")[0], "standard deviation");
  assert.equal(found("θ")[0], "Over θ the area is not 1");
});

Deno.test("all words must be there, in any case and any dress", () => {
  assert.deepEqual(found("elbo DIGIT"), ["A real digit"]);
  assert.deepEqual(found("elbo area"), []);
  assert.deepEqual(found("devïation"), ["standard deviation"]);
});

Deno.test("what begins with a word comes before what only has it, and of equals the first in the course", () => {
  assert.deepEqual(found("a real"), ["A real digit"]);
  assert.deepEqual(found("li")[0], "Likelihood");
  assert.equal(found("i", 2).length, 2);
});

Deno.test("an entry says where it leads", () => {
  const [lesson, step] = ENTRIES;
  assert.deepEqual([lesson.page, lesson.step], ["likelihood", undefined]);
  assert.deepEqual([step.page, step.step, step.about], ["likelihood", "both-ways", "Likelihood"]);
  const [sign] = matching(ENTRIES, "σ");
  assert.deepEqual([sign.page, sign.step, sign.symbol?.sign], ["likelihood", "area", "σ"]);
});
