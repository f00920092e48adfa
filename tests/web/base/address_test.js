import assert from "node:assert/strict";
import { goOn, isSame, writeAddress } from "../../../web/base/address.js";
import { Page } from "../page.js";

/** @type {import("../../../web/base/address.js").Names} */
const names = { z: ["z", "0_0"], isOn: ["on", "True"], stage: ["stage", "0"], size: ["size", "1.5"] };

/** @param {string} search */
function pageAt(search) {
  const page = new Page();
  page.address.search = search;
  return page;
}

Deno.test("numbers are the same however they are written, and texts only as they are", () => {
  assert.ok(isSame("1.50", "1.5"));
  assert.ok(isSame("-0", "0"));
  assert.ok(isSame("vae", "vae"));
  assert.ok(!isSame("1.5", "1.51"));
  assert.ok(!isSame("vae", "ae"));
  assert.ok(!isSame("", "0"));
  assert.ok(!isSame("0", ""));
  assert.ok(isSame("", ""));
});

Deno.test("what differs from the usual goes into the address, as Python prints it", () => {
  const page = pageAt("?lang=zh_CN");
  writeAddress(names, { z: [1, -0.5], isOn: false, stage: 3, size: 1.5 });
  assert.equal(page.address.search, "?lang=zh_CN&z=1_-0.5&on=False&stage=3");
  assert.equal(page.entries, 1);
});

Deno.test("what is as usual again leaves the address", () => {
  const page = pageAt("?z=1_1&on=False&stage=3&size=2");
  writeAddress(names, { z: [0, 0], isOn: true, stage: 0 });
  assert.equal(page.address.search, "?size=2");
});

Deno.test("what a hand has changed goes into the address, what was chosen meanwhile stays", () => {
  const page = pageAt("?z=1_1&stage=3&size=2");
  goOn({ z: "1_1", stage: "3" }, { z: "2_1", run: "a b" });
  assert.equal(page.address.search, "?z=2_1&size=2&run=a+b");
  goOn({ z: "2_1" }, { z: "2_1" });
  assert.equal(page.entries, 1);
});
