import assert from "node:assert/strict";
import { languageOf, WORDS } from "../../../web/alone/words.js";

Deno.test("the page says the same in every language, with the same gaps to fill", () => {
  const gaps = (/** @type {string} */ text) => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const words of Object.values(WORDS)) {
    assert.deepEqual(Object.keys(words), Object.keys(WORDS.en));
    for (const [name, text] of Object.entries(words)) assert.deepEqual(gaps(text), gaps(WORDS.en[name]), name);
  }
});

Deno.test("a browser's first language that is known is taken", () => {
  assert.equal(languageOf(["de-DE", "zh-CN", "en"]), "zh");
  assert.equal(languageOf(["en-GB"]), "en");
  assert.equal(languageOf(["fr"]), "en");
  assert.equal(languageOf([]), "en");
});
