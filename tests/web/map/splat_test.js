import assert from "node:assert/strict";
import { disc, splat } from "../../../web/map/splat.js";

const SIDE = 20;

/**
 * The words of an image after dots of one pixel radius in these places.
 *
 * @param {number[][]} places in CSS pixels
 * @param {number[]} shades
 * @param {{ order?: number[], ratio?: number, radius?: number }} [how]
 */
function dots(places, shades, { order = [...places.keys()], ratio = 1, radius = 1 } = {}) {
  const words = new Uint32Array(SIDE * SIDE);
  const screen = Float32Array.from(places.flat());
  splat(words, SIDE, screen, ratio, disc(radius), Uint32Array.from(shades), Uint32Array.from(order));
  return words;
}

/**
 * @param {Uint32Array} words
 * @param {number} x
 * @param {number} y
 */
const pixel = (words, x, y) => words[y * SIDE + x];

Deno.test("a disc covers its area", () => {
  for (const radius of [1.3, 2.3, 4, 7.5]) {
    const covered = disc(radius).coverage.reduce((sum, value) => sum + value / 255, 0);
    assert.ok(Math.abs(covered / (Math.PI * radius ** 2) - 1) < 0.1, `${covered} for ${radius}`);
  }
});

Deno.test("a dot is opaque in its middle, fainter at its edge, and nowhere else", () => {
  const words = dots([[7.4, 12.6]], [0x563412]);
  assert.equal(pixel(words, 7, 13), 0xff563412);
  assert.equal(pixel(words, 8, 13), 0x80563412); // half of it
  assert.equal(pixel(words, 9, 13), 0);
  assert.equal(words.filter(Boolean).length, 9);
});

Deno.test("CSS pixels are not pixels", () =>
  assert.equal(pixel(dots([[3.5, 4.5]], [1], { ratio: 2 }), 7, 9), 0xff000001));

Deno.test("who comes later lies above", () => {
  assert.equal(pixel(dots([[9, 9], [9, 9]], [1, 2]), 9, 9), 0xff000002);
  assert.equal(pixel(dots([[9, 9], [9, 9]], [1, 2], { order: [1, 0] }), 9, 9), 0xff000001);
});

Deno.test("a faint edge does not eat into a dot", () => {
  const words = dots([[9, 9], [11, 10]], [1, 2], { radius: 1.3 });
  assert.equal(pixel(words, 9, 9), 0xff000001);
  assert.equal(pixel(words, 10, 9) & 0xff, 1); // 204 of the first; the corner of the second has 98
});

Deno.test("a dot at the rim is left out: it would go on at the other side", () => {
  for (const place of [[0, 9], [19, 9], [9, 0.4], [9, 18.6], [-50, 9], [NaN, 9]]) {
    assert.ok(!dots([place], [1]).some(Boolean), String(place));
  }
  assert.ok(dots([[1, 18]], [1]).some(Boolean));
});
