import assert from "node:assert/strict";
import { standalone } from "../../../web/figure/saving.js";

const figure = { data: [{ name: "</script><b>" }], layout: { height: 300 } };
const page = standalone(
  { title: 'A "title" </script>', address: "http://a/b?</script>" },
  "window.close = '</script>';",
  figure,
);
const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([_, code]) => code);

Deno.test("no word of a library or a figure ends the script that it stands in", () => {
  assert.equal(scripts.length, 2);
  assert.ok(page.endsWith("</script>") && !page.includes("<b>"));
});

Deno.test("the page draws the figure, and has its title, and says where it is from", () => {
  /** @type {any[]} */
  let drawn = [];
  /** @type {Record<string, { textContent: string }>} */
  const nodes = { h1: { textContent: "" }, p: { textContent: "" } };
  const own = { title: "", querySelector: (/** @type {string} */ tag) => nodes[tag] };
  const Plotly = { newPlot: (/** @type {any[]} */ ...given) => (drawn = given) };
  new Function("document", "Plotly", scripts[1])(own, Plotly);
  assert.equal(own.title, 'A "title" </script>');
  assert.deepEqual([nodes.h1.textContent, nodes.p.textContent], [own.title, "http://a/b?</script>"]);
  assert.deepEqual(drawn, ["figure", figure.data, figure.layout]);
});

Deno.test("the library in it is the library", () => {
  const own = { close: "" };
  new Function("window", scripts[0])(own);
  assert.equal(own.close, "</script>");
});
