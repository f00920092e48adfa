import { mulberry32, standardNormal } from "../../../web/networks/random.js";
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
