import assert from "node:assert/strict";
import { FINE, Ink } from "../../../web/drawing/pen.js";
import { assertNear } from "../assertions.js";
import { reference } from "../references.js";

/** @param {import("../../../web/drawing/pen.js").Point[]} points */
function drawn(points) {
  const ink = new Ink();
  ink.stroke(points);
  return ink;
}

/** @param {Float32Array} image */
const total = (image) => image.reduce((sum, value) => sum + value, 0);

Deno.test("strokes are rasterised as NumPy does, also over the edges of the field", () => {
  for (const { points, image } of reference("drawing").strokes) assertNear(drawn(points).image(), image, 1e-6);
});

Deno.test("a line has the pen's width and smooth edges", () => {
  const line = drawn([[6, 14], [22, 14]]).image();
  const stadium = 16 * 2.7 + Math.PI * 1.35 ** 2;
  assertNear(total(line) / stadium, 1, 0.06); // in 16 levels
  for (const value of line) assertNear(15 * value, Math.round(15 * value), 1e-4);
  const across = Array.from({ length: 28 }, (_, row) => line[28 * row + 14]);
  assert.equal(Math.max(...across), 1);
  assert.equal(across.filter((value) => value > 0 && value < 1).length, 2);
});

/** @param {Ink} ink */
const area = ({ fine }) => fine.reduce((sum, value) => sum + value, 0) / FINE ** 2;

Deno.test("a dot is a disc", () => assertNear(area(drawn([[14, 14]])) / (Math.PI * 1.35 ** 2), 1, 0.03));

Deno.test("beside the field there is no ink, and at its edge what is left of the pen", () => {
  assert.equal(total(drawn([[-9, -9], [-5, 3]]).image()), 0);
  assertNear(area(drawn([[0, 14]])), area(drawn([[14, 14]])) / 2, 1e-9);
});

Deno.test("over what was there before, the darker counts", () => {
  const base = new Float32Array(784).fill(0.4);
  const found = drawn([[14, 14]]).image(base);
  const alone = drawn([[14, 14]]).image();
  assert.deepEqual(found, alone.map((value, i) => Math.max(value, base[i])));
});

Deno.test("a cleared field is blank", () => {
  const ink = drawn([[6, 14], [22, 14]]);
  ink.clear();
  assert.equal(total(ink.image()), 0);
});
