import assert from "node:assert/strict";
import { Runs } from "../../../web/denoise/runs.js";

/** A worker that answers when it is told to. */
class FakeWorker {
  /** @type {any[]} */
  orders = [];
  /** @param {{ data: object }} _told */
  onmessage(_told) {}
  /** @param {object} order */
  postMessage(order) {
    this.orders.push(order);
  }
  terminate() {}
}

/** @type {any} */ (globalThis).Worker = FakeWorker;

const schedule = { signal: [1, 0.5], noise: [0, 0.9], logSnr: [9, -1] };
const order = (/** @type {number} */ seed) => ({
  denoiser: "",
  size: 1,
  schedule,
  label: null,
  guidance: 0,
  ways: [0, 1].map((way) => ({ sampler: /** @type {const} */ ({ kind: "ddim", steps: 1, eta: 0 }), seed: seed + way })),
});
const stop = (/** @type {number} */ way, /** @type {number} */ t) => (
  { way, t, x: Float64Array.of(t), guess: Float64Array.of(way) }
);

function started() {
  /** @type {string[]} */
  const heard = [];
  const runs = new Runs({
    arrived: ({ way, number }) => heard.push(`${way}.${number}`),
    ended: () => heard.push("ended"),
    failed: () => heard.push("failed"),
  });
  const worker = /** @type {any} */ (runs.worker);
  const tell = (/** @type {object} */ told) => worker.onmessage({ data: { id: runs.id, stops: [], ...told } });
  return { runs, heard, worker, tell };
}

Deno.test("stops are counted along their ways, and the last of each is at hand", () => {
  const { runs, heard, tell } = started();
  assert.ok(runs.ask(order(1)));
  tell({ stops: [stop(0, 1), stop(1, 1)] });
  tell({ stops: [stop(0, 0)], isDone: true });
  assert.deepEqual(heard, ["0.0", "1.0", "0.1", "ended"]);
  assert.deepEqual(runs.last.map(({ t }) => t), [0, 1]);
  assert.equal(runs.stops.length, 3);
});

Deno.test("what is asked twice is ordered once, and what is overtaken is not heard any more", () => {
  const { runs, heard, worker } = started();
  runs.ask(order(1));
  assert.equal(runs.ask(order(1)), false);
  runs.ask(order(2));
  assert.deepEqual(worker.orders.map((/** @type {{ id: number }} */ { id }) => id), [1, 2]);
  worker.onmessage({ data: { id: 1, stops: [stop(0, 1)], isDone: true } });
  assert.deepEqual(heard, []);
});

Deno.test("who follows waits for the run under way, and then the newest begins", () => {
  const { runs, worker, tell } = started();
  assert.ok(runs.follow(order(1)));
  assert.equal(runs.follow(order(2)), false);
  assert.equal(runs.follow(order(3)), false);
  assert.equal(worker.orders.length, 1);
  tell({ stops: [stop(0, 0)], isDone: true });
  assert.deepEqual(worker.orders.map((/** @type {any} */ { ways: [{ seed }] }) => seed), [1, 3]);
  assert.ok(runs.isUnderWay);
});

Deno.test("a run that fails is said to have, and may be asked for again", () => {
  const { runs, heard, worker, tell } = started();
  runs.ask(order(1));
  tell({ isDone: true, hasFailed: true });
  assert.deepEqual(heard, ["failed"]);
  assert.ok(runs.ask(order(1)));
  assert.equal(worker.orders.length, 2);
});
