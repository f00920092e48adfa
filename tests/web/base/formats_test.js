import assert from "node:assert/strict";
import { briefly, filled, readable, signed, subscript } from "../../../web/base/formats.js";

Deno.test("values go into their places; a place without one stays", () => {
  assert.equal(filled("{n} of {all}, {n}", { n: 3, all: "10" }), "3 of 10, 3");
  assert.equal(filled("{n} of {all}", { n: 0 }), "0 of {all}");
});

Deno.test("of a long name its beginning", () => {
  assert.deepEqual(["", "cat", "elephant", "elephants"].map((name) => briefly(name)), [
    "",
    "cat",
    "elephant",
    "elephan…",
  ]);
  assert.equal(briefly("𝔞𝔟𝔠𝔡", 3), "𝔞𝔟…");
});

Deno.test("a true minus, and none before 0", () => {
  assert.deepEqual([1.005, -1.234, -0.004, -0.006, 0, -0].map((value) => signed(value)), [
    "1.00",
    "−1.23",
    "0.00",
    "−0.01",
    "0.00",
    "0.00",
  ]);
  assert.deepEqual([signed(-0.4, 0), signed(-12.6, 0), signed(-0.04, 1)], ["0", "−13", "0.0"]);
});

Deno.test("a number is read at a glance: three digits, a thousand whole, extremes with a power of ten", () => {
  const expected = { 0: "0", 0.5: "0.5", 1.2345: "1.23", 123.4: "123", 1234.5: "1234.5", 1234567: "1.2e+6" };
  for (const [value, text] of Object.entries(expected)) assert.equal(readable(Number(value)), text);
  assert.deepEqual([-2.5, -0.0004, 0.001, 999999].map(readable), ["−2.5", "−4.0e−4", "0.001", "999999"]);
});

Deno.test("dimensions are counted from 1", () => {
  assert.deepEqual([0, 8, 9, 31].map(subscript), ["₁", "₉", "₁₀", "₃₂"]);
});
