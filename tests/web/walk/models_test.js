import assert from "node:assert/strict";
import { classMeans, UNLABELLED } from "../../../web/latent/codes.js";
import { parseSafetensors } from "../../../web/networks/safetensors.js";
import { after, codeOf, nearby } from "../../../web/walk/models.js";
import { rowsOf } from "../../../web/walk/traversals.js";
import { assertNear } from "../assertions.js";
import { reference, referenceFile } from "../references.js";

const { models } = reference("latent");

for (const [name, { n, means, kl, spread }] of Object.entries(models)) {
  const { mean, log_variance, label } = parseSafetensors(referenceFile(`${name}.encodings`));
  const codes = /** @type {Float32Array} */ (mean.values);
  const labels = /** @type {Uint8Array} */ (label.values);
  const logVariances = /** @type {Float32Array | undefined} */ (log_variance?.values);
  const model = { codes, labels, logVariances, latent_dim: n, means: classMeans(codes, labels) };

  Deno.test(`${name}: a token names the mean of a class, or the code of an image`, () => {
    assertNear(["m0", "m9"].map((token) => codeOf(model, token)), [means[0], means[9]], 1e-6);
    assert.deepEqual(codeOf(model, "42"), Array.from(codes.slice(42 * n, 43 * n)));
    assert.deepEqual(codeOf(model, String(labels.length + 42)), codeOf(model, "42"));
  });

  Deno.test(`${name}: rows are ordered by the KL of vae_core; an autoencoder keeps its order`, () => {
    const rows = rowsOf(model);
    const order = Array.from({ length: n }, (_, j) => j).sort((a, b) => (kl ? kl[b] - kl[a] : 0));
    assert.deepEqual(rows.map(({ j }) => j), order);
    for (const { j, mean, deviation, cost } of rows) {
      assertNear([mean, deviation], [spread[j].mean, spread[j].deviation], 1e-6);
      if (kl) assertNear(cost, kl[j], 1e-6 * kl[j]);
      else assert.equal(cost, null);
    }
  });
}

Deno.test("the mean of a class without images is at 0", () => {
  const model = { codes: Float32Array.of(1, 2), labels: Uint8Array.of(3), latent_dim: 2 };
  assert.deepEqual(codeOf({ ...model, means: classMeans(model.codes, model.labels) }, "m5"), [0, 0]);
});

Deno.test("after an image comes the next of its class, after the last the first", () => {
  const labels = Uint8Array.of(7, 5, 7, 5, 5, 2);
  assert.deepEqual(["0", "1", "3", "4", "5"].map((token) => after(labels, token)), ["2", "3", "4", "1", "5"]);
  assert.equal(after(labels, "7"), "3"); // there are six: it names image 1
});

Deno.test("the nearest code has its digit where it has a class", () => {
  const model = { codes: Float32Array.of(0, 0, 3, 4), labels: Uint8Array.of(UNLABELLED, 7) };
  /** @type {[string, string]} */
  const sentences = ["{place}: digit {digit}, {distance} away", "{place}: {distance} away"];
  assert.equal(nearby(model, [3, 3], sentences, { place: "here" }), "here: digit 7, 1.00 away");
  assert.equal(nearby(model, [0, -0.5], sentences, { place: "here" }), "here: 0.50 away");
});
