import assert from "node:assert/strict";
import { farToNear, fitOf, mixFits, project, turning } from "../../../web/map/projection.js";
import { assertNear } from "../assertions.js";
import { reference } from "../references.js";

const { side, rotations, flat, deep } = reference("map");

Deno.test("a map is turned as SciPy turns it", () =>
  deep.views.forEach((/** @type {any} */ { camera }, /** @type {number} */ i) =>
    assertNear(turning(camera), rotations[i], 1e-12)
  ));

for (const [dimensions, { points, centre, radius, views }] of [[2, flat], [3, deep]]) {
  const all = Float32Array.from(points);
  const fit = fitOf(all, dimensions);

  Deno.test(`the fit of points in ${dimensions} dimensions is NumPy's`, () => {
    assertNear(fit.centre, centre, 1e-6);
    assertNear(fit.radius, radius, 1e-6);
  });

  Deno.test(`points in ${dimensions} dimensions lie where NumPy has them`, () => {
    for (const { camera, screen, depth } of views) {
      const count = all.length / dimensions;
      const [places, nearness] = [new Float32Array(2 * count), new Float32Array(count)];
      project(all, fit, camera, side, places, nearness);
      assertNear(places, screen, 2e-3);
      if (dimensions === 3) assertNear(nearness, depth, 1e-6);
    }
  });
}

Deno.test("points all in one place have a reach, too", () =>
  assert.deepEqual(fitOf(Float32Array.of(2, 3, 2, 3), 2), { centre: [2, 3], radius: 1 }));

Deno.test("between two fits the reach grows by factors, the middle moves evenly", () => {
  const [a, b] = [{ centre: [0, 2], radius: 1e-4 }, { centre: [4, 0], radius: 100 }];
  assertNear(mixFits(a, b, 0.5).centre, [2, 1], 1e-12);
  assertNear(mixFits(a, b, 0.5).radius, 0.1, 1e-12);
  assert.deepEqual([mixFits(a, b, 0), mixFits(a, b, 1)], [a, b]);
});

Deno.test("far points come first, of those that are as near those with a lower number", () => {
  const depth = Float32Array.from({ length: 500 }, (_, i) => ((i * 37) % 101) / 100);
  const order = new Uint32Array(500);
  farToNear(depth, order);
  const level = (/** @type {number} */ i) => Math.floor(depth[i] * 255);
  const expected = Array.from(depth.keys()).sort((a, b) => level(a) - level(b) || a - b);
  assert.deepEqual(Array.from(order), expected);
});
