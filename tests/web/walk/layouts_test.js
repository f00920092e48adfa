import assert from "node:assert/strict";
import { WIDE } from "../../../web/pictures/mount.js";
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

const TICKS = [{ text: "−1", cell: 0 }, { text: "0", cell: 1 }, { text: "1", cell: 1.75 }];

/** @type {Record<string, Layout>} */
const LAYOUTS = {
  plane: planeLayout(sheet(3, 3), TICKS, ["z₅", "z₁"], "title"),
  rows: rowsLayout(sheet(13, 2), ["z₁  1.23 nats", "z₂"], TICKS, "title"),
  strips: stacked(titled(13, 13, 13, 13), TICKS),
  "pictures of a film": besideEachOther(titled(1, 1), 10, 30),
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

Deno.test("both axes of the plane have even ticks, in line with their cells, and names", () => {
  const { width, height, sheets: [{ left, top, scale }], texts } = LAYOUTS.plane;
  const side = 84 * scale;
  assert.ok(side >= WIDE && side < 1.1 * WIDE);
  assert.ok(width > left + side && height > top + side);
  const [title, ...others] = places({ ...LAYOUTS.plane, texts });
  assert.deepEqual(title.slice(0, 2), ["title", left]);
  const size = texts[0].size;
  const cells = [0.5, 1.5, 2.25].map((cell) => (cell * side) / 3);
  const below = Math.round(top + side + 1.3 * size);
  assert.deepEqual(others.slice(0, 3), cells.map((at, i) => [TICKS[i].text, left + at, below, "middle"]));
  const beside = cells.map((at) => Math.round(top + side - at + size / 3));
  assert.deepEqual(others.slice(3, 6), beside.map((at, i) => [TICKS[i].text, left - size / 2, at, "end"]));
  assert.deepEqual(others.slice(6).map(([text]) => text), ["z₅ →", "↑ z₁"]);
});

Deno.test("each row has its name before it, in its middle, and below all there are ticks", () => {
  const { sheets: [{ left, top, scale }] } = LAYOUTS.rows;
  const [first, second, ...others] = places(LAYOUTS.rows);
  const row = 28 * scale;
  assert.deepEqual(first, ["z₁  1.23 nats", left - 15, Math.round(top + row / 2 + 10), "end"]);
  assert.deepEqual(second, ["z₂", left - 15, Math.round(top + 1.5 * row + 10), "end"]);
  const ticks = TICKS.map(({ text, cell }) => [text, left + (cell + 0.5) * row, top + 2 * row + 39, "middle"]);
  assert.deepEqual(others.slice(0, 3), ticks);
});

Deno.test("strips lie below one another, single pictures beside one another, each under its title", () => {
  for (const name of ["strips", "pictures of a film"]) {
    const { sheets, texts } = LAYOUTS[name];
    sheets.forEach(({ left, top }, i) => {
      const title = texts[i];
      assert.deepEqual([title.text, title.left], [`title ${i}`, left]);
      assert.ok(title.top < top && top - title.top < 20);
    });
  }
  assert.deepEqual(LAYOUTS.strips.sheets.map(({ left }) => left), [30, 30, 30, 30]);
  assert.deepEqual(LAYOUTS.strips.texts.slice(4).map(({ text }) => text), ["−1", "0", "1"]); // below the last
  const film = LAYOUTS["pictures of a film"];
  assert.deepEqual(film.sheets.map(({ left, top }) => [left, top]), [[40, 60], [360, 60]]);
  assert.deepEqual(film.texts.map(({ size }) => size), [30, 30]);
});

Deno.test("a sheet that is wider than the others makes the file wider, and all the same times larger", () => {
  const { width, sheets } = stacked(titled(2, 5));
  assert.deepEqual(sheets.map(({ scale }) => scale), [12, 12]);
  assert.equal(width, 12 * 28 * 5 + 60);
});

Deno.test("a picture to take away is as wide as a slide, however few or many pictures it has", () => {
  const layouts = [10, 15, 20, 30].map((cells) => planeLayout(sheet(cells, cells), TICKS, ["z₁", "z₂"], ""));
  const { "pictures of a film": _, ...others } = LAYOUTS;
  for (const { width } of [...layouts, ...Object.values(others), stacked(titled(1)), stacked(titled(8, 8))]) {
    assert.ok(width >= WIDE && width < 2 * WIDE, String(width));
  }
});

Deno.test("a sum is a row, with a sign before each term but the first", () => {
  const { sheets, texts } = LAYOUTS.sums;
  const sign = texts.slice(1, 5);
  assert.deepEqual(texts.map(({ text }) => text), ["VAE", "", "−", "+", "=", "AE", "", "−", "+", "="]);
  assert.deepEqual(sign.map(({ left }) => left), sheets.slice(0, 4).map(({ left }) => left - 30));
  assert.ok(sheets[4].top > sheets[0].top && sheets[4].left === sheets[0].left);
});
