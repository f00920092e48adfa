import assert from "node:assert/strict";
import { DEPTHS, dotsOf } from "../../../web/map/palette.js";

Deno.test("dots are pale where others are chosen, and come up from the paper to their full colour", () => {
  const pixels = dotsOf([255, 100, 0], [55, 0, 200]);
  assert.equal(pixels.length, DEPTHS + 1);
  assert.equal(pixels[0], (156 << 16) | (22 << 8) | 99); // 22 % of the way; blue, green and red
  assert.equal(pixels[DEPTHS], (0 << 16) | (100 << 8) | 255);
  const reds = pixels.slice(1).map((pixel) => pixel & 255);
  assert.ok(reds.every((red, i) => i === 0 || red > reds[i - 1]) && reds[0] > 99);
});
