// What a letter of a sentence or a formula stands for, when a pointer rests on it or a finger taps it.

import { element, find } from "../base/elements.js";
import { isSame } from "../base/ink.js";
import { pointing } from "../base/pointing.js";
import { fetchOutline } from "../course/outline.js";

const RESTS_MS = 250;
const GAP = 8; // pixels between a letter and what it means
const LETTER = '.katex :is([style*="color"], .mathnormal, .mathrm)';

export class Glossary {
  /**
   * @param {HTMLElement} root
   * @param {() => string} outline its address
   * @param {AbortSignal} signal
   */
  constructor(root, outline, signal) {
    this.box = find(root, ".meaning");
    this.outline = outline;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined;
    /** The letter that is explained, or is about to be. @type {HTMLElement | null} */
    this.letter = null;
    const hear = (/** @type {Event} */ event, wait = 0) => this.rest(letterAt(event), wait);
    document.addEventListener("pointerover", (event) => event.pointerType === "mouse" && hear(event, RESTS_MS), {
      signal,
    });
    document.addEventListener("click", (event) => hear(event), { signal });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.rest(null), { signal });
    document.addEventListener("scroll", () => this.rest(null), { signal, capture: true, passive: true });
  }

  /**
   * @param {HTMLElement | null} letter
   * @param {number} [wait]
   */
  rest(letter, wait = 0) {
    if (letter === this.letter) return;
    this.letter = letter;
    clearTimeout(this.resting);
    if (this.box.matches(":popover-open")) {
      this.box.hidePopover();
      pointing.tell(null);
    }
    if (letter) this.resting = setTimeout(() => this.explain(letter), wait);
  }

  /** @param {HTMLElement} letter */
  async explain(letter) {
    const { symbols } = await fetchOutline(this.outline());
    const symbol = symbolOf(letter, symbols);
    if (!symbol || letter !== this.letter || !letter.isConnected) return;
    const { sign, name, meaning } = symbol;
    this.box.replaceChildren(element("b", { textContent: `${sign}: ${name}` }), meaning);
    this.box.showPopover();
    pointing.tell(symbol.colours);
    const at = letter.getBoundingClientRect(), { width, height } = this.box.getBoundingClientRect();
    const left = Math.max(GAP, Math.min(at.left + at.width / 2 - width / 2, innerWidth - width - GAP));
    const top = at.top > height + 2 * GAP ? at.top - height - GAP : at.bottom + GAP;
    Object.assign(this.box.style, { left: `${left}px`, top: `${top}px` });
  }
}

/** @param {Event} event */
function letterAt(event) {
  const [target] = event.composedPath();
  return target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest(LETTER)) : null;
}

/**
 * Of its colour, where it has one: a number wears that of what it is the value of. Otherwise of its sign.
 *
 * @param {HTMLElement} letter
 * @param {import("../course/outline.js").Sign[]} symbols
 */
function symbolOf({ style: { color }, textContent }, symbols) {
  const isIt = (/** @type {import("../course/outline.js").Sign} */ { colours, sign }) =>
    color ? colours && isSame(colours.light, color) : sign === textContent;
  return symbols.find(isIt);
}
