import assert from "node:assert/strict";
import { ARROWS } from "../../../web/base/elements.js";
import { isFree, nudged, within } from "../../../web/figure/reach.js";
import { assertNear } from "../assertions.js";

const free = { low: null, high: null, step: null };

Deno.test("a handle stops at its limits", () => {
  assert.deepEqual([-9, 0.3, 9].map((x) => within({ ...free, low: -1, high: 2 }, x)), [-1, 0.3, 2]);
  assert.deepEqual([-9, 9].map((x) => within(free, x)), [-9, 9]);
  assert.equal(within({ ...free, low: 0 }, -1), 0);
});

Deno.test("a handle with steps stands on one of them", () => {
  assert.deepEqual([2.4, 2.6, 11.2].map((x) => within({ low: 0, high: 10, step: 1 }, x)), [2, 3, 10]);
});

Deno.test("a key moves a value by a step, or by a hundredth of the axis", () => {
  const axis = { ends: /** @type {[number, number]} */ ([-4, 6]), isLog: false };
  assertNear([nudged(1, 1, axis), nudged(1, -10, axis), nudged(1, 0, axis)], [1.1, 0, 1], 1e-12);
  assertNear([nudged(1, 2, axis, 0.5), nudged(1, -1, axis, 1)], [2, 0], 1e-12);
});

Deno.test("on a logarithmic axis, a key moves a value by a factor", () => {
  const axis = { ends: /** @type {[number, number]} */ ([-1, 3]), isLog: true };
  assertNear([nudged(1, 25, axis), nudged(10, -50, axis)], [10, 0.1], 1e-12);
  assertNear(nudged(nudged(7, 1, axis), -1, axis), 7, 1e-12);
});

Deno.test("a key does nothing to a handle that cannot go that way", () => {
  const ways = (/** @type {import("../../../web/figure/reach.js").Freedom} */ moves) =>
    Object.keys(ARROWS).filter((key) => isFree(moves, ARROWS[key]));
  assert.deepEqual(ways("x"), ["ArrowRight", "ArrowLeft"]);
  assert.deepEqual(ways("y"), ["ArrowUp", "ArrowDown"]);
  assert.deepEqual(ways("xy"), ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"]);
});
