import assert from "node:assert/strict";
import { rangesIn } from "../../../web/figure/plotly.js";

Deno.test("a zoom is told as a range or as its two ends", () => {
  assert.deepEqual(rangesIn({ "xaxis.range": [0.5, 1.5] }), { xaxis: [0.5, 1.5] });
  assert.deepEqual(
    rangesIn({ "yaxis2.range[0]": -1, "yaxis2.range[1]": 3, "xaxis.range[0]": 0, "xaxis.range[1]": 2 }),
    {
      yaxis2: [-1, 3],
      xaxis: [0, 2],
    },
  );
});

Deno.test("what is no zoom is none", () => {
  assert.deepEqual(rangesIn({ "xaxis.autorange": true, width: 300 }), {});
});
