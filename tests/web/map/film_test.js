import assert from "node:assert/strict";
import { Film } from "../../../web/map/film.js";
import { fitOf } from "../../../web/map/projection.js";
import { answering, packed } from "./server.js";

const COUNT = 2;
let films = 0;

/** A film that nobody has asked for. */
const fresh = (language = "en") => Film.at(`maps/${films++}`, COUNT, 2, language);

/**
 * An answer with frames, each point of which is at (step, step).
 *
 * @param {number[]} steps
 * @param {object} [more]
 */
const answer = (steps, more = {}) =>
  packed(
    { steps, kls: steps.map((step) => step / 10), total: 50, ahead: 0, message: "", is_more: false, ...more },
    steps.flatMap((step) => Array(2 * COUNT).fill(step)),
  );

/**
 * Listen until something holds.
 *
 * @param {Film} film
 * @param {() => boolean} holds
 */
function follow(film, holds) {
  /** @type {() => void} */
  let listener = () => {};
  const done = new Promise((/** @type {(nothing: void) => void} */ resolve) => (listener = () => holds() && resolve()));
  film.start(listener);
  return { done, stop: () => film.stop(listener) };
}

Deno.test("frames come as they are made, and each question is for what is not there yet", async () => {
  const film = fresh("zh-CN");
  const questions = answering([
    answer([], { stage: "waiting", ahead: 2 }),
    answer([0, 10], { stage: "forming" }),
    answer([20], { stage: "forming", is_more: true }),
    answer([50], { stage: "finished" }),
  ]);
  /** @type {unknown[]} */
  const seen = [];
  const { done, stop } = follow(film, () => {
    seen.push([film.stage, film.ahead, film.frames.length, film.isFinished]);
    return film.isFinished;
  });
  await done;
  assert.deepEqual(seen, [
    ["waiting", 2, 0, false],
    ["forming", 0, 2, false],
    ["forming", 0, 3, false],
    ["finished", 0, 4, true],
  ]);
  assert.deepEqual(questions.map(({ url }) => url.searchParams.get("after")), ["0", "0", "2", "3"]);
  assert.ok(questions.every(({ url }) => url.searchParams.get("lang") === "zh_CN"));
  assert.equal(new Set(questions.map(({ url }) => url.searchParams.get("watcher"))).size, 1);
  assert.deepEqual([film.steps, film.kls, film.total], [[0, 10, 20, 50], [0, 1, 2, 5], 50]);
  assert.deepEqual(film.frames.map((frame) => [...frame]), [0, 10, 20, 50].map((step) => [step, step, step, step]));
  assert.deepEqual(film.fit(1), fitOf(film.frames[1], 2));
  assert.equal(film.wasReady, false);
  stop(); // nobody is told of a map that is finished
  assert.equal(questions.length, 4);
});

Deno.test("a map that is finished but has more frames is asked for them at once, and was ready", async () => {
  const film = fresh();
  answering([answer([0], { stage: "finished", is_more: true }), answer([50], { stage: "finished" })]);
  const { done, stop } = follow(film, () => film.isFinished);
  await done;
  assert.ok(film.wasReady && film.isOver);
  assert.equal(film.frames.length, 2);
  stop();
});

Deno.test("a map that is finished is not asked for again", async () => {
  const film = fresh();
  const questions = answering([answer([50], { stage: "finished" })]);
  const first = follow(film, () => film.isFinished);
  await first.done;
  const second = follow(film, () => true);
  first.stop();
  second.stop();
  assert.equal(questions.length, 1);
  assert.equal(Film.at(film.path, COUNT, 2, "en"), film);
});

