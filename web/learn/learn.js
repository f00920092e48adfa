// A network learns the field that leads noise back to the data, beside the true one: all of it in the browser.

import { Component, mounting } from "../base/component.js";
import { element, find } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { colourSymbols, inkOf, isDark } from "../base/ink.js";
import { styled } from "../base/styles.js";
import { scheduleOf } from "../diffusion/schedule.js";
import { WEIGHTINGS } from "../learning/course.js";
import { weightsOf } from "../learning/losses.js";
import { around } from "../learning/mixture.js";
import { keepersOf } from "../pictures/files.js";
import { takeAway } from "../pictures/keeping.js";
import { Presenter } from "../pictures/present.js";
import { Controls } from "./controls.js";
import { summary, writeTable } from "./numbers.js";
import { Pictures } from "./pictures.js";
import { Points } from "./points.js";
import { Scene } from "./scene.js";
import { seekOn } from "./seeking.js";
import { seenOf } from "./seen.js";
import { Training } from "./training.js";

/** @type {Record<"light" | "dark", { ink: string, line: string }>} as in vae_core/figures/theme.py */
const PAPER = { light: { ink: "#3A4149", line: "#D3D8DE" }, dark: { ink: "#C4CBD3", line: "#3A444F" } };

/**
 * @typedef {object} Settings
 * @property {number} t
 * @property {import("../learning/losses.js").Weighting} weighting of the network on screen
 * @property {"loss" | "above"} view of the losses
 * @property {number} seed
 * @property {number[]} points set by hand: x and y of one after the other
 *
 * @typedef {object} Own
 * @property {string} plane the name of the data
 * @property {import("../learning/mixture.js").Mixture | null} mixture `null`: the points set by hand
 * @property {number} deviation of each of those
 * @property {number} most of those
 * @property {number[]} logSnr of the schedule
 * @property {Record<import("./pictures.js").Symbol, import("../base/ink.js").Shades>} colours
 *
 * @typedef {import("../base/component.js").Given & Own} Data
 */

