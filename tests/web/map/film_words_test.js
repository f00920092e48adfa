import assert from "node:assert/strict";
import { klOf, waitingFor } from "../../../web/map/film_words.js";

const TEXT = { waiting: "starts", ahead: "{n} first", cancelled: "stopped", failed: "failed", kl: "KL {kl}" };
const FRAME = new Float32Array(2);

/** @type {[object, string][]} */
const CASES = [
  [{}, "starts"],
  [{ ahead: 2 }, "2 first"],
  [{ stage: "forming" }, "starts"],
  [{ stage: "forming", frames: [FRAME] }, ""],
  [{ stage: "finished", frames: [FRAME] }, ""],
  [{ stage: "cancelled", frames: [FRAME] }, "stopped"],
  [{ stage: "failed" }, "failed"],
  [{ stage: "failed", message: "No such map." }, "No such map."],
];

for (const [film, expected] of CASES) {
  Deno.test(`of ${JSON.stringify(film)} is said "${expected}"`, () =>
    assert.equal(waitingFor({ stage: "waiting", ahead: 0, message: "", frames: [], ...film }, TEXT), expected));
}

Deno.test("a frame's KL is in two digits; one that was not measured is not said", () => {
  const kls = [null, 3.14159, 2];
  assert.deepEqual([0, 1, 2, 9].map((at) => klOf({ kls }, at, TEXT)), ["", "KL 3.14", "KL 2.00", "KL 2.00"]);
  assert.equal(klOf({ kls: [] }, 0, TEXT), "");
});
