import assert from "node:assert/strict";
import { showAlone } from "../../../web/figure/alone.js";

/** @returns {{ data: import("../../../web/figure/alone.js").Part[], layout: { images: object[] } }} */
const figure = () => ({
  data: [
    { meta: "classes", text: ["3", "7", ""], marker: { opacity: 0.85 } },
    { legendgroup: "3", opacity: 0.5 },
    { legendgroup: "7", opacity: 0.5 },
    { text: ["a circle"] },
  ],
  layout: { images: [{ name: "3" }, { name: "7" }] },
});

Deno.test("a class alone: all that belongs to others fades, what belongs to none stays", () => {
  const { data: [points, own, other, circle], layout: { images } } = shown(7);
  const [three, seven, none] = /** @type {number[]} */ (points.marker?.opacity);
  assert.ok(three < 0.1 && none < 0.1 && seven > 0.8);
  assert.ok(Number(own.opacity) < 0.1);
  assert.equal(other.opacity, 0.5);
  assert.equal(circle.opacity, undefined);
  assert.deepEqual(images.map((image) => "opacity" in image), [true, false]);
});

Deno.test("all classes: nothing fades", () => assert.deepEqual(shown(null), figure()));

/** @param {number | null} alone */
function shown(alone) {
  const made = figure();
  showAlone(made, alone);
  return made;
}
