import assert from "node:assert/strict";
import { nearestOnScreen, nextInDirection } from "../../../web/map/hits.js";
import { reference } from "../references.js";

const { hits } = reference("map");

Deno.test("the point under the pointer is SciPy's nearest neighbour, where it is near enough", () => {
  const screen = Float32Array.from(hits.screen);
  const found = hits.places.map((/** @type {[number, number]} */ place) => nearestOnScreen(screen, place, hits.reach));
  assert.deepEqual(found, hits.nearest);
  assert.ok(found.includes(-1) && new Set(found).size > 20);
});

Deno.test("of two points in one place the later, which lies above, is meant", () =>
  assert.equal(nearestOnScreen(Float32Array.of(5, 5, 5, 5, 9, 9), [5, 6], 2), 1));

Deno.test("arrows go to the nearest point that lies rather in their direction", () => {
  //                              0       1       2       3       4       5        6
  const screen = Float32Array.of(50, 50, 70, 50, 60, 58, 50, 20, 30, 49, 50, 120, 51, 50);
  const next = (/** @type {[number, number]} */ direction) => nextInDirection(screen, 0, direction, 100);
  assert.equal(next([1, 0]), 6);
  assert.equal(nextInDirection(screen, 6, [1, 0], 100), 1); // straight on, though point 2 is nearer
  assert.equal(next([0, -1]), 3);
  assert.equal(next([-1, 0]), 4);
  assert.equal(next([0, 1]), -1); // point 5 is not on the square, point 2 lies aside
});
