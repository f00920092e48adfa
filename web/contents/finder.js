// Ctrl-K: any step, any symbol, by a few letters of it.

import { button, element, find, icon } from "../base/elements.js";
import { entriesOf, matching } from "../course/matching.js";
import { fetchOutline } from "../course/outline.js";

/**
 * @typedef {import("../course/matching.js").Entry} Entry
 * @typedef {Record<"search" | "search_for" | "nothing", string>} Text
 */

/** Whether the key was pressed that opens the search. @param {KeyboardEvent} event */
const isAsked = (event) => (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";

export class Finder {
  /**
   * @param {HTMLElement} root where its button and its window are
   * @param {(entry: Entry) => void} go
   * @param {AbortSignal} signal
   */
  constructor(root, go, signal) {
    this.dialog = find(root, "dialog", HTMLDialogElement);
    this.input = find(root, "input", HTMLInputElement);
    this.list = find(root, "[role=listbox]");
    this.empty = find(root, ".nothing");
    this.opener = find(root, ".opener");
    this.go = go;
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {Entry[]} */
    this.found = [];
    this.at = 0;
    this.outline = "";
    const listen = { signal };
    document.addEventListener("keydown", (event) => isAsked(event) && this.open(event), listen);
    this.input.addEventListener("input", () => this.look(), listen);
    this.dialog.addEventListener("keydown", (event) => this.press(event), listen);
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close(), listen);
  }

  /** @param {Text} text @param {string} outline its address */
  write(text, outline) {
    if (outline !== this.outline) this.entries = [];
    this.outline = outline;
    this.input.placeholder = this.input.ariaLabel = this.list.ariaLabel = text.search_for;
    this.empty.textContent = text.nothing;
    const word = element("span", { textContent: text.search });
    const open = button("", () => this.open(), { label: text.search_for });
    open.append(icon("search"), word, element("kbd", { textContent: "Ctrl K", ariaHidden: "true" }));
    this.opener.replaceChildren(open);
  }

  /** @param {Event} [event] */
  async open(event) {
    event?.preventDefault();
    if (this.dialog.open) return;
    this.input.value = "";
    this.dialog.showModal();
    this.input.focus();
    if (!this.entries.length) this.entries = entriesOf(await fetchOutline(this.outline));
    this.look();
  }

  look() {
    this.found = matching(this.entries, this.input.value);
    this.list.replaceChildren(...this.found.map((entry, i) => this.option(entry, i)));
    this.empty.hidden = this.found.length > 0;
    this.mark(0);
  }

  /** @param {Entry} entry @param {number} i */
  option(entry, i) {
    const { symbol, title, about } = entry;
    const sign = symbol ? element("span", { className: "sign", textContent: symbol.sign }) : icon(entry.icon);
    const { light, dark } = symbol?.colours ?? {};
    if (light) sign.style.setProperty("--sign", `light-dark(${light}, ${dark})`);
    const lines = [element("span", { textContent: title }), element("small", { textContent: about })];
    const onclick = () => this.choose(entry);
    return element("div", { id: `found-${i}`, role: "option", onclick }, [sign, element("div", {}, lines)]);
  }

  /** @param {number} at the number of the one that Enter goes to */
  mark(at) {
    this.at = at;
    [...this.list.children].forEach((option, i) => option.ariaSelected = String(i === at));
    this.list.children[at]?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.found.length ? `found-${at}` : "");
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    event.stopPropagation(); // a letter here is no shortcut of the page
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { length } = this.found;
    if (by && length) this.mark((this.at + by + length) % length);
    else if (event.key === "Enter" && length) this.choose(this.found[this.at]);
    else return;
    event.preventDefault();
  }

  /** @param {Entry} entry */
  choose(entry) {
    this.dialog.close();
    this.go(entry);
  }
}
