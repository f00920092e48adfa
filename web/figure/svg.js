// Shapes over a figure.

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 */
export const shape = (tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);

/**
 * @param {Element} element
 * @param {Record<string, string | number>} attributes
 */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
