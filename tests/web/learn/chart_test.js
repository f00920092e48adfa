import assert from "node:assert/strict";
import { SvgPen } from "../../../web/base/pen.js";
import { drawChart, EDGE, stepAt } from "../../../web/learn/chart.js";
import { summary } from "../../../web/learn/numbers.js";
import { assertNear } from "../assertions.js";

const LOOKS = { width: 400, height: 100, ink: "#000000", line: "#cccccc", title: "", isAbove: false };

Deno.test("a place on the chart is a step, and beyond its ends the first or the last", () => {
  const inner = 400 - EDGE.left - EDGE.right;
  assert.deepEqual([-9, EDGE.left, EDGE.left + inner / 2, 399].map((left) => stepAt(left, 400, 101)), [1, 1, 51, 101]);
});

Deno.test("each curve has a mark where the step on screen is", () => {
  const pen = new SvgPen();
  const values = Array.from({ length: 100 }, (_, i) => 2 - i / 50);
  drawChart(pen, LOOKS, [{ values, colour: "#ff0000", width: 1, dash: [] }], { t: 100, last: 100 });
  const marks = pen.marks.filter((mark) => mark.includes("#ff0000"));
  assert.equal(marks.length, 2);
  assert.match(marks[1], new RegExp(`M${400 - EDGE.right - 1.5} `));
});

Deno.test("what is 0 lies at the lower end of powers of ten", () => {
  const pen = new SvgPen();
  drawChart(pen, { ...LOOKS, isAbove: true }, [{ values: [0, 1], colour: "#ff0000", width: 1, dash: [] }], {
    t: 1,
    last: 2,
  });
  const [curve] = pen.marks.filter((mark) => mark.includes("#ff0000"));
  assert.match(curve, new RegExp(`M${EDGE.left} ${100 - EDGE.bottom}L${400 - EDGE.right} ${EDGE.top}`));
});

Deno.test("losses are summed alike and as the bound weighs them", () => {
  assertNear(summary([1, 2, 6], [0.5, 0, 1], 2), [2, 3, 6.5], 1e-12);
});
