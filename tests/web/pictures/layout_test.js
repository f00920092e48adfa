import assert from "node:assert/strict";
import { svg } from "../../../web/pictures/layout.js";

Deno.test("words of an SVG are escaped, and stand where they should", async () => {
  /** @type {import("../../../web/pictures/layout.js").PlacedText[]} */
  const texts = [
    { text: "a < b & b > c", left: 20, top: 30, size: 13 },
    { text: "&amp;", left: 5.5, top: 7, size: 20, anchor: "end" },
  ];
  const file = svg({ width: 200, height: 100, sheets: [], texts }, "<title> & more");
  assert.equal(file.type, "image/svg+xml");
  const [open, title, paper, first, second, close, ...rest] = (await file.text()).split("\n");
  assert.match(open, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 200 100" width="200" height="100"/);
  assert.equal(title, "<title>&lt;title&gt; &amp; more</title>");
  assert.match(paper, /^<rect width="200" height="100" fill="#ffffff"\/>$/);
  assert.equal(first, '<text x="20" y="30" font-size="13" text-anchor="start">a &lt; b &amp; b &gt; c</text>');
  assert.equal(second, '<text x="5.5" y="7" font-size="20" text-anchor="end">&amp;amp;</text>');
  assert.deepEqual([close, ...rest], ["</svg>"]);
});
