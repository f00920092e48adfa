import assert from "node:assert/strict";
import { Line } from "../../../web/base/reconnected.js";

Deno.test("a line is back once after each loss, and not when it is first there", () => {
  const line = new Line();
  const states = ["CONNECTED", "PINGING_SERVER", "CONNECTING", "CONNECTED", "CONNECTED", "PINGING_SERVER", "CONNECTED"];
  assert.deepEqual(states.map((state) => line.isBack(state)), [false, false, false, true, false, false, true]);
});

Deno.test("what is lost for good is not back", () => {
  const line = new Line();
  for (const state of ["CONNECTED", "DISCONNECTED_FOREVER", null, undefined]) assert.equal(line.isBack(state), false);
});
