import assert from "node:assert/strict";
import { Looking } from "../../../web/figure/looking.js";
import { Clock } from "../clock.js";

/**
 * A figure that looks every 350 ms, and when it did. Each look is answered at once, and drawn for `work` milliseconds.
 *
 * @param {string} name
 * @param {number} work
 * @param {(scene: { clock: Clock, looks: number[], looking: Looking, page: { hidden: boolean },
 *   data: { refresh: number | null } }) => unknown} play
 */
function scene(name, work, play) {
  const clock = new Clock();
  /** @type {number[]} */
  const looks = [];
  const page = { hidden: false };
  /** @type {{ refresh: number | null }} */
  const data = { refresh: 0.35 };
  let worked = 0;
  const asking = {
    askedAt: clock.now,
    ask() {
      asking.askedAt = clock.now;
      looks.push(clock.now - 1000);
      looking.keepUp();
      setTimeout(() => (worked += work), 5); // the figures beside it go along a little later
    },
  };
  const looking = new Looking({ data, asking, signal: new AbortController().signal }, () => worked);
  Deno.test(name, async () => {
    Object.defineProperty(globalThis, "document", { value: page, configurable: true });
    await clock.rule(() => play({ clock, looks, looking, page, data }));
  });
}

scene("where drawing is quick, it looks as often as was said", 20, async ({ clock, looks, looking }) => {
  looking.keepUp();
  await clock.pass(1500);
  assert.deepEqual(looks, [350, 700, 1050, 1400]);
});

scene("where drawing takes long, two thirds of the time are for all else", 300, async ({ clock, looks, looking }) => {
  looking.keepUp();
  await clock.pass(3200);
  assert.deepEqual(looks, [350, 1250, 2150, 3050]);
});

scene("where nobody sees it, it waits", 20, async ({ clock, looks, looking, page }) => {
  page.hidden = true;
  looking.keepUp();
  await clock.pass(5500);
  assert.deepEqual(looks, []);
  page.hidden = false;
  await clock.pass(1000);
  assert.equal(looks[0], 6000);
});

scene("what has come to its end is not looked at, nor who has left", 20, async ({ clock, looks, looking, data }) => {
  data.refresh = null;
  looking.keepUp();
  await clock.pass(1000);
  data.refresh = 0.35;
  looking.keepUp();
  looking.stop();
  await clock.pass(1000);
  assert.deepEqual(looks, []);
});
