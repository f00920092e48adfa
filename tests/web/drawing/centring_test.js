import { centred } from "../../../web/drawing/centring.js";
import { assertNear } from "../assertions.js";
import { reference } from "../references.js";

const { drawings, centred: expected } = reference("drawing");

Deno.test("drawings are centred as vae_core centres them, also the smallest, the thinnest and those at an edge", () => {
  drawings.forEach((/** @type {number[]} */ drawing, /** @type {number} */ i) =>
    assertNear(centred(Float32Array.from(drawing)), expected[i], 1e-6)
  );
});
