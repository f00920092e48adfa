// The letter beside a control.

import { element } from "../base/elements.js";

/**
 * A sign such as "μ_q", what follows the underscore as an index.
 *
 * @param {string} sign
 */
export function lettered(sign) {
  const [letter, index] = sign.split("_");
  return index ? [letter, element("sub", { textContent: index })] : [letter];
}
