import assert from "node:assert/strict";
import { spoken } from "../../../web/classroom/names.js";

const english = { name: "{colour} {animal}", colours: { sky: "sky-blue" }, animals: { fox: "fox" }, shades: {} };

Deno.test("a name is said as each language has it", () => {
  assert.equal(spoken({ colour: "sky", animal: "fox" }, english), "sky-blue fox");
  const spanish = { ...english, name: "{animal} {colour}", colours: { sky: "celeste" }, animals: { fox: "zorro" } };
  assert.equal(spoken({ colour: "sky", animal: "fox" }, spanish), "zorro celeste");
});

Deno.test("a name that no list has is said as it came", () => {
  assert.equal(spoken({ colour: "grey", animal: "gnu" }, english), "grey gnu");
});
