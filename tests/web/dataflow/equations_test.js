import assert from "node:assert/strict";
import { pieces, valueOf } from "../../../web/dataflow/equations.js";
import { SIGNS } from "../../../web/dataflow/symbols.js";
import { reference } from "../references.js";

const text = { nats: "nats", norm: "norm" };
const found = { mu: Float32Array.of(), epsilon: Float32Array.of(), z: Float32Array.of(), xHat: Float32Array.of() };
const vae = { ...found, sigma: Float32Array.of(), reconstruction: 80.25, kl: Float32Array.of(1.5, 2.25) };
const ae = { ...found, sigma: null, reconstruction: 70.5, kl: null };

Deno.test("an equation is text and symbols in turn", () => {
  assert.deepEqual(pieces("(<mu>, log <sigma>²) = encoder(<x>)"), [
    { text: "(" },
    { symbol: "mu" },
    { text: ", log " },
    { symbol: "sigma" },
    { text: "²) = encoder(" },
    { symbol: "x" },
    { text: ")" },
  ]);
  assert.deepEqual(pieces("<z><mu>"), [{ symbol: "z" }, { symbol: "mu" }]);
  assert.deepEqual(pieces("1 < 2"), [{ text: "1 < 2" }]);
});

Deno.test("every equation of the page has symbols that have signs", () => {
  for (const equation of reference("dataflow").equations) {
    const symbols = pieces(equation.text).flatMap((piece) => "symbol" in piece ? [piece.symbol] : []);
    for (const symbol of symbols) assert.ok(symbol in SIGNS, symbol);
    assert.equal(symbols.length > 0, equation.text.includes("<"));
  }
});

Deno.test("losses stand behind their equations", () => {
  const values = ["", "reconstruction", "kl", "loss:vae", "loss:ae"];
  assert.deepEqual(values.map((value) => valueOf(value, { vae, ae }, text)), [
    "",
    "VAE 80.25 nats, AE 70.50 nats",
    "= 3.75 nats",
    "= 80.25 + 3.75 = 84.00 nats",
    "= 70.50 nats",
  ]);
});

Deno.test("a loss and its parts add up as printed, and a mean says that it is one", () => {
  const odd = { ...vae, reconstruction: 80.254, kl: Float32Array.of(1.254) };
  assert.equal(valueOf("loss:vae", { vae: odd, ae }, text), "= 80.25 + 1.25 = 81.50 nats"); // not 81.51
  assert.equal(valueOf("loss:vae", { vae, ae }, text, "⌀ "), "= ⌀ 80.25 + ⌀ 3.75 = ⌀ 84.00 nats");
  assert.equal(valueOf("reconstruction", { vae, ae }, text, "⌀ "), "VAE ⌀ 80.25 nats, AE ⌀ 70.50 nats");
});

Deno.test("the length of a gradient stands behind its equation where there is one", () => {
  const back = { ...vae, ofMu: Float64Array.of(3, 4), ofSigma: Float64Array.of(60, -80) };
  assert.equal(valueOf("vae:ofMu", { vae: back, ae }, text), "norm 5.00");
  assert.equal(valueOf("vae:ofSigma", { vae: back, ae }, text), "norm 100");
  assert.equal(valueOf("vae:ofMu", { vae, ae }, text), "");
});

Deno.test("every value that an equation of the page asks for is known", () => {
  const gradients = { ofZ: Float64Array.of(1), ofMu: Float64Array.of(1), ofSigma: Float64Array.of(2) };
  const results = { vae: { ...vae, ...gradients }, ae };
  for (const { value } of reference("dataflow").equations) {
    assert.equal(valueOf(value, results, text) !== "", value !== "");
  }
});
