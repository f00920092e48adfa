import assert from "node:assert/strict";
import { straight } from "../../../web/latent/paths.js";
import { LEG_SECONDS, placeAt, stopAt } from "../../../web/walk/stops.js";
import { assertNear } from "../assertions.js";

const [SEED, N] = [5, 8];
const stops = (/** @type {number} */ seed, /** @type {number} */ count) =>
  Array.from({ length: count }, (_, k) => stopAt(seed, k, N));

Deno.test("the tour stops at draws of the prior", () => {
  const draws = stops(SEED, 400).flat();
  const mean = draws.reduce((sum, value) => sum + value) / draws.length;
  const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
  assertNear(mean, 0, 4 / Math.sqrt(draws.length));
  assertNear(variance, 1, 4 * Math.sqrt(2 / draws.length));
});

Deno.test("a seed has the same stops each time, and the next one shares none with it", () => {
  assert.deepEqual(stops(SEED, 20), stops(SEED, 20));
  const all = new Set([...stops(SEED, 200), ...stops(SEED + 1, 200)].map(String));
  assert.equal(all.size, 400);
});

Deno.test("the tour rests at a stop and then moves straight to the next, slowly at both ends", () => {
  const [first, second, third] = stops(SEED, 3);
  for (const time of [0, 0.3, 0.7]) assert.deepEqual(placeAt(SEED, time, N), first);
  assertNear(placeAt(SEED, LEG_SECONDS, N), second, 1e-12);
  assertNear(placeAt(SEED, LEG_SECONDS + 0.7, N), second, 1e-12);
  assertNear(placeAt(SEED, 2 * LEG_SECONDS, N), third, 1e-12);
  const halfway = 0.7 + (LEG_SECONDS - 0.7) / 2;
  assertNear(placeAt(SEED, halfway, N), straight(first, second, 0.5), 1e-12);
  const quarter = 0.7 + (LEG_SECONDS - 0.7) / 4;
  assertNear(placeAt(SEED, quarter, N), straight(first, second, 3 / 16 - 2 / 64), 1e-12); // 3t² − 2t³
});
