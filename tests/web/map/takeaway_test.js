import assert from "node:assert/strict";
import { START, toMap, toScreen } from "../../../web/map/camera.js";
import { onPaper } from "../../../web/map/palette.js";
import { mapsLayout } from "../../../web/map/takeaway.js";
import { WIDE } from "../../../web/pictures/mount.js";

const SIDE = 500;
const shade = (/** @type {string} */ light) => ({ light, dark: "#ffffff" });
const COLOURS = {
  p: shade("#9a4a78"),
  mu: shade("#007a58"),
  none: shade("#666c74"),
  digits: Array.from({ length: 10 }, (_, digit) => shade(`#0000${digit}0`)),
};
const LABELS = Uint8Array.from([3, 7, 3, 255, 3]);

/** @param {object} [changes] */
function panel(changes = {}) {
  const camera = { ...START };
  return /** @type {import("../../../web/map/takeaway.js").Shown} */ (/** @type {unknown} */ ({
    spec: { title: "A map", axes: ["z₁", "z₂"], prior: true },
    number: 0,
    dimensions: 2,
    side: SIDE,
    camera,
    fitted: { centre: [0, 0], radius: 4 },
    screen: Float32Array.from([100, 100, 200, 300, 250.456, 250, 400, 400, 900, 100]),
    depth: new Float32Array(5),
    toMap: (/** @type {[number, number]} */ place) => toMap(camera, SIDE, place),
    toScreen: (/** @type {[number, number]} */ corner) => toScreen(camera, SIDE, corner),
    placeOf: (/** @type {number} */ point) => [100 * point, 100],
    outline: null,
    placed: null,
    film: null,
    ...changes,
  }));
}

/** @param {object} [choice] */
const scene = (choice = {}) => ({
  cloud: /** @type {any} */ ({ labels: LABELS }),
  choice: /** @type {any} */ ({ selected: new Set(), lasso: null, chosen: -1, hovered: -1, ...choice }),
  dress: onPaper(COLOURS),
  head: 0,
  alone: null,
});

const markup = (/** @type {ReturnType<typeof mapsLayout>} */ { drawings = [] }) => drawings.map(({ markup }) => markup);
const count = (/** @type {string} */ text, /** @type {RegExp} */ what) => (text.match(what) ?? []).length;

Deno.test("a map in a file has a circle for each point in sight, grouped by class", () => {
  const layout = mapsLayout([panel()], scene());
  const [inside] = markup(layout);
  assert.equal(count(inside, /<circle/g), 4); // one is out of sight
  const groups = [...inside.matchAll(/<g fill="([^"]+)">((?:<circle[^>]*>)+)<\/g>/g)];
  assert.deepEqual(groups.map(([_, fill, dots]) => [fill, count(dots, /<circle/g)]), [
    ["#000030", 2],
    ["#000070", 1],
    ["#666c74", 1],
  ]);
  assert.ok(inside.includes('<circle cx="250.46" cy="250" '));
  assert.ok(inside.includes(">3σ</text>") && inside.includes(">7</text>")); // the prior, a numeral
  assert.equal(layout.drawings?.[0].scale, 1300 / SIDE);
});

Deno.test("who is not chosen is pale, and lies below", () => {
  const [inside] = markup(mapsLayout([panel()], scene({ selected: new Set([1]) })));
  const fills = [...inside.matchAll(/<g fill="([^"]+)">/g)].map(([_, fill]) => fill);
  assert.equal(fills.length, 3);
  assert.equal(fills[2], "#000070");
  assert.ok(!fills.includes("#000030"));
});

Deno.test("a flat map has even ticks and the names of its axes", () => {
  const [_, axes] = markup(mapsLayout([panel()], scene()));
  const words = [...axes.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([_, word]) => word);
  assert.deepEqual(words, ["z₁ →", "z₂ →", ...["−4", "−2", "0", "2", "4"], ...["−4", "−2", "0", "2", "4"]]);
  const across = [...axes.matchAll(/<text x="([\d.]+)" y="1342"/g)].map(([_, x]) => Number(x));
  const apart = across.slice(1).map((x, i) => Math.round(x - across[i]));
  assert.equal(new Set(apart).size, 1);
  assert.equal(Math.round(across[2]), 650);
});

Deno.test("a map in three dimensions shows where its axes lead", () => {
  const spec = { title: "", axes: ["a", "b", "c"], prior: false };
  const [_, tripod] = markup(mapsLayout([panel({ dimensions: 3, spec })], scene()));
  assert.deepEqual([...tripod.matchAll(/>([abc])<\/text>/g)].map(([_, name]) => name), ["a", "b", "c"]);
});

Deno.test("the classes that there are stand beside the map, each with its colour", () => {
  const legend = markup(mapsLayout([panel()], scene())).at(-1) ?? "";
  assert.deepEqual([...legend.matchAll(/fill="([^"]+)"\/><text[^>]*>(\d)</g)].map((found) => found.slice(1)), [
    ["#000030", "3"],
    ["#000070", "7"],
  ]);
});

Deno.test("one map is as wide as a slide, two lie beside one another, each under its title", () => {
  const one = mapsLayout([panel()], scene());
  const two = mapsLayout([panel(), panel({ number: 1 })], scene());
  assert.ok(one.width >= WIDE && two.width > one.width + 1300);
  assert.deepEqual(two.texts.map(({ text }) => text), ["A map", "A map"]);
  assert.deepEqual(two.texts.map(({ left }) => left), [two.drawings?.[0].left, two.drawings?.[2].left]);
  const clips = markup(two).join("").match(/id="square-\d"/g);
  assert.deepEqual(clips, ['id="square-0"', 'id="square-1"']);
});

Deno.test("a map that has not come yet is a frame", () => {
  const [inside, axes] = markup(mapsLayout([panel({ fitted: null })], scene()));
  assert.equal(count(inside, /<circle/g), 0);
  assert.equal(count(axes, /<text/g), 2);
});
