import assert from "node:assert/strict";
import { UNLABELLED } from "../../../web/latent/codes.js";
import { densestPlaces } from "../../../web/latent/numerals.js";

Deno.test("a numeral stands where most points of its class are, not in between", () => {
  // Three of class 3 in one cell of 10 pixels, two in another far away; one of class 7; two without a class.
  const places = [[101, 101], [103, 105], [105, 103], [201, 31], [203, 33], [55, 235], [15, 15], [16, 16]];
  const labels = Uint8Array.of(3, 3, 3, 3, 3, 7, UNLABELLED, UNLABELLED);
  const found = densestPlaces(Float32Array.from(places.flat()), labels, 240);
  assert.deepEqual(found[3], [103, 103]);
  assert.deepEqual(found[7], [55, 235]);
  assert.deepEqual(
    found.map((place) => place !== null),
    [3, 7].reduce((all, i) => all.with(i, true), Array(10).fill(false)),
  );
});

Deno.test("no numeral covers another one: the fuller of two classes' cells is not asked, the first class has it", () => {
  // Both classes are densest in the same cell; class 8 has a second, smaller heap elsewhere.
  const places = [[101, 101], [102, 102], [103, 103], [104, 104], [105, 105], [181, 181]];
  const found = densestPlaces(Float32Array.from(places.flat()), Uint8Array.of(3, 3, 8, 8, 8, 8), 240);
  assert.deepEqual(found[3], [101.5, 101.5]);
  assert.deepEqual(found[8], [181, 181]);
});

Deno.test("names need more room than numerals, and are whole", () => {
  const places = [[101, 101], [102, 102], [141, 101], [181, 181], [5, 55], [25, 55]];
  const screen = Float32Array.from(places.flat());
  const labels = Uint8Array.of(3, 3, 8, 8, 9, 9);
  assert.deepEqual(densestPlaces(screen, labels, 240)[8], [141, 101]);
  const names = Array.from({ length: 10 }, (_, i) => `class ${i}`);
  const found = densestPlaces(screen, labels, 240, names);
  assert.deepEqual([found[3], found[8], found[9]], [[101.5, 101.5], [181, 181], null]);
});

Deno.test("points beside the square have no numeral", () => {
  const screen = Float32Array.of(-1, 50, 240, 50, 50, 240.5, 50, -0.5);
  assert.deepEqual(densestPlaces(screen, Uint8Array.of(0, 0, 0, 0), 240), Array(10).fill(null));
});
