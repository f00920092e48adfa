import assert from "node:assert/strict";
import { Queue } from "../../../web/walk/queue.js";

/** @typedef {import("../../../web/walk/queue.js").Task} Task */

/** A decoder whose picture is twice its z. */
const model = {
  layers: [{
    weights: Float32Array.of(2),
    bias: Float32Array.of(0),
    activation: (/** @type {number} */ sum) => sum,
    sums: new Float32Array(1),
    output: new Float32Array(1),
  }],
};

/**
 * A sheet that notes what is painted on it.
 *
 * @param {string} name
 * @param {string[]} painted
 */
const sheet = (name, painted) => /** @type {Task["sheet"]} */ (/** @type {unknown} */ ({
  paint: (/** @type {number} */ at, /** @type {number[]} */ [value], /** @type {number[]} */ ink) =>
    painted.push(`${name}${at}=${value} in ${ink}`),
}));

/** A queue, two sheets, and what was painted. */
function prepared() {
  /** @type {string[]} */
  const painted = [];
  const [a, b] = [sheet("a", painted), sheet("b", painted)];
  const queue = new Queue();
  /** @type {(sheet: Task["sheet"], at: number, z: number) => Task} */
  const task = (sheet, at, z) => ({ sheet, at, model, z: [z] });
  /** @param {number} [most] */
  const work = (most = Infinity) => queue.work([1, 2, 3], () => most-- > 0);
  return { queue, painted, a, b, task, work };
}

Deno.test("pictures are decoded in their order, as many as there is time for", () => {
  const { queue, painted, a, b, task, work } = prepared();
  queue.renew([task(a, 0, 1), task(b, 0, 2), task(a, 1, 3)]);
  assert.equal(queue.length, 3);
  assert.equal(work(0), 0);
  assert.equal(work(2), 2);
  assert.deepEqual(painted, ["a0=2 in 1,2,3", "b0=4 in 1,2,3"]);
  assert.equal(queue.length, 1);
  assert.equal(work(), 1);
  assert.equal(work(), 0);
  assert.deepEqual(painted.slice(2), ["a1=6 in 1,2,3"]);
});

Deno.test("what waits since the last time goes first, with its new code; what is due no more is left out", () => {
  const { queue, painted, a, b, task, work } = prepared();
  queue.renew([task(a, 0, 1), task(a, 1, 1), task(b, 1, 1), task(b, 7, 1)]);
  work(1);
  queue.renew([task(a, 0, 2), task(b, 0, 2), task(b, 1, 2), task(a, 1, 2)]);
  assert.equal(queue.length, 4);
  work();
  assert.deepEqual(painted.map((words) => words.slice(0, 4)), ["a0=2", "a1=4", "b1=4", "a0=4", "b0=4"]);
});

Deno.test("however often codes change, each picture gets its turn", () => {
  const { queue, painted, a, task, work } = prepared();
  for (let z = 1; z <= 4; z++) {
    queue.renew(Array.from({ length: 8 }, (_, at) => task(a, at, z)));
    work(2);
  }
  assert.deepEqual(painted.map((words) => words.slice(0, 2)).sort(), [..."01234567"].map((at) => `a${at}`));
});
