// The list of lessons, and below the one on screen its steps: where one is, where one has been, and the way anywhere.

import { Mounted, mounting } from "../base/component.js";
import { element, icon, isShortcut } from "../base/elements.js";
import { whenReconnected } from "../base/reconnected.js";
import { fromServer } from "../base/server.js";
import { styled } from "../base/styles.js";
import { Finder } from "./finder.js";
import { Marks } from "./marks.js";

/**
 * @typedef {{ name: string, title: string }} Entry
 *
 * @typedef {object} Data
 * @property {{ title: string, lessons: (Entry & { icon: string, path: string })[] }[]} parts
 * @property {string} lesson the one on screen
 * @property {Entry[]} steps of it, and last the way to all of them
 * @property {string} step the one on screen; empty where there are none
 * @property {string[]} answered steps on which somebody has just answered
 * @property {string} outline the address of the whole course
 * @property {Record<"lang" | "contents" | "seen" | "answered", string> & import("./finder.js").Text} text
 */

const ALL = "all"; // on one page: no step to be seen
const ICONS = { seen: "check_circle", answered: "task_alt" };

class Contents extends Mounted {
  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".contents");
    this.marks = new Marks(() => localStorage);
    this.path = location.pathname;
    this.shown = "";
    /** @type {Data} */
    this.data;
    const frame = /** @type {HTMLElement} */ (this.root.parentElement);
    this.finder = new Finder(frame, ({ page, step }) => this.goOn({ page, ...(step && { step }) }), this.signal);
    whenReconnected(() => this.send({}), this.signal);
    addEventListener("popstate", (event) => this.goBack(event), { capture: true, signal: this.signal });
  }

  /**
   * The browser goes back, or forward: within a lesson, to the settings of that address. Streamlit knows other pages.
   *
   * @param {PopStateEvent} event
   */
  goBack(event) {
    if (location.pathname !== this.path) return;
    event.stopImmediatePropagation();
    this.send({ address: Object.fromEntries(new URLSearchParams(location.search)) });
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    this.path = location.pathname;
    this.root.lang = data.text.lang;
    this.root.ariaLabel = data.text.contents;
    if (data.step && data.step !== ALL) this.marks.put(data.lesson, data.step, "seen");
    for (const name of data.answered) this.marks.put(data.lesson, name, "answered");
    // What is replaced while somebody presses it hears no click.
    const shown = JSON.stringify([data, location.href]);
    if (shown !== this.shown) {
      this.draw();
      this.finder.write(data.text, data.outline);
    }
    this.shown = shown;
  }

  draw() {
    const { parts } = this.data;
    const focused = this.root.contains(this.active()) ? this.active()?.getAttribute("href") : null;
    this.root.replaceChildren(...parts.flatMap((part) => this.part(part)));
    if (focused) [...this.root.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
  }

  /** What has the focus, also within a shadow. */
  active() {
    return /** @type {Document | ShadowRoot} */ (this.root.getRootNode()).activeElement;
  }

  /** @param {Data["parts"][number]} part */
  part({ title, lessons }) {
    const list = element("ul", {}, lessons.map((lesson) => this.lesson(lesson)));
    return title ? [element("p", { className: "part", textContent: title }), list] : [list];
  }

  /** @param {Data["parts"][number]["lessons"][number]} lesson */
  lesson({ name, title, icon: sign, path }) {
    const isHere = name === this.data.lesson;
    const link = this.link(title, sign, fromServer(path), { page: name });
    if (isHere) link.ariaCurrent = "page";
    return element("li", {}, isHere && this.data.steps.length ? [link, this.steps()] : [link]);
  }

  steps() {
    const links = this.data.steps.map(({ name, title }) => this.step(name, title));
    return element("ul", { className: "steps" }, links.map((link) => element("li", {}, [link])));
  }

  /** @param {string} name */
  sign(name) {
    if (name === ALL) return "unfold_more";
    if (name === this.data.step) return "radio_button_checked";
    const mark = this.marks.of(this.data.lesson, name);
    return mark ? ICONS[mark] : "circle";
  }

  /**
   * @param {string} name
   * @param {string} title
   */
  step(name, title) {
    const link = this.link(title, this.sign(name), addressOfStep(name), { step: name });
    if (name === this.data.step) link.ariaCurrent = "step";
    link.dataset.step = name;
    const mark = this.marks.of(this.data.lesson, name);
    if (mark) link.title = this.data.text[mark];
    return link;
  }

  /**
   * A link that leads on within the page, unless it is to be opened elsewhere.
   *
   * @param {string} title
   * @param {string} sign
   * @param {string} href
   * @param {object} message to the server
   */
  link(title, sign, href, message) {
    const onclick = (/** @type {MouseEvent} */ event) => {
      if (isShortcut(event) || event.shiftKey) return;
      event.preventDefault();
      this.goOn(message);
    };
    return element("a", { href, onclick }, [icon(sign), element("span", { textContent: title })]);
  }
}

/** @param {string} name */
function addressOfStep(name) {
  const address = new URL(location.href);
  address.searchParams.set("step", name);
  return address.href;
}

export default await styled(mounting(Contents, "go"), "base/controls.css", "base/icons.css", "contents/contents.css");
