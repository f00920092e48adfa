import assert from "node:assert/strict";
import { Batch } from "../../../web/dataflow/batch.js";
import { throughBoth } from "../../../web/dataflow/both.js";
import { sum } from "../../../web/dataflow/numbers.js";
import { nudge } from "../../../web/dataflow/nudge.js";
import { noise } from "../../../web/networks/random.js";
import { parseSafetensors } from "../../../web/networks/safetensors.js";
import { networkOf } from "../networks/networks.js";
import { assertNear } from "../assertions.js";
import { reference, referenceFile } from "../references.js";

const n = 8;
const networks = { vae: networkOf("mnist-vae-8d"), ae: networkOf("mnist-ae-8d") };
/** @param {"vae" | "ae"} kind */
const codesOf = (
  kind,
) => /** @type {Float32Array} */ (parseSafetensors(referenceFile(`mnist-${kind}-8d.encodings`)).mean.values);
const codes = { vae: codesOf("vae"), ae: codesOf("ae") };
const x = Float32Array.from(reference("networks").images[0]);
const still = nudge({ dimension: 0, shift: 0, stretch: 1 }, n);
const moved = nudge({ dimension: 3, shift: 0.7, stretch: 1.6 }, n);

/**
 * @param {Batch} batch
 * @param {{ seed?: number, hand?: import("../../../web/networks/flow.js").Nudge, isBack?: boolean }} [place]
 */
function start(batch, { seed = 1, hand = still, isBack = false } = {}) {
  const first = throughBoth(networks, x, noise(seed, n), hand, isBack);
  batch.start(x, first, seed, hand, isBack);
  return first;
}

/** @param {Batch} batch */
function finish(batch) {
  let steps = 0;
  for (; !batch.isDone; steps++) batch.step();
  return steps;
}

Deno.test("a picture of a result stays when the next is computed", () => {
  const { vae } = throughBoth(networks, x, noise(1, n), still, false);
  const before = vae.xHat.slice();
  throughBoth(networks, new Float32Array(784), noise(2, n), moved, true);
  assert.deepEqual(vae.xHat, before);
});

Deno.test("gradients are there where they are asked for", () => {
  assert.ok(!("ofZ" in throughBoth(networks, x, noise(1, n), still, false).vae));
  const { vae, ae } = throughBoth(networks, x, noise(1, n), still, true);
  assert.deepEqual([vae.ofZ?.length, vae.ofMu?.length, vae.ofSigma?.length, ae.ofSigma], [n, n, n, null]);
});

Deno.test("on top is the digit on screen; below it decoded ones in 256 levels, each with a noise of its own", () => {
  const batch = new Batch(networks, codes, n, 20);
  const first = start(batch, { hand: moved, isBack: true });
  assert.equal(finish(batch), Math.ceil(19 / 6));
  assert.deepEqual(batch.x[0], x);
  assert.equal(batch.results[0], first);
  for (let row = 1; row < 20; row++) {
    const image = batch.x[row];
    assert.ok(Math.max(...image) > 0.5);
    assertNear(image.map((value) => 255 * value), Array.from(image, (value) => Math.round(255 * value)), 1e-4);
    const expected = throughBoth(networks, image, noise(1 + 10_000 * row, n), moved, true);
    assert.deepEqual(batch.results[row], expected);
  }
});

Deno.test("where only the digit changes, the other rows stay; where the hand moves anything, they come anew", () => {
  const batch = new Batch(networks, codes, n, 8);
  start(batch);
  finish(batch);
  start(batch);
  assert.ok(batch.isDone);
  for (const place of [{ seed: 2 }, { seed: 2, hand: moved }, { seed: 2, hand: moved, isBack: true }]) {
    const before = batch.results[7];
    start(batch, place);
    assert.ok(!batch.isDone);
    finish(batch);
    assert.notDeepEqual(batch.results[7], before);
  }
});

Deno.test("a mean is that of the rows that have been computed", () => {
  const batch = new Batch(networks, codes, n, 8);
  const { ae } = start(batch);
  assert.equal(batch.mean("ae", ({ reconstruction }) => reconstruction), ae.reconstruction);
  finish(batch);
  const all = batch.results.map((result) => result?.ae.reconstruction ?? NaN);
  assertNear(batch.mean("ae", ({ reconstruction }) => reconstruction), all.reduce((a, b) => a + b) / 8, 1e-9);
});

Deno.test("neither model has it easier: the AE reconstructs better, as it does test digits", () => {
  const batch = new Batch(networks, codes, n, 128);
  start(batch);
  finish(batch);
  const { vae, ae } = batch.means;
  // On MNIST's first 2000 test digits 77.1 and 81.3 nats.
  assert.ok(vae.reconstruction > ae.reconstruction + 1);
  assertNear(vae.kl?.[0] ?? NaN, batch.mean("vae", ({ kl }) => sum(kl ?? [])), 1e-4);
  assert.equal(ae.kl, null);
});
