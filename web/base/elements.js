// Elements of the page: made, found, listened to.

/**
 * An element with these properties and children. Numbers are put in as text where the element wants text.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {{ [P in keyof HTMLElementTagNameMap[K]]?: HTMLElementTagNameMap[K][P] | number }} [properties]
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, properties = {}, children = []) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/**
 * A button with a word on it.
 *
 * @param {string} textContent
 * @param {() => void} onclick
 * @param {{ className?: string, title?: string, label?: string }} [more] `label` is for those who cannot see it.
 */
export function button(textContent, onclick, { className = "", title = "", label = "" } = {}) {
  const made = element("button", { type: "button", textContent, onclick, className, title });
  if (label) made.setAttribute("aria-label", label);
  return made;
}

/**
 * A sign beside a word that says the same; it wants base/icons.css.
 *
 * @param {string} name of Material Symbols
 */
export const icon = (name) => element("span", { className: "icon", textContent: name, ariaHidden: "true" });

/**
 * The element that `selector` finds below `parent`: a page without it is a mistake.
 *
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} parent
 * @param {string} selector
 * @param {abstract new () => T} [kind] what it must be
 * @returns {T}
 */
export function find(parent, selector, kind = /** @type {any} */ (HTMLElement)) {
  const found = parent.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`${selector} is not on the page`);
  return found;
}

/**
 * Whether a key or a button was pressed for the browser itself.
 *
 * @param {KeyboardEvent | MouseEvent} event
 */
export const isShortcut = (event) => event.altKey || event.ctrlKey || event.metaKey;

/** Where arrow keys lead: right and up count as 1. @type {Record<string, [across: number, up: number]>} */
export const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * Where an arrow leads among buttons of which Tab reaches one, round and round; `null`: no arrow was pressed.
 *
 * @param {HTMLButtonElement[]} buttons
 * @param {KeyboardEvent} event
 */
export function arrowTo(buttons, event) {
  if (!(event.key in ARROWS) || isShortcut(event)) return null;
  event.preventDefault();
  const [right, up] = ARROWS[event.key];
  return (buttons.findIndex((made) => made.tabIndex === 0) + right - up + buttons.length) % buttons.length;
}

/** CSS pixels that a hand trembles: a pointer that has moved no farther has clicked. */
export const TREMBLE = 4;

/** Whether somebody has asked for a page that does not move by itself. */
export const prefersStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Give a file to whoever sits in front of the page.
 *
 * @param {Blob} blob
 * @param {string} name
 */
export function save(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * Words while something is fetched; where that fails, a sentence and a second try.
 *
 * @param {HTMLElement} place
 * @param {{ loading: string, failed: string, retry: string }} text
 * @param {() => Promise<void>} work
 */
export async function fetching(place, text, work) {
  place.textContent = text.loading;
  try {
    await work();
    place.textContent = "";
  } catch (error) {
    console.error(error);
    place.replaceChildren(text.failed, element("br"), button(text.retry, () => fetching(place, text, work)));
  }
}
