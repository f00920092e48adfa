import assert from "node:assert/strict";
import { alongBasis, moving, still } from "../../../web/map/positions.js";
import { fitOf } from "../../../web/map/projection.js";
import { assertNear } from "../assertions.js";
import { reference } from "../references.js";

const { landing: { basis, codes, points } } = reference("map");

/** @param {number[][]} frames */
function filmOf(...frames) {
  const all = frames.map((frame) => Float32Array.from(frame));
  return { frames: all, fit: (/** @type {number} */ i) => fitOf(all[i], 2) };
}

Deno.test("codes along a basis are NumPy's product", () => assertNear(alongBasis(codes, basis), points, 1e-5));

Deno.test("a linear map is the same at any moment", () => {
  const course = still(Float32Array.from(codes), basis, false);
  const found = course(0);
  assertNear(found?.points, points, 1e-5);
  assert.deepEqual(course(3.5), found);
  assert.deepEqual(found?.fit, fitOf(Float32Array.from(points), 2));
});

Deno.test("the space itself keeps 0 in the middle", () => {
  const course = still(Float32Array.of(1, 2, -3, 0.5), [[1, 0], [0, 1]], true);
  assert.deepEqual(course(0)?.fit, { centre: [0, 0], radius: 3 });
});

Deno.test("a film without frames is nowhere yet", () => assert.equal(moving(filmOf())(0), null));

Deno.test("at a frame the points are that frame's, after the last one they stay", () => {
  const film = filmOf([0, 0, 2, 2], [0, 0, 4, 8]);
  const course = moving(film);
  assert.deepEqual(course(1), { points: film.frames[1], fit: { centre: [2, 4], radius: 4 } });
  assert.deepEqual(course(7.3), course(1));
});

Deno.test("between two frames a point moves evenly in reaches, while the map grows by factors", () => {
  // The first point is at the lower left in both; the last goes from the middle of its side to its upper end.
  const course = moving(filmOf([-1, -1, 1, 1, 1, 0], [-100, -100, 100, 100, 100, 100]));
  const found = course(0.5);
  assertNear(found?.fit.radius, 10, 1e-9);
  assertNear(found?.points, [-10, -10, 10, 10, 10, 5], 1e-5);
});
