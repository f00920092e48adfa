import assert from "node:assert/strict";
import { Choice, NONE } from "../../../web/map/choice.js";
import { readingOf } from "../../../web/map/reading.js";

const LASSO = { panel: 1, corners: /** @type {[number, number][]} */ ([[0, 0], [1, 0], [1, 1]]) };
const PACKED = [1, 0, 0, 1, 0, 1, 1];

/** A map on which every outline holds the same points. @type {(points: number[], isThere?: boolean) => any} */
const panel = (points, isThere = true) => ({ locate: () => isThere, within: () => points });

/** With a point and an outline chosen. */
function chosen() {
  const choice = new Choice();
  choice.chosen = 4;
  choice.select([9, 10, 2], LASSO);
  return choice;
}

Deno.test("an outline from an address is resolved once its map is there, and once only", () => {
  const choice = new Choice();
  choice.adopt({ point: 7, lasso: PACKED });
  assert.deepEqual([choice.chosen, choice.lasso, choice.points], [7, LASSO, []]);
  assert.ok(choice.resolve([panel([1]), panel([5, 3])], 0));
  assert.deepEqual(choice.points, [3, 5]);
  assert.ok(!choice.resolve([panel([1]), panel([2])], 0));
});

Deno.test("a point is put into the set, and taken out of it", () => {
  const choice = chosen();
  assert.deepEqual(choice.toggled(7).sort((a, b) => a - b), [2, 7, 9, 10]);
  assert.deepEqual(choice.toggled(10).sort((a, b) => a - b), [2, 9]);
});

Deno.test("an address without an outline gives up the set, one for a map that is not there keeps it", () => {
  const [without, elsewhere] = [chosen(), chosen()];
  without.adopt({ point: NONE, lasso: [] });
  assert.deepEqual([without.chosen, without.lasso, without.points], [NONE, null, []]);
  elsewhere.adopt({ point: NONE, lasso: PACKED });
  assert.ok(elsewhere.resolve([panel([1])], 0));
  assert.deepEqual(elsewhere.points, [2, 9, 10]);
});

Deno.test("on a map without points an outline holds nothing", () => {
  const choice = chosen();
  choice.adopt({ point: NONE, lasso: PACKED });
  choice.resolve([panel([]), panel([1], false)], 0);
  assert.deepEqual(choice.points, []);
});

Deno.test("a set outlives its map but not its images; an outline ends with the map", () => {
  const choice = chosen();
  choice.moveOn(false);
  assert.deepEqual([choice.chosen, choice.lasso, choice.points, choice.isStale], [4, null, [2, 9, 10], true]);
  choice.moveOn(false);
  assert.ok(!choice.isStale); // no outline has ended
  choice.moveOn(true);
  assert.deepEqual([choice.chosen, choice.points, choice.isStale], [NONE, [], true]);
});

Deno.test("the hand on a point is news once, on another map again", () => {
  const [choice, here, there] = [new Choice(), panel([]), panel([])];
  assert.deepEqual([choice.hover(3, here), choice.hover(3, here), choice.hover(3, there)], [true, false, true]);
});

const TEXT = {
  how: "drag",
  selected: "{n} encircled",
  point: "image {number}, a {label}",
  point_unlabelled: "image {number}",
};
const CLOUD = { numbers: Uint32Array.of(0, 20, 40), labels: Uint8Array.of(7, 255, 3) };

/** @type {[object, string][]} */
const READINGS = [
  [{}, "drag"],
  [{ chosen: 0 }, "image 0, a 7"],
  [{ chosen: 0, hovered: 2 }, "image 40, a 3"],
  [{ hovered: 1 }, "image 20"],
  [{ chosen: 3 }, "drag"],
  [{ selected: new Set([0, 2]) }, "2 encircled"],
  [{ selected: new Set([0, 2]), chosen: 2 }, "image 40, a 3 · 2 encircled"],
];

for (const [choice, expected] of READINGS) {
  Deno.test(`the reading is "${expected}" of ${Object.keys(choice).join(" and ") || "nothing"}`, () =>
    assert.equal(readingOf(Object.assign(new Choice(), choice), CLOUD, TEXT), expected));
}
