// What stands above a lesson: its title and the step on screen, the way on and back, and what holds for all of it.

import { Changes } from "../base/address.js";
import { showPage } from "../base/arrival.js";
import { Mounted, mounting } from "../base/component.js";
import { button, element, find, icon, isShortcut } from "../base/elements.js";
import { inkOf, isDark } from "../base/ink.js";
import { styled } from "../base/styles.js";
import { Glossary } from "./glossary.js";
import { Guide } from "./guide.js";

/**
 * @typedef {object} Data
 * @property {string} title of the lesson
 * @property {{ name: string, title: string }[]} steps and at last, all of them on one page
 * @property {number} at the number of the one on screen, from 0
 * @property {string} outline the address of the whole course
 * @property {import("./guide.js").Stop[]} guide
 * @property {Record<"contents" | "back" | "on" | "lang" | "guide_help", string> & import("./guide.js").Text} text
 * @property {{ name: string, icon: string, title: string, help: string, possible?: boolean | null }[]} acts what holds
 *   for the whole lesson; one that was not possible is, once somebody has changed something
 */

/** Where a letter is a letter. */
const WRITING = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";

/** Which key leads where. @type {Record<string, number>} */
const KEYS = { b: -1, n: 1 };

class Heading extends Mounted {
  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".heading");
    this.shown = this.told = "";
    /** @type {HTMLButtonElement[]} of what holds for the whole lesson */
    this.buttons = [];
    /** @type {Data} */
    this.data;
    document.addEventListener("keydown", (event) => this.press(event), { signal: this.signal });
    this.glossary = new Glossary(this.root, () => this.data.outline, this.signal);
    this.guide = new Guide(this.root, (step) => this.goOn({ step }), this.signal);
    addEventListener("beforeprint", () => this.turnOver(), { signal: this.signal });
    this.changes = new Changes(() => this.allow(), this.signal);
    showPage();
  }

  /** Paper is white: ui/style.css turns over what is written on a dark page. */
  turnOver() {
    document.documentElement.classList.toggle("on-dark", isDark(inkOf(this.root)));
  }

  /** Whether a single step is on screen. */
  get isWalk() {
    return this.data.at < this.data.steps.length - 1;
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    const shown = JSON.stringify(data, (key, value) => key === "possible" ? undefined : value);
    if (shown !== this.shown) {
      this.draw(data); // what is replaced while somebody presses it hears no click
      this.told = "";
    }
    this.shown = shown;
    this.permit(data);
    this.guide.update(data, data.steps[data.at].name);
  }

  /** @param {Data} data of which the news is what is possible */
  permit({ acts }) {
    const told = JSON.stringify(acts.map(({ possible }) => possible));
    if (told === this.told) return;
    this.told = told;
    this.changes.await();
    acts.forEach(({ possible }, i) => this.buttons[i].disabled = possible === false && this.changes.canTell);
  }

  /** Something was changed: it can be taken back. */
  allow() {
    for (const made of this.buttons) made.disabled = false;
  }

  /** @param {Data} data */
  draw(data) {
    this.root.lang = data.text.lang;
    this.root.classList.toggle("walk", this.isWalk);
    find(this.root, "h1").textContent = data.title;
    find(this.root, "h2").textContent = this.isWalk ? data.steps[data.at].title : "";
    find(this.root, ".list").replaceChildren(this.list());
    find(this.root, ".way").replaceChildren(...(this.isWalk ? this.way() : []));
    this.buttons = data.acts.map((act) => this.act(act));
    find(this.root, ".acts").replaceChildren(this.guiding(), ...this.buttons);
  }

  /** The button that begins the guided walk, or ends it. */
  guiding() {
    const { guide, guide_help: title } = this.data.text;
    const made = button("", () => this.guide.isOpen ? this.guide.close() : this.guide.open(), { title, label: guide });
    made.append(icon("hiking"), element("span", { className: "word", textContent: guide }));
    return made;
  }

  /** @param {Data["acts"][number]} act */
  act({ name, icon: sign, title, help }) {
    const made = button("", () => {
      this.goOn({ act: name });
      this.forbid(name, made);
    }, { title: help, label: title });
    made.append(icon(sign), element("span", { className: "word", textContent: title }));
    return made;
  }

  /**
   * Where there was nothing to do before something was changed: until the server says more, or another change comes.
   *
   * @param {string} act
   * @param {HTMLButtonElement} made
   */
  forbid(act, made) {
    if (this.data.acts.find(({ name }) => name === act)?.possible !== false) return;
    made.disabled = true;
    this.changes.await();
  }

  /** All steps, where there is no room for them beside the lesson. */
  list() {
    const { steps, at, text } = this.data;
    const options = steps.map(({ name, title }) => element("option", { value: name, textContent: title }));
    const list = element("select", { ariaLabel: text.contents }, options);
    list.onchange = () => this.goOn({ step: list.value });
    list.value = steps[at].name;
    return list;
  }

  way() {
    const { steps, at, text } = this.data;
    const number = `${at + 1} / ${steps.length - 1}`;
    return [
      this.arrow("chevron_left", text.back, -1),
      element("span", { className: "number", textContent: number }),
      this.arrow("chevron_right", text.on, 1),
    ];
  }

  /**
   * @param {string} sign
   * @param {string} label
   * @param {number} by how many steps it leads on
   */
  arrow(sign, label, by) {
    const to = this.step(by);
    const title = `${to?.title ?? ""} (${by > 0 ? "N" : "B"})`;
    const made = button("", () => this.turn(by), { title, label });
    made.append(icon(sign));
    made.disabled = !to;
    return made;
  }

  /**
   * The step so far from the one on screen, if there is one.
   *
   * @param {number} by
   */
  step(by) {
    const number = this.data.at + by;
    return this.isWalk && number < this.data.steps.length - 1 ? this.data.steps[number] : undefined;
  }

  /** @param {number} by */
  turn(by) {
    const to = this.step(by);
    if (to) this.goOn({ step: to.name });
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const by = KEYS[event.key.toLowerCase()];
    const at = event.composedPath()[0];
    if (!by || isShortcut(event) || event.repeat || (at instanceof Element && at.matches(WRITING))) return;
    event.preventDefault();
    this.turn(by);
  }
}

export default await styled(mounting(Heading, "go"), "base/controls.css", "base/icons.css", "heading/heading.css");
