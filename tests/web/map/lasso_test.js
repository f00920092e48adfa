import assert from "node:assert/strict";
import { isInside, packLasso, thinned, unpackLasso } from "../../../web/map/lasso.js";

/** @typedef {[number, number]} Pair */

/** An L. @type {Pair[]} */
const ANGLE = [[0, 0], [3, 0], [3, 1], [1, 1], [1, 3], [0, 3]];
/** A star drawn in one stroke: its middle is encircled twice. @type {Pair[]} */
const STAR = Array.from({ length: 5 }, (_, i) => [Math.sin(0.8 * Math.PI * i), Math.cos(0.8 * Math.PI * i)]);

Deno.test("a place lies in an outline, or in its bay, or outside", () => {
  for (const place of /** @type {Pair[]} */ ([[0.5, 0.5], [2.9, 0.9], [0.1, 2.9], [0.99, 1.5]])) {
    assert.ok(isInside(ANGLE, place), String(place));
    assert.ok(isInside(ANGLE.toReversed(), place), String(place));
  }
  for (const place of /** @type {Pair[]} */ ([[2, 2], [1.01, 1.5], [-0.1, 1], [0.5, 3.1], [4, 0.5], [0.5, -1]])) {
    assert.ok(!isInside(ANGLE, place), String(place));
  }
});

Deno.test("the share of a fine grid in an outline is its area", () => {
  const axis = Array.from({ length: 300 }, (_, i) => (i + 0.5) / 100);
  const count = axis.reduce((sum, x) => sum + axis.filter((y) => isInside(ANGLE, [x, y])).length, 0);
  assert.equal(count, 50_000);
});

Deno.test("what is encircled twice lies outside", () => {
  assert.ok(!isInside(STAR, [0, 0]));
  assert.ok(isInside(STAR, [0, 0.8]));
});

Deno.test("no outline holds anything", () => assert.ok(!isInside([], [0, 0])));

Deno.test("a long outline keeps as many corners as an address takes, from all along it", () => {
  const corners = Array.from({ length: 100 }, (_, i) => i);
  assert.equal(thinned(corners, 100), corners);
  assert.deepEqual(thinned(corners, 4), [0, 25, 50, 75]);
  assert.equal(thinned(corners, 40).length, 40);
});

Deno.test("an outline goes into an address, and comes back", () => {
  const lasso = { panel: 1, corners: /** @type {Pair[]} */ ([[0.12345, -0], [1, -2], [300, 0.5]]) };
  const numbers = packLasso(lasso);
  assert.deepEqual(numbers, [1, 0.1235, 0, 1, -2, 100, 0.5]);
  assert.deepEqual(unpackLasso(numbers), { panel: 1, corners: [[0.1235, 0], [1, -2], [100, 0.5]] });
  assert.equal(unpackLasso([]), null);
});
