import assert from "node:assert/strict";
import { Channel } from "../../../web/base/channel.js";

Deno.test("everybody who listens is told, until they end", () => {
  const channel = new Channel();
  const [first, second] = [new AbortController(), new AbortController()];
  /** @type {string[]} */
  const heard = [];
  channel.listen((message) => heard.push(`first ${message}`), first.signal);
  channel.listen((message) => heard.push(`second ${message}`), second.signal);
  channel.tell("a");
  first.abort();
  channel.tell("b");
  assert.deepEqual(heard, ["first a", "second a", "second b"]);
});
