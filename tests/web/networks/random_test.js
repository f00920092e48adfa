import assert from "node:assert/strict";
import { mulberry32, noise, standardNormal } from "../../../web/networks/random.js";
import { assertNear } from "../assertions.js";

Deno.test("a draw from the prior is a draw from N(0, 1)", () => {
  const random = mulberry32(0);
  const draws = Array.from({ length: 20000 }, () => standardNormal(random));
  const moment = (/** @type {(draw: number) => number} */ of) =>
    draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length;
  const mean = moment((draw) => draw);
  // Each within four of its standard errors.
  assertNear(mean, 0, 4 * Math.sqrt(1 / draws.length));
  assertNear(moment((draw) => (draw - mean) ** 2), 1, 4 * Math.sqrt(2 / draws.length));
  assertNear(moment((draw) => draw ** 4), 3, 4 * Math.sqrt(96 / draws.length));
});

Deno.test("ε is standard normal, the same for a seed and another for each", () => {
  const [seeds, n] = [200, 8];
  const found = Array.from({ length: seeds }, (_, seed) => noise(seed, n));
  const draws = found.flatMap((row) => [...row]);
  const mean = draws.reduce((a, b) => a + b) / draws.length;
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
  assertNear(mean, 0, 4 / Math.sqrt(draws.length));
  assertNear(variance, 1, 4 * Math.sqrt(2 / draws.length));
  assert.deepEqual(found[7], noise(7, n));
  assert.equal(new Set(found.map(String)).size, seeds);
  assertNear(correlation(draws.slice(0, -n), draws.slice(n)), 0, 4 / Math.sqrt(draws.length));
});

/**
 * @param {number[]} a
 * @param {number[]} b
 */
function correlation(a, b) {
  const centred = (/** @type {number[]} */ values) => {
    const mean = values.reduce((x, y) => x + y) / values.length;
    return values.map((value) => value - mean);
  };
  const [x, y] = [centred(a), centred(b)];
  const product = (/** @type {number[]} */ u, /** @type {number[]} */ v) =>
    u.reduce((sum, value, i) => sum + value * v[i], 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}
