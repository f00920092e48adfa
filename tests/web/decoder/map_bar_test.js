import assert from "node:assert/strict";
import { exchanged } from "../../../web/decoder/map_bar.js";

Deno.test("an axis is exchanged; taking the other's swaps the two", () => {
  assert.deepEqual(exchanged([0, 1], 0, 4), [4, 1]);
  assert.deepEqual(exchanged([4, 1], 1, 6), [4, 6]);
  assert.deepEqual(exchanged([4, 6], 0, 6), [6, 4]);
  assert.deepEqual(exchanged([4, 6], 1, 4), [6, 4]);
  assert.deepEqual(exchanged([4, 6], 1, 6), [4, 6]);
});
