// Whatever is pointed at lights up wherever it occurs: as a node, as a symbol, as a line of code.

/** @typedef {{ symbols: string[], isLine: boolean }} Belonging what a thing on the page stands for */

/**
 * Whether one thing lights up while another is pointed at. Of lines of code only the one that is pointed at does: the
 * others may share a symbol with it.
 *
 * @param {Belonging} one
 * @param {Belonging} pointed
 */
export function isLit(one, pointed) {
  if (pointed.isLine && one.isLine && one !== pointed) return false;
  return one.symbols.some((symbol) => pointed.symbols.includes(symbol));
}

/**
 * Light up what the pointer is on, or the focus.
 *
 * @param {HTMLElement} root
 * @param {() => void} showLit to bring a lit line of code into sight
 * @param {AbortSignal} signal
 */
export function followPointer(root, showLit, signal) {
  const light = (/** @type {EventTarget | null} */ target) => {
    const things = [...root.querySelectorAll("[data-symbols]")].map(belonging);
    const pointed = things.find(({ node }) => node === target);
    for (const one of things) one.node.classList.toggle("lit", pointed !== undefined && isLit(one, pointed));
    if (pointed?.symbols.length && !pointed.isLine) showLit();
  };
  for (const event of ["pointerover", "focusin"]) {
    root.addEventListener(event, ({ target }) => light(holder(target)), { signal });
  }
  for (const event of ["pointerleave", "focusout"]) root.addEventListener(event, () => light(null), { signal });
}

/** @param {EventTarget | null} target */
const holder = (target) => (target instanceof Element ? target.closest("[data-symbols]") : null);

/** @param {Element} node */
function belonging(node) {
  const { symbols } = /** @type {HTMLElement} */ (node).dataset;
  return { node, symbols: symbols?.split(" ").filter(Boolean) ?? [], isLine: node.classList.contains("line") };
}
