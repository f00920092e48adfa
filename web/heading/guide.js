// A lesson in ten sentences: each leads to its step, and points there at what it speaks of.

import { button, element, find, icon } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { pointing } from "../base/pointing.js";
import { fetchOutline } from "../course/outline.js";
import { placeOf } from "./places.js";

const LOOK_MS = 200; // between two looks: what is pointed at comes late, and is made anew
const POINTED = "pointed-at"; // ui/style.css

/**
 * @typedef {{ step: string, at: string, sentence: string }} Stop
 * @typedef {Record<"guide" | "guide_at" | "guide_back" | "guide_on" | "close", string>} Text
 */

export class Guide {
  /**
   * @param {HTMLElement} root
   * @param {(step: string) => void} go
   * @param {AbortSignal} signal
   */
  constructor(root, go, signal) {
    this.box = find(root, ".guide");
    this.go = go;
    this.signal = signal;
    /** @type {Stop[]} */
    this.stops = [];
    this.at = 0;
    this.step = "";
    this.outline = "";
    /** @type {Text} */
    this.text;
    /** What is pointed at. @type {HTMLElement | null} */
    this.place = null;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.looking = undefined;
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close(), { signal });
    signal.addEventListener("abort", () => this.close());
  }

  get isOpen() {
    return this.box.matches(":popover-open");
  }

  /** @param {{ guide: Stop[], outline: string, text: Text }} data @param {string} step the one on screen */
  update({ guide, outline, text }, step) {
    Object.assign(this, { stops: guide, outline, text, step });
    if (this.isOpen) this.write(); // in another language, perhaps
  }

  /** Begin, where the step on screen is spoken of first. */
  open() {
    this.at = Math.max(0, this.stops.findIndex(({ step }) => step === this.step));
    this.box.showPopover();
    this.write();
    this.box.querySelector("button")?.focus();
    this.looking = setInterval(() => this.look(), LOOK_MS);
  }

  close() {
    if (this.box.isConnected && this.isOpen) this.box.hidePopover();
    clearInterval(this.looking);
    this.point(null);
  }

  /** @param {number} by */
  turn(by) {
    this.at += by;
    this.point(null);
    this.write();
    const { step } = this.stops[this.at];
    if (step !== this.step) this.go(step);
  }

  write() {
    const { text, stops, at } = this;
    this.box.ariaLabel = text.guide;
    const back = this.arrow("chevron_left", text.guide_back, -1);
    const on = this.arrow("chevron_right", text.guide_on, 1);
    const close = button("", () => this.close(), { label: text.close });
    close.append(icon("close"));
    const sentence = element("p", { textContent: stops[at].sentence, ariaLive: "polite" });
    const number = element("span", { textContent: filled(text.guide_at, { at: at + 1, all: stops.length }) });
    const focused = [...this.box.querySelectorAll("button")].findIndex((made) => made.matches(":focus"));
    this.box.replaceChildren(back, element("div", {}, [sentence, number]), on, close);
    this.box.querySelectorAll("button")[focused]?.focus();
  }

  /** @param {string} sign @param {string} label @param {number} by */
  arrow(sign, label, by) {
    const made = button("", () => this.turn(by), { label });
    made.append(icon(sign));
    made.disabled = !(this.at + by in this.stops);
    return made;
  }

  /** Point at what the sentence speaks of, once it is there; and again, where it has been made anew. */
  look() {
    const { step, at } = this.stops[this.at];
    const place = step === this.step ? placeOf(at) : null;
    if (place && (place !== this.place || !place.classList.contains(POINTED))) this.point(place, at);
  }

  /** @param {HTMLElement | null} place @param {string} [at] */
  async point(place, at = "") {
    this.place?.classList.remove(POINTED);
    this.place = place;
    pointing.tell(null);
    if (!place) return;
    place.classList.add(POINTED);
    place.scrollIntoView({ block: "nearest" });
    const { symbols } = await fetchOutline(this.outline);
    if (place === this.place) pointing.tell(symbols.find(({ key }) => key === at)?.colours ?? null);
  }
}
