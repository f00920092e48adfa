import assert from "node:assert/strict";
import { decode, encode } from "../../../web/networks/network.js";
import { flow, gradients } from "../../../web/networks/flow.js";
import { assertNear } from "../assertions.js";
import { reference } from "../references.js";
import { networkOf } from "./networks.js";

const { images, nudge, models } = reference("networks");

for (const [name, { kind, n, codes, decoded, epsilon, ways }] of Object.entries(models)) {
  Deno.test(`${name} decodes as torch does`, () => {
    const { layers } = networkOf(name);
    codes.forEach((/** @type {number[]} */ z, /** @type {number} */ i) =>
      assertNear(decode(layers, z), decoded[i], 1e-5)
    );
  });

  Deno.test(`${name}: a digit's way and its gradient are torch's`, () => {
    const own = networkOf(name);
    const moved = { shift: Array(n).fill(nudge.shift), stretch: Array(n).fill(nudge.stretch) };
    ways.forEach((/** @type {any} */ expected, /** @type {number} */ i) => {
      const x = Float32Array.from(images[i]);
      const found = flow(own, x, Float32Array.from(epsilon), moved);
      for (const part of ["mu", "z", "xHat"]) assertNear(/** @type {any} */ (found)[part], expected[part], 1e-5);
      assertNear(found.reconstruction, expected.reconstruction, 1e-3 + 1e-6 * expected.reconstruction);
      const back = gradients(own, x, found);
      checkGradient(back.ofZ, expected.ofZ);
      if (kind === "ae") {
        assert.deepEqual([found.sigma, found.kl, back.ofSigma], [null, null, null]);
        return;
      }
      assertNear(found.sigma, expected.sigma, 1e-5);
      assertNear(found.kl, expected.kl, 1e-3);
      checkGradient(back.ofMu, expected.ofMu);
      checkGradient(back.ofSigma, expected.ofSigma);
    });
  });

  Deno.test(`${name}: an autoencoder's code is a point, a VAE's has a variance`, () => {
    const { mean, logVariance } = encode(networkOf(name).encoder, Float32Array.from(images[0]));
    assert.equal(mean.length, n);
    assert.equal(logVariance?.length, kind === "vae" ? n : undefined);
  });
}

/**
 * To single precision, measured by the largest: each is a sum of large terms that cancel.
 *
 * @param {ArrayLike<number> | null} found
 * @param {number[]} expected
 */
function checkGradient(found, expected) {
  assertNear(found, expected, 2e-4 * Math.max(1, ...expected.map(Math.abs)));
}
