import assert from "node:assert/strict";
import { broughtBy, Keys, movingAddress } from "../../../web/classroom/keys.js";

/** What a browser keeps. */
function shelf() {
  /** @type {any} */
  const items = {};
  const methods = {
    getItem: (/** @type {string} */ name) => items[name] ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ value) => void (items[name] = value),
    removeItem: (/** @type {string} */ name) => void delete items[name],
  };
  // As in a browser, what is kept is enumerable and the methods are not.
  for (const [name, value] of Object.entries(methods)) Object.defineProperty(items, name, { value });
  return items;
}

/** @returns {any} */
function nothing() {
  throw new DOMException("The operation is insecure.");
}

Deno.test("who somebody is in a class is known when the page is loaded again", () => {
  const browser = shelf();
  const keys = new Keys(() => browser);
  assert.equal(keys.of("FRG2Y7"), null);
  keys.put("FRG2Y7", "1.secret");
  const later = new Keys(() => browser);
  assert.equal(later.of("FRG2Y7"), "1.secret");
  assert.equal(later.of("ABCDEF"), null);
  later.drop("FRG2Y7");
  assert.equal(new Keys(() => browser).of("FRG2Y7"), null);
});

Deno.test("the classes of a browser are found, and nothing else that it keeps", () => {
  const browser = shelf();
  browser.setItem("vae-playground:steps", "{}");
  const keys = new Keys(() => browser);
  assert.deepEqual(keys.codes(), []);
  keys.put("FRG2Y7", "1.secret");
  keys.put("ABCDEF", "teacher.secret");
  assert.deepEqual(keys.codes().sort(), ["ABCDEF", "FRG2Y7"]);
});

Deno.test("where the browser keeps nothing, it is known for as long as the page is there", () => {
  const keys = new Keys(nothing);
  keys.put("FRG2Y7", "1.secret");
  assert.equal(keys.of("FRG2Y7"), "1.secret");
  assert.deepEqual(keys.codes(), ["FRG2Y7"]);
  keys.drop("FRG2Y7");
  assert.equal(keys.of("FRG2Y7"), null);
  assert.equal(new Keys(nothing).of("FRG2Y7"), null);
});

Deno.test("a class moves to another device by an address of which no server hears the secret", () => {
  const address = movingAddress("http://host/elbo?class=FRG2Y7&step=known#there", "teacher.a-b_c");
  assert.equal(new URL(address).search, "?class=FRG2Y7&step=known");
  assert.deepEqual(broughtBy(address), {
    token: "teacher.a-b_c",
    address: "http://host/elbo?class=FRG2Y7&step=known",
  });
});

Deno.test("other addresses bring nothing", () => {
  for (const end of ["", "#", "#known", "?teach=teacher.abc"]) assert.equal(broughtBy(`http://host/elbo${end}`), null);
});
