import assert from "node:assert/strict";
import { cellAt, cellOf, stepped, ticksOf } from "../../../web/walk/cells.js";

const SHAPE = { columns: 4, rows: 3 };

Deno.test("cells are counted along the rows; what is beyond the grid is in the cell next to it", () => {
  assert.deepEqual([cellAt(SHAPE, 0, 0), cellAt(SHAPE, 1, 2), cellAt(SHAPE, 2, 3)], [0, 6, 11]);
  assert.deepEqual([cellAt(SHAPE, -1, 4), cellAt(SHAPE, 3, -1)], [3, 8]);
});

Deno.test("arrow keys lead to the neighbours, from the middle at first, and stop at the edges", () => {
  const steps = (/** @type {number | null} */ cell) =>
    ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"].map((key) => stepped(SHAPE, cell, key));
  assert.deepEqual(steps(5), [6, 4, 1, 9]);
  assert.deepEqual(steps(null), [7, 5, 2, 10]); // of row 1, column 2
  assert.deepEqual(steps(0), [1, 0, 0, 4]);
  assert.deepEqual(steps(11), [11, 10, 7, 11]);
  assert.deepEqual([stepped(SHAPE, 5, "Enter"), stepped(SHAPE, 5, "a")], [null, null]);
});

Deno.test("a number's place among rising values is in cells, and at most half a cell beyond the ends", () => {
  const values = [-2, -1, 0, 2, 3];
  assert.deepEqual(values.map((value) => cellOf(values, value)), [0, 1, 2, 3, 4]);
  assert.deepEqual([-1.5, 0.5, 1, 2.75].map((value) => cellOf(values, value)), [0.5, 2.25, 2.5, 3.75]);
  assert.deepEqual([-2.25, 3.25].map((value) => cellOf(values, value)), [-0.25, 4.25]);
  assert.deepEqual([-9, 9].map((value) => cellOf(values, value)), [-0.5, 4.5]);
});

Deno.test("the ticks of an axis are round and even, also where its cells are not", () => {
  const even = Array.from({ length: 20 }, (_, i) => -3 + (6 * i) / 19);
  assert.deepEqual(ticksOf(even).map(({ text }) => text), ["−3", "−2", "−1", "0", "1", "2", "3"]);
  assert.deepEqual(ticksOf(even).map(({ cell }) => cell).filter((_, i) => i % 3 === 0), [0, 9.5, 19]);
  const crowded = [-1.64, -1.04, -0.67, -0.39, -0.13, 0.13, 0.39, 0.67, 1.04, 1.64]; // ten of equal probability
  const ticks = ticksOf(crowded);
  assert.deepEqual(ticks.map(({ text }) => text), ["−1.5", "−1.0", "−0.5", "0.0", "0.5", "1.0", "1.5"]);
  assert.equal(ticks[3].cell, 4.5);
  ticks.forEach(({ cell }, i) => assert.ok(Math.abs(cell + ticks[6 - i].cell - 9) < 1e-9));
});
