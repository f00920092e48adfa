import assert from "node:assert/strict";
import { marginals } from "../../../web/latent/density.js";
import { LIMIT } from "../../../web/latent/space.js";
import { parseSafetensors } from "../../../web/networks/safetensors.js";
import { assertNear } from "../assertions.js";
import { reference, referenceFile } from "../references.js";

const { models } = reference("latent");

for (const [name, { n, mixtures, histograms }] of Object.entries(models)) {
  const { mean, log_variance } = parseSafetensors(referenceFile(`${name}.encodings`));
  const found = marginals(
    /** @type {Float32Array} */ (mean.values),
    /** @type {Float32Array | undefined} */ (log_variance?.values),
    n,
    LIMIT,
  );

  if (mixtures) {
    Deno.test(`${name}: each coordinate's density is SciPy's mixture of normal distributions`, () =>
      assertNear(found, mixtures, 1e-4));
  } else {
    Deno.test(`${name}: each coordinate's density is NumPy's histogram`, () => {
      const twoCodes = (2 * found[0].length) / (2 * LIMIT) / (mean.values.length / n); // at edges of bins
      assertNear(found, histograms, twoCodes);
    });
  }
}

Deno.test("the density of one wide code is its bell, of a narrow one a bell of half a bin", () => {
  const bell = (/** @type {number} */ x, /** @type {number} */ sigma) =>
    Math.exp(-0.5 * (x / sigma) ** 2) / sigma / Math.sqrt(2 * Math.PI);
  const middles = Array.from({ length: 64 }, (_, bin) => -4 + (bin + 0.5) / 8);
  for (const [variance, sigma] of [[1, 1], [1e-4, 1 / 16]]) {
    const [found] = marginals(Float32Array.of(0.5), Float32Array.of(Math.log(variance)), 1, 4);
    assertNear(found, middles.map((x) => bell(x - 0.5, sigma)), 1e-5);
    assertNear(found.reduce((sum, value) => sum + value / 8, 0), 1, 0.02); // two places of a narrow bell are few
  }
});

Deno.test("codes beyond the limit are left out of a histogram, but counted", () => {
  const [found] = marginals(Float32Array.of(9, -9, 0.01, 0.02), undefined, 1, 4);
  assert.equal(found[32], 0.5 * 8);
  assert.equal(found.reduce((sum, value) => sum + value), 0.5 * 8);
});

Deno.test("where there are no codes, their density is 0", () => {
  const found = marginals(new Float32Array(0), undefined, 2, LIMIT);
  assert.equal(found.length, 2);
  assert(found.every((density) => density.every((value) => value === 0)));
});
