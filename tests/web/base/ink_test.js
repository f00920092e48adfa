import assert from "node:assert/strict";
import { channels, fillInk, inkOf, isDark, isSame, pixelOf, themeColour } from "../../../web/base/ink.js";

Deno.test("a colour in all ways that style sheets write it", () => {
  assert.deepEqual(channels("#0072b2"), [0, 114, 178]);
  assert.deepEqual(channels("#0072B2cc"), [0, 114, 178]);
  assert.deepEqual(channels("rgb(49, 51, 63)"), [49, 51, 63]);
  assert.deepEqual(channels("rgba(250, 250, 250, 0.5)"), [250, 250, 250]);
  assert.deepEqual(channels("rgb(1 2 3 / 40%)"), [1, 2, 3]);
  assert.throws(() => channels("blue"), /"blue" is no colour/);
});

Deno.test("light ink means a dark page", () => {
  assert.deepEqual([isDark([250, 250, 250]), isDark([49, 51, 63])], [true, false]);
});

Deno.test("a picture has the ink's colour, and its grey levels for opacity", () => {
  const image = { data: new Uint8ClampedArray(12) };
  fillInk(image, [0, 0.5, 1], [10, 20, 30]);
  assert.deepEqual([...image.data], [10, 20, 30, 0, 10, 20, 30, 128, 10, 20, 30, 255]);
  const [pixel] = new Uint32Array(image.data.slice(0, 4).buffer);
  assert.equal(pixel, pixelOf([10, 20, 30]));
});

Deno.test("what the page has let go has no colour, and may be drawn once more", () => {
  let styles = new Map([["color", " rgb(1, 2, 3)"]]);
  const { getComputedStyle } = globalThis;
  const fake = () => ({ getPropertyValue: (/** @type {string} */ name) => styles.get(name) ?? "" });
  globalThis.getComputedStyle = /** @type {any} */ (fake);
  try {
    const node = /** @type {any} */ ({});
    assert.deepEqual(inkOf(node), [1, 2, 3]);
    styles = new Map();
    assert.deepEqual([inkOf(node), themeColour(node, "--st-background-color")], [[0, 0, 0], "rgb(0, 0, 0)"]);
  } finally {
    globalThis.getComputedStyle = getComputedStyle;
  }
});

Deno.test("colours are the same however they are written, and whatever their opacity", () => {
  assert.ok(isSame("#0067A3", "rgb(0, 103, 163)"));
  assert.ok(isSame("#0067a3cc", "rgba(0, 103, 163, 0.3)"));
  assert.ok(!isSame("#0067A3", "#0067A4"));
});
