import assert from "node:assert/strict";
import { asRgb } from "../../../web/heading/glossary.js";

Deno.test("a colour is as a browser writes it into a style", () => {
  assert.equal(asRgb("#0067A3"), "rgb(0, 103, 163)");
  assert.equal(asRgb("#FFFFFF"), "rgb(255, 255, 255)");
});
