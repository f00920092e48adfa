// Play, scrub, stop: below maps that form.

import { find } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { Playback } from "./playback.js";

/** @typedef {import("./film.js").Film} Film */

export class FilmControls {
  /**
   * @param {HTMLElement} root of the component
   * @param {() => void} changed
   */
  constructor(root, changed) {
    this.root = root;
    this.bar = find(root, ".film");
    this.play = find(this.bar, ".play", HTMLButtonElement);
    this.scrub = find(this.bar, ".scrub", HTMLInputElement);
    this.step = find(this.bar, "output");
    this.cancel = find(this.bar, ".cancel", HTMLButtonElement);
    this.playback = /** @type {Playback<Film>} */ (new Playback([]));
    const does = (/** @type {() => void} */ what) => () => {
      what();
      changed();
    };
    this.scrub.oninput = does(() => this.playback.scrub(Number(this.scrub.value)));
    this.play.onclick = does(() => this.playback.toggle());
    this.cancel.onclick = does(() => this.playback.cancelOrBegin());
  }

  /**
   * Other films.
   *
   * @param {Film[]} films
   * @param {Record<string, string>} text
   */
  show(films, text) {
    this.playback = new Playback(films);
    this.bar.hidden = films.length === 0;
    this.scrub.setAttribute("aria-label", text.scrub);
  }

  /** @param {Record<string, string>} text */
  render(text) {
    const { films, head, last, isPlaying, areOver, areFinished } = this.playback;
    if (!films.length) return;
    const at = Math.min(last, Math.round(head));
    this.scrub.max = String(last);
    if (Number(this.scrub.value) !== at) this.scrub.value = String(at);
    const { steps, total } = films[0];
    this.step.textContent = filled(text.step, { step: steps[at] ?? 0, total: total || "…" });
    this.play.textContent = isPlaying && !(areOver && head >= last) ? text.pause : text.play;
    this.play.disabled = last === 0;
    this.cancel.textContent = areOver ? text.again : text.cancel;
    this.cancel.hidden = areFinished;
    this.root.dataset.stage = areFinished ? "finished" : areOver ? "over" : "forming";
  }
}
