import assert from "node:assert/strict";
import { putTitlesAbove } from "../../../web/figure/narrow.js";

const axis = (/** @type {string} */ anchor, /** @type {string} */ text) => ({ anchor, title: { text } });

/** Two panels side by side, the right one in two storeys. @returns {Record<string, any>} */
const layout = () => ({
  font: { size: 14 },
  height: 400,
  margin: { t: 36, b: 44 },
  legend: { y: 1.02, x: 0 },
  xaxis: { domain: [0, 0.5], title: { text: "x" } },
  xaxis2: { domain: [0.6, 1] },
  xaxis3: { domain: [0.6, 1] },
  yaxis: { ...axis("x", "f(x)"), domain: [0, 1] },
  yaxis2: { ...axis("x2", "nats"), domain: [0.5, 1] },
  yaxis3: { ...axis("x3", ""), domain: [0, 0.4] },
});

Deno.test("a title between two panels goes above its axis, others stay", () => {
  const narrow = layout();
  putTitlesAbove(narrow);
  const [title, ...others] = narrow.annotations;
  assert.deepEqual(others, []);
  assert.deepEqual([title.text, title.xref, title.yref, title.x, title.y], ["nats", "x2 domain", "y2 domain", 0, 1]);
  assert.deepEqual(narrow.yaxis2.title, { text: "" });
  assert.deepEqual(narrow.yaxis, layout().yaxis);
  assert.deepEqual(narrow.xaxis, layout().xaxis);
  assert.deepEqual([narrow.height, narrow.margin, narrow.legend], [416, { t: 52, b: 44 }, { x: 0, y: 1.07 }]);
});

Deno.test("where no title goes to the top, the legend stays", () => {
  const narrow = layout();
  narrow.yaxis2.domain = [0.5, 0.9];
  putTitlesAbove(narrow);
  assert.deepEqual([narrow.height, narrow.margin, narrow.legend], [400, layout().margin, layout().legend]);
});

Deno.test("what is noted in a figure stays", () => {
  const narrow = { ...layout(), annotations: [{ text: "here" }] };
  putTitlesAbove(narrow);
  assert.deepEqual(narrow.annotations.map(({ text }) => text), ["here", "nats"]);
});

Deno.test("a figure without axes, as a landscape, has nothing to move", () => {
  /** @type {Record<string, any>} */
  const scene = { scene: { xaxis: { title: { text: "x" } } } };
  putTitlesAbove(scene);
  assert.deepEqual(scene.annotations, []);
});
