import assert from "node:assert/strict";
import { boxAt, boxOf, common, sidesOf } from "../../../web/figure/labels.js";

/** @typedef {import("../../../web/figure/labels.js").Label} Label */

const ROOM = boxAt([50, 0], [400, 300]);
const NOTHING = { words: [], marks: [] };

/**
 * A label of 20 × 16 pixels.
 *
 * @param {import("../../../web/figure/labels.js").Pair} at
 * @param {Partial<Label>} [more]
 * @returns {Label}
 */
const label = (at, more = {}) => ({ at, size: [20, 16], isBeside: false, room: ROOM, side: null, ...more });

/** @param {Label[]} labels @param {import("../../../web/figure/labels.js").Around} [around] */
function placed(labels, around = NOTHING) {
  const sides = sidesOf(labels, around);
  return labels.map((one, i) => boxOf(one, sides[i]));
}

Deno.test("alone, a letter stands above its handle, or beside it", () => {
  assert.deepEqual(sidesOf([label([200, 150])], NOTHING), [[0, -1]]);
  assert.deepEqual(sidesOf([label([200, 150], { isBeside: true })], NOTHING), [[1, 0]]);
});

Deno.test("of handles close together, no letter covers another one or its handle", () => {
  for (const apart of [0, 5, 12, 20]) {
    const labels = [0, 1, 2].map((i) => label([200 + i * apart, 150], { isBeside: i === 0 }));
    const boxes = placed(labels);
    boxes.forEach((box, i) => boxes.slice(0, i).forEach((other) => assert.equal(common(box, other), 0)));
    const discs = labels.map(({ at: [x, y] }) => boxAt([x - 9, y - 9], [18, 18]));
    if (apart > 12) {
      boxes.forEach((box, i) => discs.forEach((disc, j) => i === j || assert.equal(common(box, disc), 0)));
    }
  }
});

Deno.test("a letter covers no words of the figure and no number of an axis", () => {
  const words = [boxAt([150, 100], [100, 40])]; // above the handle
  const [above] = placed([label([200, 150])], { words, marks: [] });
  assert.equal(common(above, words[0]), 0);
  const bottom = ROOM.bottom; // of a handle on the axis
  const [box] = placed([label([200, bottom], { isBeside: true })]);
  assert.ok(box.bottom <= bottom);
});

Deno.test("it keeps clear of points where it can", () => {
  const marks = Array.from({ length: 40 }, (_, i) => [205 + i, 150]).flat(); // to the right
  const [[across, down]] = sidesOf([label([200, 150], { isBeside: true })], { words: [], marks });
  assert.ok(across !== 1 || down !== 0);
});

Deno.test("a handle without a letter is in nobody's way but by itself", () => {
  const [, , box] = placed([
    label([200, 150], { size: [0, 16] }),
    label([200, 150], { size: [0, 16] }),
    label([200, 150]),
  ]);
  assert.deepEqual(box, boxOf(label([200, 150]), [0, -1]));
});

Deno.test("it does not leave its side for nothing", () => {
  assert.deepEqual(sidesOf([label([200, 150], { side: [1, -1] })], NOTHING), [[1, -1]]);
  assert.deepEqual(sidesOf([label([200, 150], { side: [0, 1] })], NOTHING), [[0, -1]]); // the one liked least
});
