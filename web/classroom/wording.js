// Words that classroom/wording.py has taken apart, put together again.

import { element } from "../base/elements.js";

/** @typedef {{ text?: string, bold?: string, math?: string, tex?: string }} Part */

const MATHML = "http://www.w3.org/1998/Math/MathML";

/** @param {Part[]} parts @returns {(Node | string)[]} */
export const nodes = (parts) =>
  parts.map(({ text, bold, math }) => {
    if (math !== undefined) return formula(math);
    return bold === undefined ? text ?? "" : element("b", { textContent: bold });
  });

/**
 * A formula; whatever else may be in what came is left out, with all that could act.
 *
 * @param {string} math
 */
function formula(math) {
  const { documentElement } = new DOMParser().parseFromString(math, "application/xml");
  return copied(documentElement) ?? "";
}

/**
 * @param {Element} of
 * @returns {Element | null}
 */
function copied(of) {
  if (of.namespaceURI !== MATHML) return null;
  const made = document.createElementNS(MATHML, of.localName);
  for (const name of ["stretchy", "mathvariant", "fence"]) {
    if (of.hasAttribute(name)) made.setAttribute(name, of.getAttribute(name) ?? "");
  }
  for (const child of of.childNodes) {
    const copy = child instanceof Element ? copied(child) : child.textContent;
    if (copy !== null) made.append(copy);
  }
  return made;
}

/**
 * The same for where there is only room for text.
 *
 * @param {Part[]} parts
 */
export const spokenParts = (parts) => parts.map(({ text, bold, tex }) => text ?? bold ?? tex ?? "").join("");
