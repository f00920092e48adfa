// What takes the models themselves along: a list that opens, of files that the server makes when they are asked for.

import { element } from "../base/elements.js";
import { fromServer } from "../base/server.js";

/**
 * @typedef {object} Leaving a model that can be taken along
 * @property {string} label
 * @property {Record<string, { address: string, name: string }>} exports by what they are
 */

/**
 * The list, under its name.
 *
 * @param {Leaving[]} models
 * @param {Record<string, any>} text `along`, and a name for each kind of file
 * @param {AbortSignal} signal until when it listens
 */
export function takeAlong(models, text, signal) {
  const list = element("div", { className: "along-list" }, models.flatMap((model) => linksOf(model, text)));
  const along = element("details", { className: "along" }, [element("summary", { textContent: text.along }), list]);
  const close = (/** @type {Event} */ event) => {
    if (!event.composedPath().includes(along)) along.open = false;
  };
  document.addEventListener("pointerdown", close, { signal });
  along.onkeydown = ({ key }) => {
    if (key !== "Escape") return;
    along.open = false;
    along.querySelector("summary")?.focus();
  };
  list.onclick = () => (along.open = false);
  return along;
}

/**
 * @param {Leaving} model
 * @param {Record<string, any>} text
 */
function linksOf({ label, exports }, text) {
  const links = Object.entries(exports).map(([kind, { address, name }]) =>
    element("a", { href: fromServer(address), download: name, textContent: text.exports[kind] })
  );
  return [element("strong", { textContent: label }), ...links];
}