Deno.test("what is stopped is asked for no more, and the server is told; begun anew, it forgets all", async () => {
  const film = fresh();
  const questions = answering([answer([0, 10], { stage: "forming" }), null, answer([0], { stage: "finished" })]);
  const { done, stop } = follow(film, () => film.frames.length > 0);
  await done;
  film.cancel();
  assert.deepEqual([film.stage, film.isOver, film.frames.length], ["cancelled", true, 2]);
  await new Promise((resolve) => setTimeout(resolve, 400)); // longer than between two questions
  assert.equal(questions.length, 2);
  assert.equal(questions[1].method, "POST");
  assert.ok(questions[1].url.pathname.endsWith(`${film.path}/leave`));
  const again = follow(film, () => film.isFinished);
  film.again();
  assert.deepEqual([film.stage, film.frames, film.fits, film.steps, film.kls], ["waiting", [], [], [], []]);
  await again.done;
  assert.deepEqual(film.steps, [0]);
  stop();
  again.stop();
});

Deno.test("that it is wanted again does not overtake that it is left", async () => {
  const film = fresh();
  /** @type {(response: Response) => void} */
  let reply = () => {};
  const left = new Promise((/** @type {(response: Response) => void} */ resolve) => (reply = resolve));
  const questions = answering([answer([0], { stage: "forming" }), left, answer([0], { stage: "finished" })]);
  const { done, stop } = follow(film, () => film.stage === "forming");
  await done;
  film.cancel();
  const again = follow(film, () => film.isFinished);
  film.again();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(questions.map(({ method }) => method), ["GET", "POST"]);
  reply(new Response());
  await again.done;
  assert.equal(questions.length, 3);
  stop();
  again.stop();
});

Deno.test("who leaves a map that forms tells the server, when nobody else looks", async () => {
  const film = fresh();
  const questions = answering([answer([0], { stage: "forming" }), null]);
  const [one, two] = [follow(film, () => film.frames.length > 0), follow(film, () => true)];
  await one.done;
  one.stop();
  assert.equal(questions.length, 1);
  two.stop();
  assert.deepEqual(questions.map(({ method }) => method), ["GET", "POST"]);
});

Deno.test("who comes back to a map that was left while it formed sees it form anew", async () => {
  const film = fresh();
  const questions = answering([answer([0, 10], { stage: "forming" }), null, answer([0, 50], { stage: "finished" })]);
  const before = follow(film, () => film.frames.length > 0);
  await before.done;
  before.stop();
  const again = follow(film, () => film.isFinished);
  await again.done;
  again.stop();
  assert.deepEqual(questions.map(({ url }) => url.searchParams.get("after")), ["0", null, "0"]);
  assert.deepEqual(film.steps, [0, 50]);
});

Deno.test("an answer that comes after the hand has stopped the map is not taken", async () => {
  const film = fresh();
  /** @type {(response: Response) => void} */
  let reply = () => {};
  answering([new Promise((resolve) => (reply = resolve)), null]);
  const { stop } = follow(film, () => true);
  film.cancel();
  reply(new Response(answer([0], { stage: "forming" })));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual([film.stage, film.frames], ["cancelled", []]);
  stop();
});

Deno.test("a server that fails is asked no more, also where there were frames left", async () => {
  const film = fresh();
  const questions = answering([
    answer([0], { stage: "forming", is_more: true }),
    new Response("No such map.", { status: 404 }),
  ]);
  const { done, stop } = follow(film, () => film.isOver);
  const { error } = console;
  console.error = () => {};
  await done;
  console.error = error;
  assert.deepEqual([film.stage, film.message, film.frames.length], ["failed", "No such map.", 1]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(questions.length, 2);
  stop();
});

Deno.test("some films are kept for who comes back, and all that somebody looks at", async () => {
  const looked = fresh();
  answering([answer([50], { stage: "finished" })]);
  const { done, stop } = follow(looked, () => looked.isFinished);
  await done;
  const kept = Array.from({ length: 20 }, () => fresh());
  const isKept = (/** @type {Film} */ film) => Film.at(film.path, COUNT, 2, "en") === film;
  assert.ok(isKept(looked));
  assert.ok(isKept(kept[19]));
  assert.ok(!isKept(kept[0]));
  stop();
});
