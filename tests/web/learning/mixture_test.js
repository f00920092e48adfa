import assert from "node:assert/strict";
import { scheduleOf } from "../../../web/diffusion/schedule.js";
import { Excess, leastLoss } from "../../../web/learning/losses.js";
import { around, drawn, known } from "../../../web/learning/mixture.js";
import { drawnSteps, noised } from "../../../web/learning/noising.js";
import { mulberry32 } from "../../../web/networks/random.js";
import { assertNear } from "../assertions.js";
import { reference } from "../references.js";

const { logSnr, fields, least, points } = reference("learning");
const schedule = scheduleOf(logSnr);

Deno.test("the true field and the density are those of vae_core", () => {
  for (const { mixture, level, places, noise, logDensity } of fields) {
    const found = known(mixture, level, Float64Array.from(places));
    assertNear(found.noise, noise, 1e-9 * Math.max(1, ...noise.map(Math.abs)));
    /** @type {number[]} */ (logDensity).forEach((value, i) =>
      assertNear(found.density[i], Math.exp(value), 1e-9 * (1 + Math.exp(value)))
    );
  }
});

Deno.test("the least loss is that of vae_core at each step", () => {
  for (const { mixture, losses } of least) {
    assertNear(
      losses.map((/** @type {number} */ _, /** @type {number} */ i) => leastLoss(mixture, schedule, i + 1)),
      losses,
      1e-9,
    );
  }
});

Deno.test("points that are set are discs as vae_core has them", () => {
  const { mixture, points: set } = points;
  const found = around(set, 0.15);
  assertNear([found.weights, found.means, found.variances], [mixture.weights, mixture.means, mixture.variances], 1e-12);
});

Deno.test("draws have the mean and the variance of their mixture", () => {
  const mixture = {
    weights: [0.7, 0, 0.3],
    means: [[0, 1], [5, 5], [-2, 0.5]],
    variances: [[0.1, 0.5], [1, 1], [0.2, 0.04]],
  };
  const random = mulberry32(2);
  const n = 20_000;
  const draws = Array.from({ length: n }, () => drawn(/** @type {any} */ (mixture), random));
  for (const i of [0, 1]) {
    const mean = 0.7 * mixture.means[0][i] + 0.3 * mixture.means[2][i];
    const square = [0, 2].reduce(
      (sum, k) => sum + mixture.weights[k] * (mixture.variances[k][i] + mixture.means[k][i] ** 2),
      0,
    );
    const variance = square - mean ** 2;
    const found = draws.reduce((sum, draw) => sum + draw[i], 0) / n;
    assertNear(found, mean, 4 * Math.sqrt(variance / n));
    assertNear(draws.reduce((sum, draw) => sum + (draw[i] - found) ** 2, 0) / n, variance, 0.05 * variance);
  }
});

Deno.test("steps are spread evenly over all there are, whatever the start", () => {
  for (const start of [0, 0.5, 0.999999]) {
    const steps = drawnSteps(128, 100, () => start);
    assert.ok(steps.every((t) => Number.isInteger(t) && t >= 1 && t <= 100));
    const counts = Array.from(
      { length: 10 },
      (_, tenth) => steps.filter((t) => Math.floor((t - 1) / 10) === tenth).length,
    );
    assert.ok(counts.every((count) => count >= 12 && count <= 14), String(counts));
  }
});

Deno.test("the true field has no excess; the loss of any other is the least loss and its excess", () => {
  const { mixture } = least[0];
  const [t, n] = [30, 4000];
  const steps = Array(n).fill(t);
  const { seen, noise } = noised(mixture, schedule, steps, mulberry32(9));
  const best = known(mixture, { signal: schedule.signal[t], noise: schedule.noise[t] }, seen).noise;
  const other = seen.map((x) => schedule.noise[t] * x);
  /** @type {(of: Float64Array, from: Float64Array) => number[]} */
  const squares = (of, from) =>
    Array.from({ length: n }, (_, i) => (of[2 * i] - from[2 * i]) ** 2 + (of[2 * i + 1] - from[2 * i + 1]) ** 2);
  const mean = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value, 0) / n;
  const away = squares(other, best);
  const differences = squares(other, noise).map((loss, i) => loss - away[i]);
  const expected = leastLoss(mixture, schedule, t);
  const error = Math.sqrt(mean(differences.map((value) => (value - expected) ** 2)) / n);
  assertNear(mean(differences), expected, 4 * error);
  const truth = {
    noiseIn: (/** @type {Float64Array} */ places, /** @type {number[]} */ at) =>
      Float64Array.from(
        at.flatMap((
          step,
          i,
        ) => [
          ...known(
            mixture,
            { signal: schedule.signal[step], noise: schedule.noise[step] },
            places.slice(2 * i, 2 * i + 2),
          ).noise,
        ]),
      ),
  };
  const none = new Excess(mixture, schedule, 3, () => mulberry32(1)).of(/** @type {any} */ (truth));
  assert.equal(none.length, 100);
  assertNear(none, Array(100).fill(0), 1e-20);
});
