import assert from "node:assert/strict";
import { ellipse, landing } from "../../../web/map/landing.js";
import { assertNear } from "../assertions.js";
import { reference } from "../references.js";

const { basis, mean, variance, point, covariance, precision } = reference("map").landing;
const CODE = { mean: Float32Array.from(mean), variance: Float32Array.from(variance) };

Deno.test("a code and its variance land where NumPy has them", () => {
  const found = landing(CODE, basis);
  assertNear(found.point, point, 1e-5);
  assertNear(found.covariance, [covariance[0][0], covariance[0][1], covariance[1][1]], 1e-5);
});

Deno.test("an autoencoder's code has no ellipse, nor has any code in depth", () => {
  assert.equal(landing({ ...CODE, variance: null }, basis).covariance, null);
  assert.equal(landing(CODE, basis.map((/** @type {number[]} */ row) => [...row, 1])).covariance, null);
});

Deno.test("the outline is two standard deviations away, by Mahalanobis, all around", () => {
  const outline = ellipse([covariance[0][0], covariance[0][1], covariance[1][1]]);
  for (const [x, y] of outline) {
    const square = precision[0][0] * x * x + 2 * precision[0][1] * x * y + precision[1][1] * y * y;
    assertNear(Math.sqrt(square), 2, 1e-9);
  }
  for (const axis of [0, 1]) assertNear(outline.reduce((sum, corner) => sum + corner[axis], 0), 0, 1e-9);
});
