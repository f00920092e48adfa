import assert from "node:assert/strict";
import { Asking } from "../../../web/figure/asking.js";
import { Clock } from "../clock.js";

/** @typedef {import("../../../web/figure/asking.js").Answer} Answer */

/** A figure that takes answers, and a server that gives them when it is told to. */
class Scene {
  constructor() {
    this.clock = new Clock();
    /** @type {import("../../../web/figure/asking.js").Move[][]} */
    this.questions = [];
    /** @type {PromiseWithResolvers<Answer>} */
    this.reply = Promise.withResolvers();
    /** @type {Answer[]} */
    this.taken = [];
    this.rests = 0;
    this.lifetime = new AbortController();
    this.stats = { answers: 0, roundTripMs: /** @type {number[]} */ ([]) };
    this.words = { textContent: "" };
    this.asking = new Asking(this.figure(), (_, moves) => {
      this.questions.push(moves);
      this.reply = Promise.withResolvers();
      return this.reply.promise;
    });
  }

  figure() {
    return {
      data: { live: { url: "", section: "", page: "", key: "" }, language: "", text: { waiting: "slow" } },
      waiting: /** @type {HTMLElement} */ (/** @type {unknown} */ (this.words)),
      stats: this.stats,
      signal: this.lifetime.signal,
      take: (/** @type {Answer} */ answer) => Promise.resolve(void this.taken.push(answer)),
      rest: () => (this.rests += 1),
    };
  }

  async answer() {
    this.reply.resolve({ since: {}, query: { number: String(this.questions.length) }, shown: {} });
    await this.clock.pass(FRAME_MS);
  }

  async fail() {
    this.reply.reject(new Error("no answer"));
    await this.clock.pass(0);
  }

  get sent() {
    return this.questions.map((moves) => moves.map((move) => ("x" in move ? move.x : "remove")));
  }
}

const FRAME_MS = 16;
Object.assign(globalThis, {
  requestAnimationFrame: (/** @type {() => void} */ draw) => setTimeout(draw, FRAME_MS),
});

/**
 * @param {string} name
 * @param {(scene: Scene) => unknown} play
 */
function test(name, play) {
  Deno.test(name, async () => {
    const scene = new Scene();
    const { error } = console;
    console.error = () => {}; // a server that fails is noted there
    await scene.clock.rule(() => play(scene)).finally(() => (console.error = error));
  });
}

test("a move is asked at once, and its answer taken", async (scene) => {
  scene.asking.tell({ name: "x1", x: 1, y: 2 }, false);
  assert.deepEqual(scene.questions, [[{ name: "x1", x: 1, y: 2 }]]);
  await scene.answer();
  assert.deepEqual(scene.taken.map(({ query }) => query), [{ number: "1" }]);
  assert.deepEqual([scene.asking.asked, scene.asking.pending.size, scene.rests], [null, 0, 1]);
  assert.deepEqual(scene.stats, { answers: 1, roundTripMs: [FRAME_MS] });
});

test("while an answer is on its way nothing is asked; then the newest move of each control", async (scene) => {
  for (const x of [1, 2, 3]) scene.asking.tell({ name: "x1", x }, false);
  scene.asking.tell({ name: "x2", x: 7 }, false);
  assert.deepEqual(scene.sent, [[1]]);
  assert.equal(scene.asking.ask([]), false);
  await scene.answer();
  assert.deepEqual(scene.sent, [[1], [3, 7]]);
});

test("a question says whether the hand had let go when it was asked", async (scene) => {
  scene.asking.tell({ name: "x1", x: 1 }, false);
  assert.equal(scene.asking.asked?.isDone, false);
  scene.asking.tell({ name: "x1", x: 2 }, true);
  await scene.answer();
  assert.equal(scene.asking.asked?.isDone, true);
});

test("a move whose answer does not come is asked again", async (scene) => {
  scene.asking.tell({ name: "x1", x: 1 }, true);
  await scene.fail();
  assert.equal(scene.words.textContent, "slow");
  assert.deepEqual(scene.sent, [[1]]);
  await scene.clock.pass(500);
  assert.deepEqual(scene.sent, [[1], [1]]);
  await scene.answer();
  assert.equal(scene.words.textContent, "");
  assert.equal(scene.taken.length, 1);
});

test("where the hand has gone on, the newest move is asked instead", async (scene) => {
  scene.asking.tell({ name: "x1", x: 1 }, false);
  scene.asking.tell({ name: "x1", x: 2 }, false);
  await scene.fail();
  await scene.clock.pass(500);
  assert.deepEqual(scene.sent, [[1], [2]]);
});

test("a server that is slow to answer is spoken of", async (scene) => {
  scene.asking.tell({ name: "x1", x: 1 }, false);
  await scene.clock.pass(1499);
  assert.equal(scene.words.textContent, "");
  await scene.clock.pass(1);
  assert.equal(scene.words.textContent, "slow");
  await scene.answer();
  assert.equal(scene.words.textContent, "");
});

test("what goes on by itself is asked for without moves, and not counted as an answer to one", async (scene) => {
  assert.equal(scene.asking.ask([]), true);
  await scene.answer();
  assert.deepEqual([scene.questions, scene.taken.length, scene.stats.answers], [[[]], 1, 0]);
});

test("a figure that is gone asks nothing, and takes no answer", async (scene) => {
  scene.asking.tell({ name: "x1", x: 1 }, false);
  scene.lifetime.abort();
  await scene.answer();
  scene.asking.tell({ name: "x1", x: 2 }, true);
  assert.deepEqual([scene.sent, scene.taken], [[[1]], []]);
});
