import assert from "node:assert/strict";
import { styled } from "../../../web/base/styles.js";

/** @type {string[]} */
const fetched = [];
let isServing = true;

globalThis.fetch = (/** @type {unknown} */ address) => {
  fetched.push(String(address).split("/web/").at(-1) ?? "");
  return Promise.resolve(isServing ? new Response("p {}") : new Response("No such script.", { status: 404 }));
};

class Sheet {
  /** @param {string} text */
  replace(text) {
    return Promise.resolve(Object.assign(this, { text }));
  }
}

class Shadow {
  /** @type {unknown[]} */
  adoptedStyleSheets = [];
  host = place();
}

/** What is told that its content is there. */
function place() {
  const attributes = new Set();
  return { attributes, setAttribute: (/** @type {string} */ name) => attributes.add(name) };
}

Object.assign(globalThis, { CSSStyleSheet: Sheet, ShadowRoot: Shadow });

/**
 * What Streamlit makes of a component's HTML, in a shadow root of its own or in the page.
 *
 * @param {{ adoptedStyleSheets: unknown[] }} page
 * @returns {any}
 */
function mountedIn(page) {
  /** @type {unknown[]} */
  const content = [];
  const around = place();
  const folded = {
    content: "what it consists of",
    parentElement: around,
    getRootNode: () => page,
    replaceWith: (/** @type {string} */ unfolded) => content.push(unfolded),
  };
  return { content, around, page, querySelector: () => (content.length ? null : folded) };
}

Deno.test("a component is unfolded once, in its styles", async () => {
  const mount = await styled(({ parentElement }) => parentElement, "base/a.css", "map/b.css");
  const parentElement = mountedIn(new Shadow());
  assert.equal(mount({ parentElement }), parentElement);
  mount({ parentElement });
  assert.deepEqual(parentElement.content, ["what it consists of"]);
  assert.deepEqual(parentElement.page.adoptedStyleSheets.map((/** @type {any} */ { text }) => text), ["p {}", "p {}"]);
  assert.ok(parentElement.page.host.attributes.has("data-unfolded"));
});

Deno.test("a sheet is fetched once, and shared", async () => {
  fetched.length = 0;
  const page = { adoptedStyleSheets: [] };
  const [first, second] = [mountedIn(page), mountedIn(page)];
  for (const parentElement of [first, second]) {
    const mount = await styled(() => {}, "base/c.css");
    mount({ parentElement });
  }
  assert.deepEqual(fetched, ["base/c.css"]);
  assert.equal(page.adoptedStyleSheets.length, 1);
  assert.ok(first.around.attributes.has("data-unfolded") && second.around.attributes.has("data-unfolded"));
});

Deno.test("without its styles a component is not there; they can be asked for again", async () => {
  isServing = false;
  await assert.rejects(styled(() => {}, "base/d.css"), /base\/d.css: 404/);
  isServing = true;
  await styled(() => {}, "base/d.css");
});
