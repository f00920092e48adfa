import assert from "node:assert/strict";
import { areaUnder, heightOf } from "../../../web/figure/curve.js";
import { assertNear } from "../assertions.js";
import { reference } from "../references.js";

const { curve, heights, areas } = reference("figure");

Deno.test("between its points, and beyond its ends, a curve is as high as NumPy has it", () => {
  assertNear(heights.at.map((/** @type {number} */ at) => heightOf(curve, at)), heights.expected, 1e-12);
});

Deno.test("at its points, a curve is as high as they are", () => {
  assertNear(curve.x.map((/** @type {number} */ x) => heightOf(curve, x)), curve.y, 1e-12);
});

Deno.test("a curve may step, and may be a single point", () => {
  assert.equal(heightOf({ x: [0, 1, 1, 2], y: [0, 0, 5, 5] }, 1.5), 5);
  assert.equal(heightOf({ x: [0, 1, 1, 2], y: [0, 0, 5, 5] }, 0.5), 0);
  assert.equal(heightOf({ x: [3], y: [7] }, 0), 7);
});

Deno.test("the corners of an area go along zero and the curve", () => {
  const roof = { x: Float64Array.of(0, 1, 2), y: Float64Array.of(0, 2, 0) };
  assert.deepEqual(areaUnder(roof, 0.5, 1.5), [[0.5, 0], [0.5, 1], [1, 2], [1.5, 1], [1.5, 0]]);
});

Deno.test("the area between two ends is the integral", () => {
  for (const { span: [low, high], expected } of areas) {
    assertNear(enclosed(areaUnder(curve, low, high)), expected, 1e-12);
  }
});

/**
 * The area inside a polygon, by the shoelace formula.
 *
 * @param {[x: number, y: number][]} corners
 */
function enclosed(corners) {
  const after = (/** @type {number} */ i) => corners[(i + 1) % corners.length];
  return Math.abs(corners.reduce((sum, [x, y], i) => sum + x * after(i)[1] - after(i)[0] * y, 0)) / 2;
}
