import assert from "node:assert/strict";
import { inTheDark } from "../../../web/figure/colours.js";
import { reference } from "../references.js";

const { colours, light, dark } = reference("figure").dark;

Deno.test("every colour of the theme has its dark one, and keeps its opacity", () => {
  assert.equal(inTheDark(light, colours), dark);
});

Deno.test("other colours, and other words, stay", () => {
  const figure = '{"color":"#123456","bgcolor":"rgba(0,0,0,0)","text":"#1 of rgba, 0.5"}';
  assert.equal(inTheDark(figure, colours), figure);
});
