import assert from "node:assert/strict";
import { Placer } from "../../../web/map/placer.js";
import { answering } from "./server.js";

/** @param {unknown} value */
const json = (value) => new Response(JSON.stringify(value));

Deno.test("one question at a time, and then the newest", async () => {
  /** @type {unknown[]} */
  const points = [];
  /** @type {number[]} */
  const timings = [];
  const placer = new Placer("maps/a", (point) => points.push(point), timings);
  const questions = answering([json([1, 2]), json([3, 4])]);
  const asked = placer.ask(Float32Array.of(1));
  placer.ask(Float32Array.of(2));
  placer.ask(Float32Array.of(3));
  await asked;
  assert.deepEqual(questions.map(({ body }) => JSON.parse(body)), [[1], [3]]);
  assert.ok(questions.every(({ url, method }) => url.pathname.endsWith("maps/a/place") && method === "POST"));
  assert.deepEqual(points, [[1, 2], [3, 4]]);
  assert.equal(timings.length, 2);
});

Deno.test("what is not wanted any more is not asked", async () => {
  const placer = new Placer("maps/a", () => {}, []);
  const questions = answering([json(null)]);
  const asked = placer.ask(Float32Array.of(1));
  placer.ask(Float32Array.of(2));
  placer.forget();
  await asked;
  assert.equal(questions.length, 1);
});

Deno.test("a code that belongs nowhere has no place; after a failure the next is asked", async () => {
  /** @type {unknown[]} */
  const points = [];
  const placer = new Placer("maps/a", (point) => points.push(point), []);
  answering([
    new Response("This is too long for a code.", { status: 413 }),
    Promise.reject(new Error("no network")),
    json([5]),
  ]);
  const { error } = console;
  console.error = () => {};
  for (const code of [1, 2, 3]) await placer.ask(Float32Array.of(code));
  console.error = error;
  assert.deepEqual(points, [null, [5]]);
});
