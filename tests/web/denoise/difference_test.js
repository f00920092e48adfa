import assert from "node:assert/strict";
import { inkElsewhere } from "../../../web/denoise/difference.js";

Deno.test("the share of ink that lies elsewhere is 0 for equals, 1 without a common pixel, and the same both ways", () => {
  assert.equal(inkElsewhere([0, 0.5, 1], [0, 0.5, 1]), 0);
  assert.equal(inkElsewhere([1, 0, 0], [0, 1, 0.3]), 1);
  assert.equal(inkElsewhere([0, 0], [0, 0]), 0);
  const [a, b] = [[0.2, 0.9, 0], [0.4, 0.1, 0.4]];
  assert.equal(inkElsewhere(a, b), inkElsewhere(b, a));
  assert.ok(Math.abs(inkElsewhere(a, b) - 1.4 / 2) < 1e-12);
});
