// One key makes a picture fill the screen, Escape brings the page back. Every picture on the page joins;
// the key takes the one that has the focus, else the one in the middle of the window.

const stage = (globalThis.vaePlaygroundStage ??= { members: new Set(), on: null });
export const PRESENTED = "presented";

export class Presenter {
  /** `root` fills the screen; `changed` hears whether it does. */
  constructor(root, changed = () => {}) {
    Object.assign(this, { root, changed });
    stage.members.add(this);
    if (!stage.listening) {
      stage.listening = true;
      window.addEventListener("keydown", onKey);
      document.addEventListener("fullscreenchange", () => document.fullscreenElement || stage.on?.leave());
    }
  }

  get isOn() {
    return stage.on === this;
  }

  enter() {
    stage.on?.leave();
    stage.on = this;
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
    stage.on = null;
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
    stage.members.delete(this);
  }
}

function onKey(event) {
  const at = event.composedPath()[0];
  const isWriting = at.isContentEditable || at.matches?.("textarea, select, input:not([type=range], [type=checkbox])");
  if (event.key === "Escape") stage.on?.leave();
  if (event.key.toLowerCase() !== "p" || isWriting || event.ctrlKey || event.metaKey || event.altKey || event.repeat) {
    return;
  }
  const chosen = stage.on ?? focused(event) ?? nearestToTheMiddle();
  if (!chosen) return;
  event.preventDefault();
  chosen.toggle();
}

const focused = (event) => [...stage.members].find(({ root }) => event.composedPath().includes(root));

function nearestToTheMiddle() {
  const distance = ({ root }) => {
    const { top, bottom } = root.getBoundingClientRect();
    const middle = innerHeight / 2;
    return Math.max(top - middle, middle - bottom, 0);
  };
  const seen = [...stage.members].filter(({ root }) => root.isConnected && root.clientHeight);
  return seen.sort((a, b) => distance(a) - distance(b))[0];
}
