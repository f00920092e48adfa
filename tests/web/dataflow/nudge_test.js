import assert from "node:assert/strict";
import { nudge } from "../../../web/dataflow/nudge.js";

Deno.test("one dimension is moved, or all", () => {
  const hand = { shift: 0.7, stretch: 1.6 };
  assert.deepEqual(nudge({ dimension: 2, ...hand }, 3), { shift: [0, 0.7, 0], stretch: [1, 1.6, 1] });
  assert.deepEqual(nudge({ dimension: 0, ...hand }, 2), { shift: [0.7, 0.7], stretch: [1.6, 1.6] });
  assert.deepEqual(nudge({ dimension: 1, shift: 0, stretch: 1 }, 2), { shift: [0, 0], stretch: [1, 1] });
});
