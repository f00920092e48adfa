// The losses as numbers: at the step on screen, of all steps alike, and as the bound weighs them.

import { element } from "../base/elements.js";
import { signed } from "../base/formats.js";

/** @typedef {{ name: string, symbol: string, values: number[], isAbove: boolean }} Row losses of step 1 to T */

/** @type {(values: number[], weights: number[]) => number} */
const weighed = (values, weights) => values.reduce((sum, value, i) => sum + weights[i] * value, 0);

/**
 * Loss at a step, mean loss, and the cost in nats that the bound makes of all.
 *
 * @param {number[]} values of step 1 to T
 * @param {number[]} weights w_t of the bound, in nats
 * @param {number} t
 */
export const summary = (values, weights, t) => [
  values[t - 1],
  weighed(values, values.map(() => 1 / values.length)),
  weighed(values, weights),
];

/**
 * @param {HTMLTableElement} table
 * @param {string[]} heads
 * @param {Row[]} rows
 * @param {(values: number[]) => number[]} summed
 */
export function writeTable(table, heads, rows, summed) {
  const head = ["", ...heads].map((text) => element("th", { textContent: text, scope: "col" }));
  const body = rows.map(({ name, symbol, values, isAbove }) => {
    const title = element("th", { textContent: name, scope: "row", className: symbol });
    const cells = summed(values).map((value) =>
      element("td", { textContent: (isAbove ? "+" : "") + signed(value, 3) })
    );
    return element("tr", {}, [title, ...cells]);
  });
  table.replaceChildren(element("thead", {}, [element("tr", {}, head)]), element("tbody", {}, body));
}
