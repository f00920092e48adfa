import assert from "node:assert/strict";
import { Course } from "../../../web/learning/course.js";
import { Finder } from "../../../web/learning/finder.js";
import { Learner } from "../../../web/learning/learner.js";
import { Excess, weightsOf } from "../../../web/learning/losses.js";
import { scheduleOf } from "../../../web/diffusion/schedule.js";
import { mulberry32 } from "../../../web/networks/random.js";
import { assertNear } from "../assertions.js";
import { reference } from "../references.js";

const { logSnr, learning, schedules, least } = reference("learning");
const schedule = scheduleOf(logSnr);
const WEIGHTINGS = /** @type {const} */ (["simple", "bound"]);

/** @param {any} told */
function learnerOf({ sizes, start }) {
  const learner = new Learner(schedule, Math.random, sizes);
  learner.finder.network.parameters.set(start);
  return learner;
}

/** @param {any} batch */
const batchOf = ({ steps, seen, noise }) => ({
  steps,
  seen: Float64Array.from(seen),
  noise: Float64Array.from(noise),
});

for (const weighting of WEIGHTINGS) {
  Deno.test(`slopes and ten steps of Adam are those of torch, by the loss that is called ${weighting}`, () => {
    const told = learning[weighting];
    const learner = learnerOf(told);
    const weights = weightsOf(schedule, weighting);
    /** @type {any[]} */ (told.batches).forEach((batch, i) => {
      learner.learn(batchOf(batch), weights, told.rate);
      if (i === 0) assertNear(learner.finder.network.slopes, told.slopes, 1e-9);
    });
    assertNear(learner.finder.network.parameters, told.end, 1e-9);
  });
}

Deno.test("the bound weighs steps as vae_core does, in nats a step", () => {
  for (const { logSnr, weights } of schedules) {
    const [found, last] = [weightsOf({ ...schedule, logSnr }, "bound"), logSnr.length - 1];
    /** @type {number[]} */ (weights).forEach((weight, t) => {
      assertNear(found[t] / last, weight, 1e-9 * (1 + weight));
    });
    assert.deepEqual(weightsOf({ ...schedule, logSnr }, "simple"), [0, ...Array(last).fill(1)]);
  }
});

Deno.test("a network that has not learned takes noisy data for data of the prior", () => {
  const seen = Float64Array.of(0.3, -1.2, 2, 2);
  const finder = new Learner(schedule, mulberry32(1)).finder;
  assertNear(finder.noiseIn(seen, 40), seen.map((x) => schedule.noise[40] * x), 1e-15);
});

Deno.test("both learn: from the same start, of the same batches, and again alike from the same seed", () => {
  const { mixture } = least[2];
  const excess = new Excess(mixture, schedule, 8, () => mulberry32(5));
  const course = new Course(mixture, schedule, 4);
  const shown = new Finder(schedule);
  const errors = () =>
    course.averages.map((parameters) => {
      shown.network.parameters.set(parameters);
      return excess.of(shown).reduce((sum, value) => sum + value) / 100;
    });
  const before = errors();
  assert.equal(before[0], before[1]);
  for (let i = 0; i < 150; i++) course.step();
  errors().forEach((error, i) => assert.ok(error < 0.75 * before[i], `${error} of ${before[i]}`));
  assert.notDeepEqual(course.averages[0], course.averages[1]);
  const again = new Course(mixture, schedule, 4);
  for (let i = 0; i < 150; i++) again.step();
  assert.deepEqual(again.averages, course.averages);
});
