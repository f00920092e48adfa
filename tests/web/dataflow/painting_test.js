import assert from "node:assert/strict";
import { fillRow } from "../../../web/dataflow/matrices.js";
import { footerOf } from "../../../web/dataflow/painting.js";
import { hasGradient, hasSign, numbersOf, reachOf } from "../../../web/dataflow/symbols.js";

const text = { nats: "nats", no_gradient: "no gradient" };
const values = Float32Array.of(3, 4);

Deno.test("below a strip stands its sum or the length of its gradient, of one digit", () => {
  const footers = (/** @type {{ stage: number, rows: number }} */ place) =>
    /** @type {const} */ (["mu", "sigma", "epsilon", "z", "kl"]).map((symbol) => footerOf(symbol, values, place, text));
  assert.deepEqual(footers({ stage: 0, rows: 1 }), ["", "", "", "", "Σ 7.00"]);
  assert.deepEqual(footers({ stage: 5, rows: 1 }), ["‖·‖ 5.00", "‖·‖ 5.00", "no gradient", "‖·‖ 5.00", "Σ 7.00"]);
  assert.deepEqual(footers({ stage: 5, rows: 128 }), ["", "", "no gradient", "", ""]);
  assert.deepEqual(footers({ stage: 4, rows: 128 }), ["", "", "", "", ""]);
});

Deno.test("a symbol stands for its numbers, on the way back for their gradient where there is one", () => {
  const [mu, epsilon, z, xHat, ofMu] = [1, 2, 3, 4, 5].map((value) => Float32Array.of(value));
  const back = { ofMu: Float64Array.from(ofMu), ofZ: Float64Array.from(z), ofSigma: null };
  const found = { mu, sigma: null, epsilon, z, xHat, reconstruction: 1, kl: null, ...back };
  assert.equal(numbersOf(found, "mu", false), mu);
  assert.equal(numbersOf(found, "mu", true), back.ofMu);
  assert.equal(numbersOf(found, "epsilon", true), epsilon);
  assert.equal(numbersOf(found, "x_hat", true), xHat);
  assert.throws(() => numbersOf(found, "kl", false), /no kl/);
  assert.deepEqual(["mu", "sigma", "epsilon", "z", "kl"].filter((symbol) => hasGradient(/** @type {any} */ (symbol))), [
    "mu",
    "sigma",
    "z",
  ]);
  assert.deepEqual([reachOf("mu", false), reachOf("mu", true), reachOf("epsilon", true)], [3, 30, 3]);
  assert.deepEqual([hasSign("sigma"), hasSign("kl"), hasSign("mu")], [false, false, true]);
});

Deno.test("a row of pixels: one colour above 0, another below, full at most, repeated as often as there is room", () => {
  const pixels = new Uint32Array(8);
  fillRow(pixels, [0.5, -0.25, 9, 0], { most: 1, colour: 0x00123456, other: 0x00654321 });
  const row = [0x80123456, 0x40654321, 0xff123456, 0x00123456];
  assert.deepEqual([...pixels], [...row, ...row]);
});
