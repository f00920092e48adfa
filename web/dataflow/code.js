// The code beside the diagram: what ran here, and what the models were trained with.

import { button, element, find } from "../base/elements.js";
import { colour } from "./symbols.js";

/**
 * @typedef {"javascript" | "python"} Language
 *
 * @typedef {object} Line as ui/components/dataflow/source.py reads it
 * @property {[text: string, symbol: string][]} parts
 * @property {number} stage
 * @property {string[]} symbols what it computes
 *
 * @typedef {{ ran: string, trained: string }} Text
 */

export class Code {
  /**
   * @param {HTMLElement} root
   * @param {Record<Language, Line[]>} code
   * @param {Text} text
   * @param {Language} language
   */
  constructor(root, code, text, language) {
    this.code = code;
    this.language = language;
    this.stage = 0;
    this.pre = find(root, "pre");
    this.pre.tabIndex = 0; // it scrolls
    this.tabs = [this.buildTab("javascript", text.ran), this.buildTab("python", text.trained)];
    find(root, ".tabs").replaceChildren(...this.tabs);
    /** @type {{ line: HTMLElement, stage: number }[]} */
    this.lines = [];
    this.build();
  }

  /**
   * @param {Language} language
   * @param {string} label
   */
  buildTab(language, label) {
    const tab = button(label, () => {
      this.language = language;
      this.build();
      this.show(this.stage);
    });
    tab.dataset.language = language;
    return tab;
  }

  build() {
    this.lines = this.code[this.language].map(({ parts, stage, symbols }) => {
      const line = element("span", { className: "line" }, parts.map(([text, symbol]) => word(text, symbol)));
      line.dataset.symbols = symbols.join(" ");
      if (symbols.length) colour(line, symbols[0]);
      return { line, stage };
    });
    this.pre.replaceChildren(...this.lines.map(({ line }) => line));
    for (const tab of this.tabs) tab.setAttribute("aria-pressed", String(tab.dataset.language === this.language));
  }

  /** @param {number} stage */
  show(stage) {
    this.stage = stage;
    for (const { line, stage: of } of this.lines) line.classList.toggle("on", of === stage && stage > 0);
    if (stage) this.scrollTo(this.lines.find(({ stage: of }) => of === stage)?.line);
  }

  /** Bring the first line that is lit into sight. */
  showLit() {
    this.scrollTo(this.lines.find(({ line }) => line.classList.contains("lit"))?.line);
  }

  /** @param {HTMLElement | undefined} line */
  scrollTo(line) {
    if (!line) return;
    const { offsetTop: top, offsetHeight: height } = line;
    const isSeen = top >= this.pre.scrollTop && top + height <= this.pre.scrollTop + this.pre.clientHeight;
    if (!isSeen) this.pre.scrollTop = top - this.pre.clientHeight / 3;
  }
}

/**
 * @param {string} text
 * @param {string} symbol that it stands for, "comment", or ""
 */
function word(text, symbol) {
  if (!symbol) return text;
  const node = element("span", { className: symbol === "comment" ? "comment" : "word", textContent: text });
  colour(node, symbol);
  return node;
}
