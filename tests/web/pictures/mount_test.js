import assert from "node:assert/strict";
import { mounted, timesOnSlide, WIDE } from "../../../web/pictures/mount.js";

/** @typedef {import("../../../web/pictures/layout.js").Layout} Layout */

const sheet = /** @type {import("../../../web/pictures/sheet.js").Sheet} */ ({ width: 28, height: 28 });
/** @type {Layout} */
const LAYOUT = {
  width: 1600,
  height: 500,
  sheets: [{ sheet, left: 10, top: 20, scale: 4 }],
  texts: [{ text: "VAE", left: 30, top: 40, size: 20 }],
  drawings: [{ markup: "<path/>", left: 50, top: 60, scale: 2 }],
};
const ADDRESS = "http://localhost:8501/latent_space?z=1_0.5&step=space";

Deno.test("above a picture stands its title, below it the address, and all of it keeps its place", () => {
  const { width, height, sheets, texts: [title, own, address], drawings } = mounted(LAYOUT, {
    title: "A title",
    address: ADDRESS,
  });
  const above = sheets[0].top - 20;
  assert.equal(width, 1600);
  assert.deepEqual([sheets[0].left, sheets[0].scale], [10, 4]);
  assert.deepEqual(own, { ...LAYOUT.texts[0], top: 40 + above });
  assert.deepEqual(drawings, [{ markup: "<path/>", left: 50, top: 60 + above, scale: 2 }]);
  assert.deepEqual([title.text, title.weight, address.text], ["A title", "600", ADDRESS]);
  assert.ok(title.top < above && title.top > title.size);
  assert.ok(address.top - address.size >= above + 500 && address.top < height);
  assert.ok(address.size <= title.size / 2);
});

Deno.test("a layout without drawings gets none", () => {
  assert.ok(!("drawings" in mounted({ ...LAYOUT, drawings: undefined }, { title: "", address: ADDRESS })));
});

Deno.test("a long title is set smaller, in English and in Chinese", () => {
  const size = (/** @type {string} */ title) => mounted(LAYOUT, { title, address: ADDRESS }).texts[0].size;
  const usual = size("A title");
  assert.ok(size("A title ".repeat(12)) < usual);
  assert.equal(size("标题".repeat(15)), usual);
  assert.ok(size("标题".repeat(25)) < usual && 50 * size("标题".repeat(25)) <= 1600);
});

Deno.test("of a long address the longest settings are left out; the others lead to the page", () => {
  const lines = (/** @type {string} */ address) =>
    mounted(LAYOUT, { title: "", address }).texts.slice(2).map(({ text }) => text);
  const two = `${ADDRESS}&ends=${"8".repeat(160)}`;
  assert.deepEqual([lines(two).length, lines(two).join("")], [2, two]);
  assert.deepEqual(lines(`${ADDRESS}&ink=${"x".repeat(900)}&dim=2`), [`${ADDRESS}&dim=2`]);
});

Deno.test("what is small is enlarged to a slide's width, by whole numbers", () => {
  for (const pixels of [28, 280, 364, 1600, 2000]) {
    assert.ok(pixels * timesOnSlide(pixels) >= WIDE);
    assert.equal(timesOnSlide(pixels), Math.round(timesOnSlide(pixels)));
  }
  assert.equal(timesOnSlide(2000), 1);
});
