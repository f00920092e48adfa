import assert from "node:assert/strict";
import { eased, spherical, straight } from "../../../web/latent/paths.js";
import { assertNear } from "../assertions.js";
import { reference } from "../references.js";

const { ways, eased: { times, expected } } = reference("latent");

for (const [name, way] of Object.entries({ straight, spherical })) {
  Deno.test(`the ${name} way is vae_core's, at the extremes too`, () => {
    for (const { a, b, [name]: places } of ways) {
      assertNear(times.map((/** @type {number} */ t) => way(a, b, t)), places, 1e-12);
    }
  });
}

Deno.test("the straight way ends exactly where it should", () => {
  for (const { a, b } of ways) assert.deepEqual([straight(a, b, 0), straight(a, b, 1)], [a, b]);
});

Deno.test("a way is slow at both ends as vae_core's is", () => assertNear(times.map(eased), expected, 1e-15));
