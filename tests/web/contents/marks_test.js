import assert from "node:assert/strict";
import { Marks } from "../../../web/contents/marks.js";

/** What a browser keeps. @param {string | null} kept */
function shelf(kept = null) {
  const items = new Map(kept === null ? [] : [["vae-playground:steps", kept]]);
  return {
    getItem: (/** @type {string} */ name) => items.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ value) => void items.set(name, value),
  };
}

Deno.test("what was seen is known on another day", () => {
  const browser = shelf();
  const marks = new Marks(() => browser);
  assert.equal(marks.of("elbo", "known"), undefined);
  marks.put("elbo", "known", "seen");
  marks.put("elbo", "predict", "answered");
  marks.put("likelihood", "area", "seen");
  const later = new Marks(() => browser);
  assert.equal(later.of("elbo", "known"), "seen");
  assert.equal(later.of("elbo", "predict"), "answered");
  assert.equal(later.of("likelihood", "area"), "seen");
  assert.equal(later.of("likelihood", "known"), undefined);
});

Deno.test("whoever has answered has done more than seen", () => {
  const marks = new Marks(() => shelf());
  marks.put("elbo", "predict", "seen");
  marks.put("elbo", "predict", "answered");
  marks.put("elbo", "predict", "seen");
  assert.equal(marks.of("elbo", "predict"), "answered");
});

Deno.test("two windows do not forget each other's steps", () => {
  const browser = shelf();
  const [one, other] = [new Marks(() => browser), new Marks(() => browser)];
  one.put("elbo", "known", "seen");
  other.put("elbo", "draws", "seen");
  other.put("likelihood", "area", "seen");
  const later = new Marks(() => browser);
  for (const [lesson, step] of [["elbo", "known"], ["elbo", "draws"], ["likelihood", "area"]]) {
    assert.equal(later.of(lesson, step), "seen", step);
  }
});

Deno.test("a browser that keeps nothing, or nonsense, begins anew", () => {
  const closed = () => {
    throw new Error("no storage here");
  };
  for (const open of [closed, () => shelf("no JSON"), () => shelf("7"), () => shelf('{"elbo": 7}')]) {
    const marks = new Marks(open);
    assert.equal(marks.of("elbo", "known"), undefined);
    marks.put("elbo", "known", "seen");
    assert.equal(marks.of("elbo", "known"), "seen");
  }
});
