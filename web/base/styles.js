// Style sheets are fetched by address, as scripts are: once for the page, whatever they style and how often.

import { once } from "./once.js";

const WEB = new URL("../", import.meta.url);

/** The sheet at a path of this folder's parent. Raises where it cannot be fetched. */
const sheet = once(async (path) => {
  const answer = await fetch(new URL(path, WEB));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return new CSSStyleSheet().replace(await answer.text());
});

/**
 * What Streamlit calls for a component whose style sheets these are: it is not there before they are.
 *
 * @template {{ parentElement: ParentNode }} G
 * @template E
 * @param {(given: G) => E} mount
 * @param {...string} paths
 * @returns {Promise<(given: G) => E>}
 */
export async function styled(mount, ...paths) {
  const sheets = await Promise.all(paths.map(sheet));
  return (given) => {
    unfold(given.parentElement, sheets);
    return mount(given);
  };
}

/**
 * Let what a component consists of be seen: until now it has lain in a template, and the page has kept room for it
 * (ui/style.css).
 *
 * @param {ParentNode} parent
 * @param {CSSStyleSheet[]} sheets
 */
function unfold(parent, sheets) {
  const folded = parent.querySelector("template");
  if (!folded) return;
  const page = /** @type {Document | ShadowRoot} */ (folded.getRootNode());
  page.adoptedStyleSheets = [...new Set([...page.adoptedStyleSheets, ...sheets])];
  const place = page instanceof ShadowRoot ? page.host : folded.parentElement;
  place?.setAttribute("data-unfolded", "");
  folded.replaceWith(folded.content);
}
