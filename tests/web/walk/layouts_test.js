import assert from "node:assert/strict";
import { besideEachOther, planeLayout, rowsLayout, stacked, sumsLayout } from "../../../web/walk/layouts.js";

/** @typedef {import("../../../web/pictures/layout.js").Layout} Layout */

/**
 * @param {number} columns
 * @param {number} rows
 */
const sheet = (columns, rows) => /** @type {import("../../../web/pictures/sheet.js").Sheet} */ ({
  columns,
  rows,
  width: 28 * columns,
  height: 28 * rows,
});

/** @param {number[]} columns of each sheet, one row high */
const titled = (...columns) => columns.map((count, i) => ({ sheet: sheet(count, 1), title: `title ${i}` }));

const sums = ["VAE", "AE"].map((title) => ({ title, terms: Array.from({ length: 4 }, () => sheet(1, 1)) }));

/** @type {Record<string, Layout>} */
const LAYOUTS = {
  plane: planeLayout(sheet(3, 3), [-1.25, 0, 1.25], 4, "title"),
  rows: rowsLayout(sheet(13, 2), ["z₁  1.23 nats", "z₂"], "title"),
  strips: stacked(titled(13, 13, 13, 13), 3),
  "pictures of a film": besideEachOther(titled(1, 1), 5, 15),
  sums: sumsLayout(sums, ["", "−", "+", "="]),
};

for (const [name, { width, height, sheets, texts }] of Object.entries(LAYOUTS)) {
  const boxes = sheets.map(({ sheet, left, top, scale }) => ({
    left,
    top,
    right: left + scale * sheet.width,
    bottom: top + scale * sheet.height,
  }));

  Deno.test(`${name}: pictures lie on the paper, none over another`, () => {
    for (const [i, a] of boxes.entries()) {
      assert.ok(a.left >= 0 && a.top >= 0 && a.right <= width && a.bottom <= height);
      for (const b of boxes.slice(0, i)) {
        assert.ok(a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom);
      }
    }
  });

  Deno.test(`${name}: words start and stand on the paper, and on no picture`, () => {
    for (const { text, left, top, size, anchor } of texts) {
      assert.ok(left >= 0 && left <= width && top >= 0.7 * size && top <= height, text);
      for (const box of boxes) {
        const isLevel = top - 0.7 * size < box.bottom && top > box.top;
        const isClear = anchor === "end" ? left <= box.left : left >= box.right || left < box.left;
        assert.ok(!isLevel || isClear, text);
      }
    }
  });
}

/** @param {Layout} layout */
const places = ({ texts }) => texts.map(({ text, left, top, anchor }) => [text, left, Math.round(top), anchor]);

Deno.test("the ends of both axes are named beside the plane", () => {
  const { width, height, sheets, texts } = LAYOUTS.plane;
  assert.deepEqual(sheets.map(({ left, top, scale }) => [left, top, scale]), [[66, 44, 3]]);
  assert.deepEqual([width, height], [66 + 252 + 22, 66 + 252 + 44]);
  assert.deepEqual(places({ ...LAYOUTS.plane, texts }), [
    ["−1.25", 66, 325, undefined],
    ["z₅ = 1.25", 66 + 252, 325, "end"],
    ["−1.3", 58, Math.round(44 + 252 - 42 + 22 / 3), "end"], // in the middle of the lowest cell, 84 pixels high
    ["1.3", 58, Math.round(44 + 42 + 22 / 3), "end"],
    ["title", 66, 31, undefined],
  ]);
});

Deno.test("each row has its name before it, in its middle", () => {
  const { sheets: [{ left, top, scale }] } = LAYOUTS.rows;
  const names = places(LAYOUTS.rows).slice(0, 2);
  assert.deepEqual([left, top, scale], [198, 44, 3]);
  assert.deepEqual(names, [["z₁  1.23 nats", 186, Math.round(44 + 0.6 * 84), "end"], ["z₂", 186, 178, "end"]]);
});

Deno.test("strips lie below one another, single pictures beside one another, each under its title", () => {
  for (const name of ["strips", "pictures of a film"]) {
    const { sheets, texts } = LAYOUTS[name];
    assert.equal(texts.length, sheets.length);
    texts.forEach(({ text, left, top }, i) => {
      assert.deepEqual([text, left], [`title ${i}`, sheets[i].left]);
      assert.ok(top < sheets[i].top && sheets[i].top - top < 20);
    });
  }
  assert.deepEqual(LAYOUTS.strips.sheets.map(({ left }) => left), [20, 20, 20, 20]);
  assert.deepEqual(LAYOUTS["pictures of a film"].sheets.map(({ left, top }) => [left, top]), [[20, 40], [180, 40]]);
  assert.deepEqual(LAYOUTS["pictures of a film"].texts.map(({ size }) => size), [15, 15]);
});

Deno.test("a sheet that is wider than the others makes the file wider", () => {
  assert.equal(stacked(titled(2, 5), 4).width, 4 * 28 * 5 + 40);
});

Deno.test("a sum is a row, with a sign before each term but the first", () => {
  const { sheets, texts } = LAYOUTS.sums;
  const sign = texts.slice(1, 5);
  assert.deepEqual(texts.map(({ text }) => text), ["VAE", "", "−", "+", "=", "AE", "", "−", "+", "="]);
  assert.deepEqual(sign.map(({ left }) => left), sheets.slice(0, 4).map(({ left }) => left - 20));
  assert.ok(sheets[4].top > sheets[0].top && sheets[4].left === sheets[0].left);
});
