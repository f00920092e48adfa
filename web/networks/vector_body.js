// The blocks of vae_core/models/denoiser.py for vectors.

import { blocksOf, denseOf, passed } from "./dense.js";
import { ACTIVATIONS } from "./network.js";

const { silu } = ACTIVATIONS;

/**
 * Residual blocks h + W₂ silu(W₁ h + U c), between a layer in and a layer out.
 *
 * @param {import("./safetensors.js").Tensors} tensors
 * @returns {import("./denoiser.js").Body}
 */
export function vectorBody(tensors) {
  const [enter, leave] = ["body.enter", "body.leave"].map((name) => denseOf(tensors, name));
  const blocks = blocksOf(tensors, "body.blocks").map((name) => ({
    first: denseOf(tensors, `${name}.first`),
    told: denseOf(tensors, `${name}.told`),
    second: denseOf(tensors, `${name}.second`),
  }));
  const [h, inner, change] = [1, 2, 3].map(() => new Float32Array(enter.size));
  const output = new Float32Array(leave.size);
  return {
    told: blocks.map(({ told }) => told),
    velocity(x, told) {
      passed(enter, x, h);
      blocks.forEach(({ first, second }, block) => {
        passed(first, h, inner);
        const shift = told[block];
        for (let i = 0; i < inner.length; i++) inner[i] = silu(inner[i] + shift[i]);
        passed(second, inner, change);
        for (let i = 0; i < h.length; i++) h[i] += change[i];
      });
      for (let i = 0; i < h.length; i++) inner[i] = silu(h[i]);
      return passed(leave, inner, output);
    },
  };
}
