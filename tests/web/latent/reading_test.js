import assert from "node:assert/strict";
import { reading } from "../../../web/latent/reading.js";
import { UNLABELLED } from "../../../web/latent/codes.js";

const TEXT = { reading: "a {digit}, {distance} away", reading_unlabelled: "{distance} away" };

Deno.test("what is said of the nearest code, with a class and without one", () => {
  const model = { codes: Float32Array.of(1, 0, -1, 0), labels: Uint8Array.of(7, UNLABELLED) };
  assert.equal(reading(model, [1, 0.256], TEXT), "a 7, 0.26 away");
  assert.equal(reading(model, [-1, 0], TEXT), "0.00 away");
  assert.equal(reading({ ...model, class_names: [..."abcdefgh"] }, [1, 0], TEXT), "a h, 0.00 away");
  assert.equal(reading({ codes: new Float32Array(0), labels: new Uint8Array(0) }, [0, 0], TEXT), "");
});
