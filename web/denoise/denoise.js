// Noise that a network takes away. Each view says which ways are to be gone; here they are ordered, and what comes is
// handed on.

import { Component, mounting } from "../base/component.js";
import { find } from "../base/elements.js";
import { colourSymbols, inkOf } from "../base/ink.js";
import { styled } from "../base/styles.js";
import { scheduleOf } from "../diffusion/schedule.js";
import { takeAway } from "../pictures/keeping.js";
import { keepersOf } from "../pictures/files.js";
import { Presenter } from "../pictures/present.js";
import { Beside } from "./beside.js";
import { Between } from "./between.js";
import { Drawing } from "./drawing.js";
import { pictured } from "./pictured.js";
import { Runs } from "./runs.js";
import { Way } from "./way.js";

const SHEETS = ["base/controls.css", "base/stage.css", "pictures/present.css", "denoise/denoise.css"];
/** @type {Record<string, new (stage: Stage) => View>} */
const VIEWS = { way: Way, beside: Beside, drawing: Drawing, between: Between };

/**
 * @typedef {import("./view.js").Data} Data
 * @typedef {import("./view.js").Settings} Settings
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Stage} Stage
 */

/**
 * @extends {Component<Data>}
 * @implements {Stage}
 */
class Denoise extends Component {
  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".denoise");
    this.place = /** @type {Settings} */ ({});
    this.ink = inkOf(this.root);
    this.runs = new Runs({
      arrived: (stop) => this.arrive(stop),
      ended: (milliseconds) => this.finish(milliseconds),
      failed: () => this.say(this.data.text.failed),
    });
    this.presenter = new Presenter(this.root, () => this.schedule());
    /** @type {View | undefined} */
    this.view = undefined;
    this.shape = ""; // of what the view was built for
    /** @type {import("./pictured.js").Picture | null} */
    this.picture = null;
    this.picturing = Promise.resolve();
    /** @type {Record<string, import("../diffusion/sampling.js").Schedule>} */
    this.schedules = {};
  }

  stop() {
    super.stop();
    this.giveUp();
    this.runs.stop();
    this.presenter.stop();
  }

  get isHeld() {
    return super.isHeld || Boolean(this.view?.clock?.isPlaying);
  }

  get model() {
    return this.place.model ?? Object.keys(this.data.models)[0];
  }

  get described() {
    return this.data.models[this.model];
  }

  get noise() {
    return this.schedules[this.model];
  }

  // ---- what the server says -------------------------------------------------------------------

  /** @param {Data} data */
  update(data) {
    const place = this.receive(data);
    if (place) this.place = /** @type {Settings} */ (place);
    const models = Object.entries(data.models);
    this.schedules = Object.fromEntries(models.map(([name, { logSnr }]) => [name, scheduleOf(logSnr)]));
    this.root.dataset.view = data.view;
    colourSymbols(this.root, data.colours, "--symbol-");
    this.ink = inkOf(this.root);
    const shape = JSON.stringify([data.text, data.view, data.elsewhere]);
    if (shape !== this.shape) this.build(data);
    this.shape = shape;
    this.view?.receive?.();
    this.begin();
    this.repaint();
    this.render(); // at once: words that come a frame later move what is below them
  }

  /** @param {Data} data */
  build({ view: name, text }) {
    this.giveUp();
    const view = new VIEWS[name](this);
    this.view = view;
    find(this.root, ".hand").replaceChildren(...view.controls.map(({ node }) => node));
    find(this.root, ".scene").replaceChildren(view.scene);
    const files = keepersOf(view, { name: `from-noise-${name}`, title: text.title, finish: () => {} });
    find(this.root, ".take").replaceChildren(...takeAway(text, this.presenter, files));
  }

  giveUp() {
    this.view?.clock?.stop();
    this.view?.stop?.();
  }

  // ---- what the hand does ---------------------------------------------------------------------

  /**
   * @param {Partial<Settings>} changed
   * @param {boolean} [isDone]
   */
  set(changed, isDone = true) {
    this.place = { ...this.place, ...changed };
    if (isDone) this.tellPlace();
    this.begin();
    this.schedule();
  }

  tellPlace() {
    this.tell(this.place);
  }

  /** @param {Partial<Settings>} settings */
  open(settings) {
    this.tell(this.place, {}, { opened: settings });
  }

  // ---- the run ----------------------------------------------------------------------------------

  begin() {
    const ways = this.view?.ways();
    if (!ways || !this.view) return;
    const asked = this.order(ways);
    if (!(this.view.isPatient ? this.runs.follow(asked) : this.runs.ask(asked))) return;
    delete this.root.dataset.ready;
    if (!this.view.isPatient) this.say(this.data.text.loading); // words that come and go are no help to a hand
    this.picturing = pictured(this.described).then((picture) => {
      this.picture = picture;
      this.repaint();
    }, () => this.say(this.data.text.failed));
  }

  /** @param {import("./worker.js").Way[]} ways */
  order(ways) {
    const { digit = -1, guidance = 0 } = this.place;
    const { described: { denoiser, size }, noise: schedule } = this;
    return { denoiser, size, schedule, label: digit < 0 ? null : digit, guidance: digit < 0 ? 0 : guidance, ways };
  }

  /** @param {import("./runs.js").Arrived} stop */
  arrive(stop) {
    this.view?.arrived?.(stop);
    this.schedule();
  }

  /** @param {number} milliseconds */
  async finish(milliseconds) {
    await this.picturing;
    if (this.runs.isUnderWay || !this.view) return;
    if (!this.isHeld) this.say(this.view.done(Math.round(milliseconds)));
    this.root.dataset.ready = "true";
  }

  // ---- what is drawn --------------------------------------------------------------------------

  repaint() {
    this.view?.repaint();
    this.schedule();
  }

  render() {
    this.view?.controls.forEach((control) => control.show(this.place));
    this.view?.render();
  }

  /** @param {string} words */
  say(words) {
    find(this.root, ".said").textContent = words;
  }
}

export default await styled(mounting(Denoise), ...SHEETS);
