import assert from "node:assert/strict";
import { guessOf } from "../../../web/diffusion/guidance.js";
import { scheduleOf } from "../../../web/diffusion/schedule.js";
import { hasChance, inTurn, sample, timesOf } from "../../../web/diffusion/sampling.js";
import { Denoiser } from "../../../web/networks/denoiser.js";
import { parseSafetensors } from "../../../web/networks/safetensors.js";
import { assertNear } from "../assertions.js";
import { reference, referenceFile } from "../references.js";

const { schedule, ways, times } = reference("diffusion");

for (
  const { model, schedule: { logSnr }, sampler, start, label, guidance, noise: drawn, last, halfway, guess } of ways
) {
  const schedule = scheduleOf(logSnr);
  Deno.test(`${model}: ${sampler.kind} from ${start}, ${sampler.steps} steps, η = ${sampler.eta}, ends where torch does`, () => {
    const tensors = parseSafetensors(referenceFile(`${model}.denoiser`));
    const denoiser = new Denoiser(/** @type {import("../../../web/networks/safetensors.js").Tensors} */ (tensors));
    const denoise = guessOf(denoiser, schedule, label, guidance);
    const fresh = (/** @type {number} */ at) => Float64Array.from(drawn[at]);
    const stops = [...sample(sampler, schedule, denoise, fresh(0), fresh, start)];
    assert.deepEqual(stops.map(({ t }) => t), timesOf(start, sampler.steps));
    const tolerance = 1e-4 * Math.max(1, ...last.map(Math.abs)); // drawn weights lead far out, learned ones do not
    assertNear(stops[0].guess, guess, tolerance);
    assertNear(stops[Math.floor(stops.length / 2)].x, halfway, tolerance);
    assertNear(/** @type {any} */ (stops.at(-1)).x, last, tolerance);
  });
}

Deno.test("steps are those of NumPy", () => {
  for (const [steps, expected] of Object.entries(times)) assert.deepEqual(timesOf(100, Number(steps)), expected);
});

Deno.test("ways take turns, and the shorter ones end sooner", () => {
  const stops = (/** @type {number[]} */ ...times) =>
    times.map((t) => ({ t, x: new Float64Array(), guess: new Float64Array() })).values();
  const found = [...inTurn([stops(5, 0), stops(0), stops(7, 3, 0)])].map(({ way, t }) => [way, t]);
  assert.deepEqual(found, [[0, 5], [1, 0], [2, 7], [0, 0], [2, 3], [2, 0]]);
});

Deno.test("only some ways have chance", () => {
  assert.ok(hasChance({ kind: "ancestral", steps: 2, eta: 0 }));
  assert.ok(hasChance({ kind: "ddim", steps: 2, eta: 0.1 }));
  assert.ok(!hasChance({ kind: "ddim", steps: 2, eta: 0 }));
  assert.ok(!hasChance({ kind: "flow", steps: 2, eta: 1 }));
});

Deno.test("without a class, guidance changes nothing", () => {
  const tensors = parseSafetensors(referenceFile("vector.denoiser"));
  const denoiser = new Denoiser(/** @type {import("../../../web/networks/safetensors.js").Tensors} */ (tensors));
  const x = Float64Array.from([0.3, -1, 2]);
  assert.deepEqual(guessOf(denoiser, schedule, null, 3)(x, 40), guessOf(denoiser, schedule, null, 0)(x, 40));
});

Deno.test("signal and noise follow from the logarithms of their ratio, also where there is no noise", () => {
  const { signal, noise } = scheduleOf(schedule.logSnr);
  assertNear(signal, schedule.signal, 1e-12);
  assertNear(noise, schedule.noise, 1e-12);
  assert.deepEqual([signal[0], noise[0]], [1, 0]);
});
