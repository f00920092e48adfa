import assert from "node:assert/strict";
import { remembering } from "../../../web/diffusion/guidance.js";

Deno.test("ways that set out from one place share its guess", () => {
  let asked = 0;
  const denoise = remembering((x, t) => {
    asked += 1;
    return x.map((value) => value + t);
  });
  const [x, other] = [Float64Array.of(1), Float64Array.of(1)];
  assert.equal(denoise(x, 5), denoise(x, 5));
  assert.equal(asked, 1);
  assert.deepEqual([...denoise(x, 6)], [7]);
  assert.deepEqual([...denoise(other, 6)], [7]);
  assert.equal(asked, 3);
});
