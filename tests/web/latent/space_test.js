import assert from "node:assert/strict";
import { clamp, LIMIT } from "../../../web/latent/space.js";

Deno.test("coordinates stay within the limit", () => {
  assert.deepEqual([-Infinity, -LIMIT, -0.5, LIMIT, 4.01].map(clamp), [-LIMIT, -LIMIT, -0.5, LIMIT, LIMIT]);
});
