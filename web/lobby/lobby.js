// The way into a class, on the first page: by the code that the teacher says, or as the one who says it.

import { Mounted, mounting } from "../base/component.js";
import { button, find, icon } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { fromServer } from "../base/server.js";
import { styled } from "../base/styles.js";
import { Keys } from "../classroom/keys.js";
import { request } from "../classroom/joining.js";

/**
 * @typedef {object} Data
 * @property {string} classes where one is begun
 * @property {string} setting the name in an address that a class's code has
 * @property {Record<"lang" | "code" | "join" | "teach" | "teach_help" | "back" | "unreachable", string>} text
 */

class Lobby extends Mounted {
  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".lobby");
    /** @type {Data} */
    this.data;
    this.code = find(this.root, "input", HTMLInputElement);
    this.teach = find(this.root, ".teach", HTMLButtonElement);
    this.teach.onclick = () => this.attempt(() => this.begin());
    find(this.root, "form", HTMLFormElement).onsubmit = (event) => {
      event.preventDefault();
      this.attempt(() => this.join());
    };
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    const { text } = data;
    this.root.lang = text.lang;
    find(this.root, "label span").textContent = text.code;
    find(this.root, "form button").textContent = text.join;
    this.teach.title = text.teach_help;
    this.teach.replaceChildren(icon("co_present"), text.teach);
    this.root.hidden = new URLSearchParams(location.search).has(data.setting); // in a class already
    const codes = new Keys(() => localStorage).codes();
    const back = codes.map((code) => button(filled(text.back, { code }), () => this.open(code)));
    find(this.root, ".back").replaceChildren(...back);
  }

  async begin() {
    this.enter(await request(this.data.classes, this.data.text.lang));
  }

  /** Whoever types a code is asked on the next page whether to join, as who comes by its address is. */
  async join() {
    const code = this.code.value.normalize("NFKC").replace(/[\s.\-–—_]/g, "").toUpperCase();
    this.code.focus();
    if (!code) return;
    await request(`${this.data.classes}/${encodeURIComponent(code)}`, this.data.text.lang, "GET");
    this.open(code);
  }

  /** @param {{ code: string, token: string }} begun */
  enter({ code, token }) {
    new Keys(() => localStorage).put(code, token);
    this.open(code);
  }

  /** @param {string} code */
  open(code) {
    const address = new URL(fromServer(""));
    address.search = location.search;
    address.searchParams.set(this.data.setting, code);
    location.assign(address);
  }

  /** @param {() => Promise<void>} work */
  async attempt(work) {
    const said = find(this.root, "p");
    said.textContent = "";
    this.teach.disabled = true;
    try {
      await work();
    } catch (error) {
      said.textContent = error instanceof TypeError || !(error instanceof Error)
        ? this.data.text.unreachable
        : error.message;
    } finally {
      this.teach.disabled = false;
    }
  }
}

export default await styled(mounting(Lobby), "base/controls.css", "base/icons.css", "lobby/lobby.css");
