import assert from "node:assert/strict";
import { isOff, LIGHTING, partOf } from "../../../web/dataflow/stages.js";

/**
 * The parts of the diagram that a stage leaves lit.
 *
 * @param {number} stage
 */
const lit = (stage) => Object.entries(LIGHTING).filter(([, stages]) => !isOff(stages, stage)).map(([part]) => part);

Deno.test("the whole way lights everything", () => assert.equal(lit(0).length, Object.keys(LIGHTING).length));

Deno.test("each stage lights what it is about", () => {
  assert.deepEqual(lit(1), ["in:x", "enc", "vae:mu", "vae:sigma", "ae:z", "ae:pass"]);
  assert.deepEqual(lit(2), ["vae:mu", "vae:sigma", "vae:epsilon", "vae:z", "op"]);
  assert.deepEqual(lit(3), ["vae:z", "ae:z", "dec", "x_hat"]);
  assert.deepEqual(lit(4), ["in:x", "vae:mu", "vae:sigma", "x_hat", "reconstruction", "kl"]);
  assert.ok(!lit(5).includes("vae:epsilon"));
});

Deno.test("a symbol in a lane has a part of its own or shares that of all lanes", () => {
  assert.equal(partOf("in", "x"), "in:x");
  assert.equal(partOf("ae", "z"), "ae:z");
  assert.equal(partOf("ae", "x_hat"), "x_hat");
  assert.equal(partOf("vae", "kl"), "kl");
});
