import assert from "node:assert/strict";
import { outlined } from "../../../web/base/canvas.js";
import { SvgPen } from "../../../web/base/pen.js";

Deno.test("lines, closed or not, and circles become paths in their colour", () => {
  const pen = new SvgPen();
  pen.strokeStyle = "#123456";
  pen.lineWidth = 2;
  for (const [isClosed, dash] of /** @type {[boolean, number[]][]} */ ([[false, []], [true, [3, 4]]])) {
    pen.setLineDash(dash);
    pen.beginPath();
    for (const [x, y] of [[0, 1], [2.345678, 3], [4, 5]]) pen.lineTo(x, y);
    if (isClosed) pen.closePath();
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.beginPath();
  pen.arc(10, 20, 4);
  pen.stroke();
  const look = 'fill="none" stroke="#123456" stroke-width="2"';
  assert.deepEqual(pen.marks, [
    `<path d="M0 1L2.35 3L4 5" ${look}/>`,
    `<path d="M0 1L2.35 3L4 5Z" ${look} stroke-dasharray="3 4"/>`,
    `<path d="M6 20a4 4 0 0 0 8 0a4 4 0 0 0 -8 0Z" ${look}/>`,
  ]);
});

Deno.test("words keep their type, their place and their outline, and are escaped", () => {
  const pen = new SvgPen();
  pen.font = "700 17px sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  outlined(pen, "a < b", [10, 20], "#0072b2", "#ffffff");
  pen.font = "italic 12px serif";
  pen.textBaseline = "alphabetic";
  pen.fillText("σ", 1, 2);
  const type = 'font-style="normal" font-weight="700" font-size="17" font-family="sans-serif"';
  assert.deepEqual(pen.marks, [
    `<text x="10" y="25.95" text-anchor="middle" ${type} fill="none" stroke="#ffffff" stroke-width="4"` +
    ' stroke-linejoin="round">a &lt; b</text>',
    `<text x="10" y="25.95" text-anchor="middle" ${type} fill="#0072b2">a &lt; b</text>`,
    '<text x="1" y="2" text-anchor="middle" font-style="italic" font-weight="400" font-size="12" font-family="serif"' +
    ' fill="#0072b2">σ</text>',
  ]);
});
