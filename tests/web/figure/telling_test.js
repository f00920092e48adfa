import assert from "node:assert/strict";
import { Telling } from "../../../web/figure/telling.js";
import { Clock } from "../clock.js";

/**
 * A hand that tells Streamlit of an address now and then, and what Streamlit hears, with when.
 *
 * @param {string} name
 * @param {(scene: { clock: Clock, telling: Telling, heard: [number, number][] }) => unknown} play
 */
function scene(name, play) {
  const clock = new Clock();
  /** @type {[number, number][]} */
  const heard = [];
  const telling = new Telling(({ sequence }) => heard.push([sequence, clock.now - 1000]));
  Deno.test(name, () => clock.rule(() => play({ clock, telling, heard })));
}

/**
 * @param {number} sequence
 * @param {boolean} [done]
 */
const word = (sequence, done = false) => ({ sequence, since: { x: String(sequence) }, query: {}, done });

/**
 * The first word is told and answered; 100 ms later the hand moves, and the second is told.
 *
 * @param {{ clock: Clock, telling: Telling }} scene
 */
async function moveOn({ clock, telling }) {
  telling.tell(word(1));
  telling.hear(1);
  await clock.pass(100);
  telling.movedAt = clock.now;
  telling.tell(word(2));
}

scene("a burst of keys is one word", async ({ clock, telling, heard }) => {
  for (let i = 1; i < 4; i++) {
    telling.movedAt = clock.now;
    telling.tell(word(i));
    await clock.pass(100);
  }
  await clock.pass(200); // 300 ms after the last key, the burst is over
  telling.tell(word(4, true));
  await clock.pass(1000);
  assert.deepEqual(heard, [[4, 500]]);
});

scene("no word goes out before the one before is answered, and then the newest", ({ telling, heard }) => {
  telling.tell(word(1, true));
  telling.tell(word(2, true));
  telling.tell(word(3, true));
  assert.deepEqual(heard, [[1, 0]]);
  telling.hear(0); // an answer to an older one
  assert.deepEqual(heard, [[1, 0]]);
  telling.hear(1);
  assert.deepEqual(heard, [[1, 0], [3, 0]]);
});

scene("a hand that moves is told of every 700 ms", async ({ clock, telling, heard }) => {
  for (let i = 0; i < 16; i++) {
    telling.movedAt = clock.now;
    telling.tell(word(i));
    await clock.pass(100);
    telling.hear(i);
  }
  assert.deepEqual(heard, [[6, 700], [13, 1400]]);
});

scene("a hand that rests is told of after 320 ms", async ({ clock, telling, heard }) => {
  await moveOn({ clock, telling });
  await clock.pass(319);
  assert.deepEqual(heard, [[1, 0]]);
  await clock.pass(1);
  assert.deepEqual(heard, [[1, 0], [2, 420]]);
});

scene("a hand that lets go is told of at once", async ({ clock, telling, heard }) => {
  await moveOn({ clock, telling });
  telling.tell(word(3, true));
  assert.deepEqual(heard, [[1, 0], [3, 100]]);
});

scene("a word that is lost goes out again, or the newest in its place", async ({ clock, telling, heard }) => {
  telling.tell(word(1, true));
  await clock.pass(3000);
  assert.deepEqual(heard, [[1, 0], [1, 3000]]);
  telling.tell(word(2, true));
  await clock.pass(3000);
  assert.deepEqual(heard.at(-1), [2, 6000]);
  telling.hear(2);
  await clock.pass(9000);
  assert.equal(heard.length, 3);
});

scene("a figure that is gone says nothing more", async ({ clock, telling, heard }) => {
  telling.tell(word(1, true));
  telling.stop();
  await clock.pass(9000);
  assert.equal(heard.length, 1);
});

Deno.test("a word that stands for several says where the first of them set out", async () => {
  const clock = new Clock();
  await clock.rule(async () => {
    /** @type {[number, string][]} */
    const heard = [];
    const telling = new Telling(({ sequence, since }) => heard.push([sequence, since.x]));
    telling.tell(word(1, true));
    telling.tell(word(2, true));
    telling.tell(word(3, true));
    telling.hear(1);
    assert.deepEqual(heard, [[1, "1"], [3, "2"]]);
    telling.tell(word(4, true));
    await clock.pass(3000); // the third counts as lost: the fourth stands for both
    assert.deepEqual(heard.at(-1), [4, "2"]);
  });
});
