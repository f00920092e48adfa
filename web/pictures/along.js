// What takes the models themselves along: a list that opens, of files that the server makes when they are asked for.

import { element } from "../base/elements.js";
import { fromServer } from "../base/server.js";

/**
 * @typedef {object} Leaving a model that can be taken along
 * @property {string} label
 * @property {{ label: string, address: string, name: string }[]} exports
 */

/**
 * The list, under its name.
 *
 * @param {Leaving[]} models
 * @param {Record<string, any>} text
 * @param {AbortSignal} signal until when it listens
 */
export function takeAlong(models, text, signal) {
  const list = element("div", { className: "along-list" }, models.flatMap(linksOf));
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
  list.onclick = () => {
    along.open = false;
  };
  return along;
}

/** @param {Leaving} model */
function linksOf({ label, exports }) {
  const links = exports.map(({ label, address, name }) =>
    element("a", { href: fromServer(address), download: name, textContent: label })
  );
  return [element("strong", { textContent: label }), ...links];
}
