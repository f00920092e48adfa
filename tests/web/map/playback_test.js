import assert from "node:assert/strict";
import { Playback } from "../../../web/map/playback.js";
import { assertNear } from "../assertions.js";

/** As much of a film as its playback looks at. */
class Fake {
  /**
   * @param {number} count of frames
   * @param {string} stage
   */
  constructor(count, stage, wasReady = false) {
    this.frames = Array.from({ length: count }, () => new Float32Array(2));
    this.stage = stage;
    this.wasReady = wasReady;
    this.isFinished = stage === "finished";
    this.isOver = stage !== "forming";
    /** @type {string[]} */
    this.calls = [];
  }

  cancel() {
    this.calls.push("cancel");
  }

  again() {
    this.calls.push("again");
  }
}

const playing = (/** @type {Fake[]} */ ...films) => new Playback(films);

Deno.test("films play side by side, as far as all have come", () => {
  const playback = playing(new Fake(30, "forming"), new Fake(12, "forming"));
  assert.equal(playback.last, 11);
  assert.ok(playback.advance(1000));
  assert.equal(playback.head, 0); // the clock starts
  assert.ok(playback.advance(1050));
  assertNear(playback.head, 14 * 0.05, 1e-9);
  assert.ok(playback.advance(9000));
  assertNear(playback.head, 14 * 0.15, 1e-9); // a page that was hidden does not jump
  playback.head = 10.9;
  assert.ok(!playback.advance(9100));
  assert.deepEqual([playback.head, playback.isPlaying], [11, true]); // more will come
});

Deno.test("at its end a film that is over does not play any more", () => {
  const playback = playing(new Fake(3, "finished"));
  playback.advance(0);
  playback.head = 1.9;
  assert.ok(!playback.isAtEnd);
  assert.ok(!playback.advance(100));
  assert.deepEqual([playback.head, playback.isPlaying, playback.isAtEnd], [2, false, true]);
});

Deno.test("paused, a film stands still; played again after its end, it begins anew", () => {
  const playback = playing(new Fake(30, "finished"));
  playback.advance(0);
  playback.advance(100);
  const at = playback.head;
  playback.toggle();
  assert.ok(!playback.advance(200) && !playback.advance(300));
  assert.equal(playback.head, at);
  playback.toggle();
  assert.equal(playback.head, at);
  playback.scrub(29);
  assert.ok(!playback.isPlaying);
  playback.toggle();
  assert.deepEqual([playback.head, playback.isPlaying], [0, true]);
});

Deno.test("played at its end, a film that forms waits for more", () => {
  const playback = playing(new Fake(5, "forming"));
  playback.scrub(4);
  playback.toggle();
  assert.deepEqual([playback.head, playback.isPlaying], [4, true]);
});

Deno.test("what was finished before anybody looked is shown as it is, once; what forms now is followed", () => {
  const ready = playing(new Fake(9, "finished", true), new Fake(7, "finished", true));
  ready.hear(false);
  assert.deepEqual([ready.head, ready.isPlaying, ready.isAtEnd], [6, false, true]);
  ready.scrub(2);
  ready.hear(false);
  assert.equal(ready.head, 2);
  const followed = playing(new Fake(9, "finished", true), new Fake(7, "finished"));
  followed.hear(false);
  assert.deepEqual([followed.head, followed.isPlaying], [0, true]);
});

Deno.test("a page that does not move shows the last frame there is", () => {
  const playback = playing(new Fake(4, "forming"));
  playback.hear(true);
  assert.deepEqual([playback.head, playback.isPlaying], [3, true]);
  playback.scrub(1);
  playback.hear(true);
  assert.equal(playback.head, 1);
});

Deno.test("computing stops for what forms, and begins anew for what is not finished", () => {
  const [formed, forming, stopped] = [new Fake(9, "finished"), new Fake(4, "forming"), new Fake(4, "cancelled")];
  playing(formed, forming, stopped).cancelOrBegin();
  assert.deepEqual([formed.calls, forming.calls, stopped.calls], [[], ["cancel"], []]);
  const over = playing(formed, stopped);
  over.scrub(3);
  over.cancelOrBegin();
  assert.deepEqual([formed.calls, stopped.calls], [[], ["again"]]);
  assert.deepEqual([over.head, over.isPlaying], [0, true]);
});

Deno.test("without films all is there, and nothing moves", () => {
  const playback = playing();
  assert.deepEqual([playback.last, playback.areFinished, playback.isAtEnd, playback.advance(0)], [
    0,
    true,
    true,
    false,
  ]);
});
