import assert from "node:assert/strict";
import { once } from "../../../web/base/once.js";

Deno.test("each address is fetched once, also while it is on its way", async () => {
  /** @type {string[]} */
  const asked = [];
  const fetch = once((address) => Promise.resolve(asked.push(address)));
  assert.deepEqual(await Promise.all([fetch("a"), fetch("b"), fetch("a")]), [1, 2, 1]);
  assert.equal(await fetch("a"), 1);
  assert.deepEqual(asked, ["a", "b"]);
});

Deno.test("what could not be fetched is asked for again", async () => {
  let tries = 0;
  const fetch = once(() => ++tries < 2 ? Promise.reject(new Error("no server")) : Promise.resolve(tries));
  await assert.rejects(() => Promise.all([fetch("a"), fetch("a")]));
  assert.equal(tries, 1);
  assert.equal(await fetch("a"), 2);
});
