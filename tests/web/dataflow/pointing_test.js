import assert from "node:assert/strict";
import { isLit } from "../../../web/dataflow/pointing.js";

const node = { symbols: ["z"], isLine: false };
const line = { symbols: ["z", "epsilon"], isLine: true };
const sibling = { symbols: ["z"], isLine: true };
const other = { symbols: ["mu"], isLine: false };
const nothing = { symbols: [], isLine: true };

Deno.test("what shares a symbol with what is pointed at lights up", () => {
  const all = [node, line, sibling, other, nothing];
  assert.deepEqual(all.map((one) => isLit(one, node)), [true, true, true, false, false]);
});

Deno.test("of lines, only the one that is pointed at", () => {
  const all = [node, line, sibling, other, nothing];
  assert.deepEqual(all.map((one) => isLit(one, line)), [true, true, false, false, false]);
  assert.deepEqual(all.map((one) => isLit(one, nothing)), [false, false, false, false, false]);
});
