import assert from "node:assert/strict";
import { Denoiser } from "../../../web/networks/denoiser.js";
import { parseSafetensors } from "../../../web/networks/safetensors.js";
import { assertNear } from "../assertions.js";
import { reference, referenceFile } from "../references.js";

const { models } = reference("diffusion");

/** @param {string} name */
const denoiserOf = (name) =>
  new Denoiser(
    /** @type {import("../../../web/networks/safetensors.js").Tensors} */ (parseSafetensors(
      referenceFile(`${name}.denoiser`),
    )),
  );

for (const [name, cases] of Object.entries(models)) {
  Deno.test(`${name}: v is torch's, at every noise, with a class and without`, () => {
    const denoiser = denoiserOf(name);
    for (const { logSnr, label, x, v } of cases) {
      const found = denoiser.velocity(Float32Array.from(x), denoiser.condition(logSnr, label));
      assertNear(found, v, 2e-5 * Math.max(1, ...v.map(Math.abs)));
    }
  });
}

Deno.test("what one noise and one class say is worked out once", () => {
  const denoiser = denoiserOf("vector");
  assert.equal(denoiser.condition(0.5, 1), denoiser.condition(0.5, 1));
  assert.notEqual(denoiser.condition(0.5, 1), denoiser.condition(0.5, 2));
  assert.notEqual(denoiser.condition(0.5, 1), denoiser.condition(0.5));
});
