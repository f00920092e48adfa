import assert from "node:assert/strict";
import { evenTicks } from "../../../web/base/ticks.js";

Deno.test("ticks are round, evenly apart, and not many", () => {
  assert.deepEqual(evenTicks(-3, 3), { values: [-3, -2, -1, 0, 1, 2, 3], digits: 0 });
  assert.deepEqual(evenTicks(-1.96, 1.96), { values: [-1.5, -1, -0.5, 0, 0.5, 1, 1.5], digits: 1 });
  assert.deepEqual(evenTicks(-2.13, 2.13), { values: [-2, -1, 0, 1, 2], digits: 0 });
  assert.deepEqual(evenTicks(0.12, 0.29, 5).values, [0.15, 0.2, 0.25]);
  assert.deepEqual(evenTicks(-480, 1270, 5), { values: [0, 500, 1000], digits: 0 });
});

Deno.test("the ends of an axis have their ticks, whatever they are rounded to", () => {
  assert.deepEqual(evenTicks(-0.3, 0.3).values, [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
  assert.equal(Object.is(evenTicks(-0.3, 0.3).values[3], 0), true);
});

Deno.test("any axis has ticks: each a multiple of the step, within its ends", () => {
  for (let i = 1; i < 400; i++) {
    const [low, high] = [-0.37 * i, 0.011 * i ** 2];
    const { values, digits } = evenTicks(low, high, 6);
    assert.ok(values.length >= 2 && values.length <= 6, String([low, high]));
    const step = values[1] - values[0];
    values.forEach((value, k) => {
      assert.ok(Math.abs(value - values[0] - k * step) < 1e-9 * Math.abs(high - low));
      assert.ok(value >= low - 1e-9 && value <= high + 1e-9);
      assert.equal(Number(value.toFixed(digits)), value);
    });
  }
});
