import assert from "node:assert/strict";
import { noiseAt } from "../../../web/denoise/noises.js";
import { reference } from "../references.js";

Deno.test("a seed has its own noises, the same each time", () => {
  assert.deepEqual(noiseAt(3, 1, 8), noiseAt(3, 1, 8));
  assert.notDeepEqual(noiseAt(3, 1, 8), noiseAt(3, 2, 8));
  assert.notDeepEqual(noiseAt(3, 1000, 8), noiseAt(4, 0, 8)); // a schedule has a thousand steps at most
});

Deno.test("they are standard normal", () => {
  const values = noiseAt(5, 0, 20_000);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  assert.ok(Math.abs(mean) < 4 / Math.sqrt(values.length));
  assert.ok(Math.abs(variance - 1) < 4 * Math.sqrt(2 / values.length));
});

Deno.test("a server finds the same ones", () => {
  /** @type {{ seed: number, at: number, values: number[] }[]} */
  const found = reference("noises");
  for (const { seed, at, values } of found) assert.deepEqual([...noiseAt(seed, at, values.length)], values);
});