/** @extends {Component<Data>} */
class Learn extends Component {
  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".learn");
    this.place = /** @type {Settings} */ ({});
    this.training = new Training(() => this.arrive(), () => this.say(this.data.text.failed));
    this.presenter = new Presenter(this.root, () => this.schedule());
    this.pictures = new Pictures(this.root);
    this.points = new Points(find(this.root, ".true .field"), (points, isDone) => this.setPoints(points, isDone));
    this.isMoving = false;
    this.drawn = this.begun = this.taught = "";
    this.since = 0;
    /** @type {Controls | undefined} */
    this.controls = undefined;
    /** @type {Scene | undefined} */
    this.scene = undefined;
    const sizes = new ResizeObserver(() => this.schedule());
    sizes.observe(this.root);
    this.signal.addEventListener("abort", () => sizes.disconnect());
    document.addEventListener("visibilitychange", () => document.hidden && this.pause(), { signal: this.signal });
    seekOn(this.pictures.chart, () => this.data.logSnr.length - 1, (t, isDone) => this.set({ t }, isDone));
  }

  stop() {
    super.stop();
    this.controls?.clock.stop();
    this.training.stop();
    this.presenter.stop();
  }

  get isHeld() {
    return super.isHeld || this.isMoving;
  }

  /** @param {Data} data */
  update(data) {
    const place = this.receive(data);
    if (place) this.place = /** @type {Settings} */ (place);
    colourSymbols(this.root, data.colours, "--symbol-");
    this.scene ??= new Scene(scheduleOf(data.logSnr));
    if (JSON.stringify(data.text) !== this.drawn) this.write();
    this.follow();
    this.schedule();
  }

  // ---- what the hand does ---------------------------------------------------------------------

  write() {
    const { text, logSnr } = this.data;
    this.drawn = JSON.stringify(text);
    this.pause();
    this.controls = new Controls(text, logSnr.length - 1, {
      set: (changed, isDone) => this.set(changed, isDone),
      learn: (isOn) => this.learn(isOn),
      once: () => this.once(),
      restart: () => this.restart(),
      add: () => this.points.add([0, 0]),
    });
    find(this.root, ".hand").replaceChildren(...this.controls.nodes);
    find(this.root, ".time").replaceChildren(this.controls.t.node);
    find(this.root, ".plot").append(this.controls.view.node);
    for (const name of ["learned", "true", "apart"]) {
      find(this.root, `.${name} canvas`).setAttribute("aria-label", text[`${name}_label`]);
    }
    find(this.root, ".chart").setAttribute("aria-label", text.chart);
    find(this.root, ".true figcaption").replaceChildren(text.true, this.controls.add);
    const scale = element("span", { className: "scale" }, ["0", element("i"), "≥ 1"]);
    find(this.root, ".apart figcaption").replaceChildren(text.apart, scale);
    const files = keepersOf({ layout: () => this.layout() }, { name: "field", title: text.title, finish: () => {} });
    const kept = Object.entries(files).map(([kind, keep]) => [kind, () => this.seen && keep()]);
    find(this.root, ".take").replaceChildren(...takeAway(text, this.presenter, Object.fromEntries(kept)));
  }

  /**
   * @param {Partial<Settings>} changed
   * @param {boolean} [isDone]
   */
  set(changed, isDone = true) {
    this.place = { ...this.place, ...changed };
    this.isMoving = !isDone;
    if (isDone) this.tell(this.place);
    this.follow();
    this.schedule();
  }

  /** @param {number[]} points @param {boolean} isDone */
  setPoints(points, isDone) {
    this.set({ points }, isDone);
    this.showPoints();
  }

  // ---- the networks -----------------------------------------------------------------------------

  get mixture() {
    return this.data.mixture ?? around(this.place.points, this.data.deviation);
  }

  /** Other data or another start are other networks; where a point has been moved, those that there are go on. */
  follow() {
    const { mixture } = this;
    const begun = `${this.data.plane} ${this.place.seed}`;
    const taught = JSON.stringify(mixture);
    if (taught !== this.taught) this.scene?.of(mixture);
    if (begun !== this.begun) this.restart(begun);
    else if (taught !== this.taught) this.training.order({ mixture });
    this.taught = taught;
  }

  restart(begun = this.begun) {
    this.begun = begun;
    delete this.root.dataset.ready;
    this.controls?.clock.set(false);
    this.say("");
    this.training.begin(this.mixture, /** @type {Scene} */ (this.scene).schedule, this.place.seed);
  }

  /** @param {boolean} isOn */
  learn(isOn) {
    this.say(isOn ? this.data.text.learning : "");
    this.training.order({ isOn });
  }

  once() {
    this.pause();
    this.training.order({ once: true });
  }

  pause() {
    this.controls?.clock.set(false);
  }

  arrive() {
    const { news } = this.training;
    if (news.isOver) this.pause();
    this.root.dataset.ready = "true";
    this.schedule();
  }

  // ---- what is drawn --------------------------------------------------------------------------

  get seen() {
    return this.scene ? seenOf(this.place, this.training.news, this.scene, this.data.text) : null;
  }

  /** @param {"light" | "dark"} theme */
  coloursIn(theme) {
    const shades = Object.entries(this.data.colours).map(([symbol, shade]) => [symbol, shade[theme]]);
    return /** @type {import("./pictures.js").Colours} */ ({ ...Object.fromEntries(shades), ...PAPER[theme] });
  }

  render() {
    const { text, mixture } = this.data;
    this.controls?.show(this.place, !mixture);
    this.showPoints();
    const seen = this.seen;
    if (!seen) return;
    this.pictures.draw(seen, this.coloursIn(isDark(inkOf(this.root)) ? "dark" : "light"));
    this.root.style.setProperty("--own", `var(--symbol-${seen.symbol})`);
    find(this.root, ".learned .name").textContent = this.learnedTitle;
    const { steps = 0 } = this.training.news;
    find(this.root, ".learned .steps").textContent = filled(text.steps, { steps });
    this.writeNumbers();
  }

  get learnedTitle() {
    const { text } = this.data;
    return filled(text.learned, { loss: text[this.place.weighting] });
  }

  showPoints() {
    const { text: { point }, mixture, most } = this.data;
    this.points.show(!mixture, this.place.points, { point, at_most: most });
  }

  writeNumbers() {
    const { news: { steps, isOn, least = [], excess = [] } } = this.training;
    const { data: { text, logSnr }, place: { t } } = this;
    const weights = weightsOf(scheduleOf(logSnr), "bound").slice(1).map((weight) => weight / least.length);
    const of = (/** @type {number[]} */ values) => summary(values, weights, t);
    const networks = excess.map((values, i) => {
      const symbol = WEIGHTINGS[i];
      return { name: text[symbol], symbol, values, isAbove: true };
    });
    const rows = [{ name: text.least, symbol: "least", values: least, isAbove: false }, ...networks];
    writeTable(find(this.root, "table", HTMLTableElement), [`t = ${t}`, text.all_steps, text.nats], rows, of);
    if (!steps || isOn || this.controls?.clock.isPlaying) return; // paused, it ends the steps that are under way
    const [simple, bound] = excess.map((values) => of(values)[2]);
    this.say(filled(text.nearer, { name: text[simple < bound ? "simple" : "bound"] }));
  }

  layout() {
    const { text } = this.data;
    const seen = /** @type {import("./pictures.js").Seen} */ (this.seen);
    return this.pictures.layout(seen, this.coloursIn("light"), [this.learnedTitle, text.true, text.apart]);
  }

  /** @param {string} words */
  say(words) {
    const said = find(this.root, ".said");
    if (said.textContent !== words) said.textContent = words;
  }
}

export default await styled(mounting(Learn), "base/controls.css", "pictures/present.css", "learn/learn.css");
