import assert from "node:assert/strict";
import { beyondKey, positionOf, rounded, track, valueAt } from "../../../web/figure/scale.js";
import { assertNear } from "../assertions.js";
import { reference } from "../references.js";

const fine = { low: -2, high: 3, step: null, logarithmic: false };
const whole = { low: 1, high: 1000, step: 1, logarithmic: true };

Deno.test("equal ways on a logarithmic track are equal factors", () => {
  for (const { low, high, values } of reference("figure").ways) {
    const scale = { low, high, step: null, logarithmic: true };
    const positions = values.map((/** @type {number} */ _, /** @type {number} */ i) => i / (values.length - 1));
    assertNear(
      positions.map((/** @type {number} */ at) => valueAt(scale, at) / high),
      values.map((/** @type {number} */ value) => value / high),
      1e-12,
    );
    assertNear(values.map((/** @type {number} */ value) => positionOf(scale, value)), positions, 1e-12);
  }
});

Deno.test("on any other track, the position is the value", () => {
  assert.equal(valueAt(fine, 1.234), 1.234);
  assert.equal(positionOf(fine, 1.234), 1.234);
});

Deno.test("a track is as fine as its steps, or has a thousand positions", () => {
  assert.deepEqual(track(fine), { min: -2, max: 3, step: 0.005 });
  assert.deepEqual(track({ ...fine, step: 0.5 }), { min: -2, max: 3, step: 0.5 });
  assert.deepEqual(track(whole), { min: 0, max: 1, step: 0.001 });
});

Deno.test("values on a logarithmic track are whole steps", () => {
  for (let i = 0; i <= 1000; i++) assert.ok(Number.isInteger(valueAt(whole, i / 1000)));
  assert.deepEqual([0, 1].map((at) => valueAt(whole, at)), [1, 1000]);
});

Deno.test("a key goes to the next whole number where that is farther away than a position", () => {
  for (const value of [1, 2, 30]) {
    for (const direction of [1, -1]) {
      const next = beyondKey(whole, positionOf(whole, value), direction);
      assert.ok(next !== null && Math.abs(valueAt(whole, next) - (value + direction)) < 1e-9);
    }
  }
});

Deno.test("else a key goes as far as it goes by itself", () => {
  assert.equal(beyondKey(whole, positionOf(whole, 900), 1), null); // 901 is less than a position away
  assert.equal(beyondKey(whole, positionOf(whole, 2), 0), null); // another key
  assert.equal(beyondKey({ ...whole, step: null }, 0.5, 1), null);
  assert.equal(beyondKey({ ...fine, step: 1 }, 0, 1), null);
});

Deno.test("a number is rounded to a step, or kept", () => {
  assertNear([rounded(0.74, 0.5), rounded(-1.3, 0.25), rounded(7, 3)], [0.5, -1.25, 6], 0);
  assert.equal(rounded(0.123, null), 0.123);
});
