import assert from "node:assert/strict";
import { across, nats, norm, rounded, short, sum } from "../../../web/dataflow/numbers.js";

Deno.test("a number has the width of a cell", () => {
  assert.deepEqual([0, 1.234, -9.994, 12.34, -99.94, 123.4, -1234].map(short), [
    "0.00",
    "1.23",
    "−9.99",
    "12.3",
    "−99.9",
    "123",
    "−1234",
  ]);
});

Deno.test("a number of an address has four digits", () => {
  assert.deepEqual([10 ** 0.005, -0.30000000000000004, 2.99999, 0].map(rounded), [1.012, -0.3, 3, 0]);
});

Deno.test("a bar goes from the middle to the side of the sign, and no further than its cell", () => {
  assert.equal(across(1.5, 3, true), "translateX(50%) scaleX(0.25)");
  assert.equal(across(-3, 3, true), "translateX(50%) scaleX(-0.5)");
  assert.equal(across(-30, 3, true), "translateX(50%) scaleX(-0.5)");
  assert.equal(across(0.25, 1, false), "scaleX(0.25)");
  assert.equal(across(7, 4, false), "scaleX(1)");
});

Deno.test("sums and lengths", () => {
  assert.equal(sum(Float32Array.of(1, 2, 4.5)), 7.5);
  assert.equal(sum([]), 0);
  assert.equal(norm(Float64Array.of(3, -4)), 5);
  assert.equal(nats(-1.005, "nats"), "−1.00 nats");
});
