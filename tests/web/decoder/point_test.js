import assert from "node:assert/strict";
import { nudged, Point } from "../../../web/decoder/point.js";
import { assertNear } from "../assertions.js";

/** @param {number[]} z */
function pointAt(...z) {
  const point = new Point();
  point.z = Float64Array.from(z);
  return point;
}

/**
 * @param {Point} point
 * @param {number[]} target
 * @param {{ start?: number, duration?: number, isTold?: boolean, isBack?: boolean }} [how]
 */
const setOut = (point, target, { start = 0, duration = 400, isTold = false, isBack = false } = {}) =>
  point.setOut(Float64Array.from(target), { start, duration, isTold, isBack });

/** @param {Point} point */
const history = ({ history }) => history.map((z) => Array.from(z));

Deno.test("a drag is one step in the history, from where the hand took hold", () => {
  const point = pointAt(1, 1);
  for (const to of [1.2, 1.5, 2]) point.hold((z) => (z[0] = to));
  assert.ok(point.isHeld);
  assert.ok(point.rest());
  assert.ok(!point.isHeld);
  assert.deepEqual([point.position, history(point)], [[2, 1], [[1, 1]]]);
  assert.ok(!point.rest());
});

Deno.test("a hand that moves nothing leaves no step", () => {
  const point = pointAt(1, 1);
  point.hold(() => {});
  assert.ok(point.rest());
  assert.deepEqual(history(point), []);
});

Deno.test("a glide is straight, slow at both ends, and ends in its target, exactly", () => {
  const point = pointAt(0.1, 0.7);
  assert.ok(setOut(point, [1.3, -2.9], { start: 1000 }));
  assert.ok(!point.advance(1100));
  assertNear(point.z, [0.1 + 1.2 * 0.15625, 0.7 - 3.6 * 0.15625], 1e-12);
  assert.ok(!point.advance(1200));
  assertNear(point.z, [0.7, -1.1], 1e-12);
  assert.ok(point.advance(1400));
  assert.deepEqual(Array.from(point.z), [1.3, -2.9]);
  assert.equal(point.glide, null);
  assert.ok(!point.advance(1500));
  assert.deepEqual(history(point), [[0.1, 0.7]]);
});

Deno.test("without a duration the target is reached in the first frame", () => {
  const point = pointAt(1, 1);
  setOut(point, [2, 2], { start: 5, duration: 0 });
  assert.ok(point.advance(5));
  assert.deepEqual(point.position, [2, 2]);
});

Deno.test("a glide to where the server knows it is not told", () => {
  const point = pointAt(1, 1);
  setOut(point, [2, 2], { isTold: true });
  assert.ok(!point.advance(400));
  assert.deepEqual(point.position, [2, 2]);
});

Deno.test("there is no way to where the point is", () => {
  const point = pointAt(1, 1);
  assert.ok(!setOut(point, [1, 1]));
  assert.deepEqual(history(point), []);
});

Deno.test("back from a glide under way leads to where it began, and nobody has stopped between", () => {
  const point = pointAt(2, 2);
  setOut(point, [0, 0]);
  point.advance(100);
  setOut(point, [-3, 1], { start: 100 });
  point.advance(200);
  assert.deepEqual(history(point), [[2, 2]]);
  const target = /** @type {Float64Array} */ (point.history.pop());
  assert.ok(setOut(point, Array.from(target), { start: 200, isBack: true }));
  assert.ok(point.advance(600));
  assert.deepEqual([point.position, history(point)], [[2, 2], []]);
});

Deno.test("back before the first frame of a glide still ends where it began", () => {
  const point = pointAt(2, 2);
  setOut(point, [0, 0]);
  point.history.pop();
  assert.ok(setOut(point, [2, 2], { isBack: true }));
  assert.ok(point.advance(400));
  assert.deepEqual([point.position, history(point)], [[2, 2], []]);
});

Deno.test("a hand that stops a glide comes back to where the glide began", () => {
  const point = pointAt(2, 2);
  setOut(point, [0, 0]);
  point.advance(200);
  point.hold((z) => (z[0] = 3));
  assert.equal(point.glide, null);
  point.rest();
  assert.deepEqual([point.position, history(point)], [[3, 1], [[2, 2]]]);
});

Deno.test("a hand that stops a way back has hold of the point too", () => {
  const point = pointAt(2, 2);
  setOut(point, [0, 0], { isBack: true });
  point.advance(200);
  point.hold((z) => (z[0] = 3));
  assert.ok(point.rest());
  assert.deepEqual([point.position, history(point)], [[3, 1], [[1, 1]]]);
});

Deno.test("an address has hundredths, and no −0", () => {
  assert.ok(pointAt(0.126, -0.004).position.every((value, i) => Object.is(value, [0.13, 0][i])));
});

Deno.test("keys move in whole hundredths, up to the limit", () => {
  assert.equal(nudged(0.1, 0.2), 0.3);
  assert.equal(nudged(0.7000000000000001, -0.5), 0.2);
  assert.deepEqual([nudged(3.8, 0.5), nudged(-4, -0.1)], [4, -4]);
});
