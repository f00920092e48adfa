// The sentence that says what is to be seen now, tied to the pictures of it: who cannot see them hears it.

/** What stands between two steps, what is read, and what is seen. */
const HEADING = "h2", PICTURE = ".stBidiComponent";
export const READING = '.stMarkdown:has(p:first-child > [aria-label^="visibility"]:first-child)';
const LATE_MS = 1000; // by then the words are there, which come after the figure

/** @type {WeakMap<HTMLElement, ReturnType<typeof setTimeout>>} */
const waiting = new WeakMap();

/**
 * Tie the pictures of a component to the reading beside it, once that is there.
 *
 * @param {HTMLElement} root
 */
export function describeSoon(root) {
  clearTimeout(waiting.get(root));
  waiting.set(root, setTimeout(() => describe(root), LATE_MS));
}

/** @param {HTMLElement} root */
function describe(root) {
  const home = root.getRootNode();
  const host = (home instanceof ShadowRoot ? home.host : root).closest(PICTURE);
  const reading = host && readingOf(host);
  if (!reading) return;
  for (const picture of root.querySelectorAll("[role=img], [role=application]")) {
    picture.ariaDescribedByElements = [reading];
  }
}

/**
 * The reading of the same step: the next one, or the last one before.
 *
 * @param {Element} host
 */
function readingOf(host) {
  const all = [...document.querySelectorAll([HEADING, READING, PICTURE].join())];
  const at = all.indexOf(host);
  const till = (/** @type {Element[]} */ row) => {
    const end = row.findIndex((node) => node.matches(HEADING));
    return row.slice(0, end < 0 ? undefined : end).find((node) => node.matches(READING));
  };
  return till(all.slice(at + 1)) ?? till(all.slice(0, at).reverse());
}
