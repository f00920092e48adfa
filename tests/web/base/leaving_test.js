import assert from "node:assert/strict";
import { allLetGo, beforeLeaving, PATIENCE_MS } from "../../../web/base/leaving.js";
import { Clock } from "../clock.js";

Deno.test("who leaves waits until all is told, and no longer than that", async () => {
  const clock = new Clock(), over = new AbortController();
  await clock.rule(async () => {
    /** @type {string[]} */
    const told = [];
    beforeLeaving(() => told.push("keys"), over.signal);
    beforeLeaving(async () => {
      await new Promise((done) => setTimeout(done, 80));
      told.push("answer");
    }, over.signal);
    const left = allLetGo().then(() => told.push("left"));
    assert.deepEqual(told, ["keys"]);
    await clock.pass(100);
    await left;
    assert.deepEqual(told, ["keys", "answer", "left"]);
  });
  over.abort();
});

Deno.test("nobody is waited for in vain", async () => {
  const clock = new Clock(), over = new AbortController();
  await clock.rule(async () => {
    beforeLeaving(() => new Promise(() => {}), over.signal);
    let isLeft = false;
    const left = allLetGo().then(() => (isLeft = true));
    await clock.pass(PATIENCE_MS - 1);
    assert.equal(isLeft, false);
    await clock.pass(2);
    await left;
  });
  over.abort();
});

Deno.test("who is gone holds nothing back", async () => {
  const over = new AbortController();
  let isAsked = false;
  beforeLeaving(() => (isAsked = true), over.signal);
  over.abort();
  await allLetGo();
  assert.equal(isAsked, false);
});
