import assert from "node:assert/strict";
import { CLASSES, classMeans, meanKl, nearest, spread, UNLABELLED } from "../../../web/latent/codes.js";
import { parseSafetensors } from "../../../web/networks/safetensors.js";
import { assertNear } from "../assertions.js";
import { reference, referenceFile } from "../references.js";

const { models, unlabelled } = reference("latent");

for (const [name, expected] of Object.entries(models)) {
  const { mean, log_variance, label } = parseSafetensors(referenceFile(`${name}.encodings`));
  const codes = /** @type {Float32Array} */ (mean.values);

  Deno.test(`${name}: the nearest code is NumPy's`, () => {
    /** @type {ReturnType<typeof nearest>[]} */
    const found = expected.places.map((/** @type {number[]} */ z) => nearest(codes, z));
    assert.deepEqual(found.map(({ index }) => index), expected.nearest);
    assertNear(found.map(({ distance }) => distance), expected.distances, 1e-6);
  });

  Deno.test(`${name}: class means and spread are NumPy's`, () => {
    assertNear(classMeans(codes, /** @type {Uint8Array} */ (label.values)), expected.means, 1e-6);
    spread(codes, expected.n).forEach((found, j) => {
      assertNear(found.mean, expected.spread[j].mean, 1e-6);
      assertNear(found.deviation, expected.spread[j].deviation, 1e-6);
    });
  });

  Deno.test(`${name}: a VAE's mean KL is vae_core's`, () => {
    if (!log_variance) {
      assert.equal(expected.kl, undefined);
      return;
    }
    const found = meanKl(codes, /** @type {Float32Array} */ (log_variance.values), expected.n);
    assertNear(found.map((value, j) => value / expected.kl[j]), Array(expected.n).fill(1), 1e-6);
  });
}

Deno.test("the first of equally near codes is the nearest, and none is nearest where there are none", () => {
  assert.deepEqual(nearest([0, 0, 2, 0, 0, 0], [1, 0]), { index: 0, distance: 1 });
  assert.deepEqual(nearest([], [1, 0]), { index: -1, distance: Infinity });
});

Deno.test("images without a class count in no class, and a class without images has no mean", () => {
  const found = classMeans(Float32Array.of(1, 2, 3, 4, 100, 100), Uint8Array.of(3, 3, UNLABELLED));
  assert.equal(found.length, CLASSES);
  assert.deepEqual(found.map((mean, label) => (label === 3 ? mean : null)), found);
  assert.deepEqual(found[3], [2, 3]);
});

Deno.test("spread and KL of a few codes, by hand", () => {
  assert.deepEqual(spread(Float32Array.of(1, 5, 3, 5), 2), [{ mean: 2, deviation: 1 }, { mean: 5, deviation: 0 }]);
  const kl = meanKl(Float32Array.of(0, 1, 0, 3), Float32Array.of(0, 0, 0, Math.log(4)), 2);
  assertNear(kl, [0, 0.5 * (0.5 + 0.5 * (9 + 3 - Math.log(4)))], 1e-6);
});

Deno.test("files mark images without a class as the scripts read them", () => assert.equal(UNLABELLED, unlabelled));
