// One key makes a picture fill the screen, Escape brings the page back. Every picture on the page joins; the key takes
// the one that has the focus, else the one in the middle of the window.

import { isShortcut } from "../base/elements.js";

const PRESENTED = "presented";

/** @type {Set<Presenter>} */
const members = new Set();
/** @type {Presenter | null} */
let onScreen = null;
let isListening = false;

export class Presenter {
  /**
   * @param {HTMLElement} root fills the screen
   * @param {(isOn: boolean) => void} changed
   */
  constructor(root, changed) {
    this.root = root;
    this.changed = changed;
    members.add(this);
    if (isListening) return;
    isListening = true;
    document.addEventListener("keydown", onKey);
    document.addEventListener("fullscreenchange", () => document.fullscreenElement || onScreen?.leave());
  }

  get isOn() {
    return onScreen === this;
  }

  enter() {
    onScreen?.leave();
    onScreen = this;
    this.root.classList.add(PRESENTED);
    this.raise();
    // The page as a whole goes to full screen: the picture is above it, and Escape is the browser's.
    Promise.resolve(document.documentElement.requestFullscreen?.()).then(() => this.raise(), () => {});
    this.changed(true);
  }

  /** Above everything on the page, whatever box it is in. */
  raise() {
    if (!this.isOn || !this.root.showPopover) return;
    if (this.root.popover) this.root.hidePopover();
    this.root.popover = "manual";
    this.root.showPopover();
  }

  leave() {
    if (!this.isOn) return;
    onScreen = null;
    this.root.classList.remove(PRESENTED);
    this.root.removeAttribute("popover");
    if (document.fullscreenElement) document.exitFullscreen();
    this.changed(false);
  }

  toggle() {
    if (this.isOn) this.leave();
    else this.enter();
  }

  stop() {
    this.leave();
    members.delete(this);
  }
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key === "Escape") onScreen?.leave();
  if (event.key.toLowerCase() !== "p" || isWriting(event) || isShortcut(event) || event.repeat) return;
  const chosen = onScreen ?? focused(event) ?? nearestToTheMiddle();
  if (!chosen) return;
  event.preventDefault();
  chosen.toggle();
}

/** @param {KeyboardEvent} event */
function isWriting(event) {
  const at = event.composedPath()[0];
  const places = "textarea, select, input:not([type=range], [type=checkbox])";
  return at instanceof HTMLElement && (at.isContentEditable || at.matches(places));
}

/** @param {KeyboardEvent} event */
const focused = (event) => [...members].find(({ root }) => event.composedPath().includes(root));

function nearestToTheMiddle() {
  const middle = innerHeight / 2;
  const distance = (/** @type {Presenter} */ { root }) => {
    const { top, bottom } = root.getBoundingClientRect();
    return Math.max(top - middle, middle - bottom, 0);
  };
  const seen = [...members].filter(({ root }) => root.isConnected && root.clientHeight);
  return seen.sort((a, b) => distance(a) - distance(b))[0];
}
