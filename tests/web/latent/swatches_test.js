import assert from "node:assert/strict";
import { UNLABELLED } from "../../../web/latent/codes.js";
import { afterPress, classesOf } from "../../../web/latent/swatches.js";

Deno.test("of digits the legend always names all ten, in order", () => {
  assert.deepEqual(classesOf(Uint8Array.of(7, 3), true), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

Deno.test("of other data it names the classes that are there, each once", () => {
  assert.deepEqual(classesOf(Uint8Array.of(12, 3, UNLABELLED, 3, 0), false), [0, 3, 12]);
  assert.deepEqual(classesOf(Uint8Array.of(UNLABELLED), false), []);
  assert.deepEqual(classesOf(new Uint8Array(0), true), []); // a decoder alone has no codes
});

Deno.test("a press shows one class alone, a second press all, a press on another that one", () => {
  assert.equal(afterPress(null, 3), 3);
  assert.equal(afterPress(3, 3), null);
  assert.equal(afterPress(3, 5), 5);
});
