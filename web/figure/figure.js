// A plotly figure that is redrawn in place, under handles, sliders and players that a hand moves. What the hand holds
// is drawn at once, in the browser; what depends on it is asked of the server, and Streamlit is told of the address.

import { goOn } from "../base/address.js";
import { Mounted, mounting, note } from "../base/component.js";
import { fetching, find } from "../base/elements.js";
import { pointing } from "../base/pointing.js";
import { fromServer } from "../base/server.js";
import { styled } from "../base/styles.js";
import { NO_LEGEND, Swatches } from "../latent/swatches.js";
import { Asking } from "./asking.js";
import { Controls } from "./controls.js";
import { fetchPlotly } from "./library.js";
import { light } from "./lighting.js";
import { Looking } from "./looking.js";
import { Nearby } from "./nearby.js";
import { Picture, workedMs } from "./picture.js";
import { onClick, placeIn } from "./presses.js";
import { listenToMenu, nameMenu, savePage, savePicture } from "./saving.js";
import { Telling } from "./telling.js";

/**
 * @typedef {object} Fresh what follows from an address
 * @property {string} figure data and layout, as JSON; Streamlit leaves it out where it is on screen
 * @property {string} library where the part of plotly.js is that draws it
 * @property {string} view while it stays the same, so does what was zoomed into
 * @property {number | null} refresh after so many seconds, it asks for what there is by then
 *
 * @typedef {Fresh & Omit<import("./controls.js").Described, "text">} Made
 *
 * @typedef {object} Around what Streamlit says beside it
 * @property {string} label
 * @property {import("../latent/swatches.js").Legend | null} legend
 *   of the classes whose colours its points wear
 * @property {boolean} wide whether it needs more room than a phone has
 * @property {Record<string, string>} colours the dark one of each light one
 * @property {number} answered the number of the last word that this answers
 * @property {import("./asking.js").Live} live
 * @property {string} language
 * @property {import("./players.js").Words & Text} text
 *
 * @typedef {{ lang: string, loading: string, failed: string, retry: string, save: string, waiting: string }} Text
 * @typedef {Made & Around} Data
 */

const LOOK_MS = 20; // between two looks whether all that was moved is told

/** @type {Map<string, LiveFigure>} by key */
const onScreen = new Map();
let turns = Date.now(); // grows even when a figure is mounted again

class LiveFigure extends Mounted {
  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".live-figure");
    this.plot = /** @type {import("./plotly.js").Plot} */ (find(this.root, ".live-plot"));
    this.waiting = find(this.root, ".live-waiting");
    this.menu = find(this.root, ".live-save", HTMLDetailsElement);
    /** @type {Data} */
    this.data;
    /** @type {Made | null} what the server last made of a hand's moves */
    this.made = null;
    this.turn = 0; // of the figure on screen, when a hand made it
    /** @type {Picture | null} once the library is there */
    this.picture = null;
    this.controls = new Controls(this.root, this.plot, this);
    this.classes = new Swatches(find(this.root, ".live-classes"), () => this.show());
    this.asking = new Asking(this);
    this.telling = new Telling((word) => this.send(word));
    this.nearby = new Nearby(this);
    /** @type {string | null} the control in the hand */
    this.held = null;
    this.since = 0; // when what is drawn in the next frame was moved
    this.looking = new Looking(this, workedMs);
    this.stats = { answers: 0, roundTripMs: [], followMs: [], nearbyMs: [] }; // for the browser tests
    this.resize = new ResizeObserver(() => this.picture?.fitWidth());
    this.resize.observe(this.root);
    pointing.listen((shades) => light(this.root, this.plot, shades), this.signal);
    onClick(find(this.root, ".live-stage"), this.signal, (event) => this.press(event));
    listenToMenu(this.menu, (format) => this.save(format));
  }

  stop() {
    super.stop();
    if (onScreen.get(this.data.live.key) === this) onScreen.delete(this.data.live.key);
    this.resize.disconnect();
    this.looking.stop();
    this.telling.stop();
    this.controls.stop();
    this.picture?.stop();
  }

  // ---- what comes in --------------------------------------------------------------------------

  /** @param {Data} data */
  async update(data) {
    const isFirst = this.data === undefined;
    const isBehind = data.answered < this.turn; // the hand has gone on since: what it made is newer
    this.data = isBehind ? { ...data, ...this.made } : { ...this.data, ...data };
    onScreen.set(data.live.key, this);
    this.root.lang = data.text.lang;
    this.root.classList.toggle("wide", data.wide);
    this.plot.setAttribute("aria-label", data.label);
    nameMenu(this.menu, data.text.save);
    if (!this.data.figure) this.asking.ask([]); // what was on screen is gone, with the element it was in
    else if (isFirst) await this.show();
    else if (this.picture) {
      if (!isBehind) await this.show();
      this.telling.hear(data.answered);
      this.looking.keepUp();
    }
  }

  /** Another library than that of the picture draws what is to be shown, or there is no picture yet. */
  async changeLibrary() {
    const source = this.data.library;
    const library = await fetchPlotly(fromServer(source));
    if (this.signal.aborted) return;
    if (source === this.data.library && source !== this.picture?.source) { // or else something came in between
      this.picture?.wipe();
      this.picture = new Picture(this.root, this.plot, { source, library }, () => this.controls.drawAnew());
    }
    this.show().then(() => this.looking.keepUp());
  }

  /** Bring the screen to `this.data`. */
  async show() {
    const { picture, data } = this;
    if (this.signal.aborted) return;
    if (picture?.source !== data.library) {
      await fetching(this.waiting, data.text, () => this.changeLibrary());
      return;
    }
    this.controls.build(data);
    const { classes, shades, text, names } = data.legend ?? NO_LEGEND;
    this.classes.write(classes, shades, text, names);
    picture.alone = this.classes.alone;
    const held = data.handles.find(({ name }) => name === this.held);
    if (!picture.shows(data, held)) await picture.draw(data, held);
    this.controls.show(this.data);
  }

  // ---- what the hand does ---------------------------------------------------------------------

  /** @param {string} name */
  isHeld(name) {
    return this.held === name || this.asking.pending.has(name);
  }

  get isWaiting() {
    return this.asking.asked !== null;
  }

  /**
   * @param {import("./hand.js").Move} move
   * @param {boolean} isDone
   */
  tell(move, isDone) {
    this.telling.movedAt = performance.now();
    this.asking.tell(move, isDone);
  }

  /** @param {number} since */
  follow(since) {
    if (this.frame === null) this.since = since;
    this.schedule();
  }

  render() {
    this.controls.draw();
    note(this.stats.followMs, performance.now() - this.since);
  }

  /** @param {string} colour */
  inTheme(colour) {
    return this.picture?.inTheme(colour) ?? colour;
  }

  /** @param {MouseEvent} event */
  press(event) {
    if (!this.picture?.isReady) return;
    for (const press of this.data.presses) {
      const place = placeIn(this.plot, press, event);
      if (place) this.tell({ name: press.name, x: place[0], y: place[1] }, true);
    }
  }

  // ---- what the server makes of it ------------------------------------------------------------

  /**
   * Show what the server made of the moves, of which Streamlit will hear, or what went on without any.
   *
   * @param {import("./asking.js").Answer} answer
   * @param {import("./asking.js").Question} question
   */
  async take({ since, query, shown }, { moves, isDone }) {
    if (moves.length) {
      turns += 1;
      this.turn = turns;
      goOn(since, query);
      this.telling.tell({ sequence: turns, since, query, done: isDone });
    }
    const { [this.data.live.key]: own, ...others } = shown;
    for (const [key, made] of Object.entries(others)) onScreen.get(key)?.nearby.goAlong(made, this.turn);
    if (own) await this.wear(own, this.turn);
  }

  /** @override */
  async letGo() {
    this.endAtOnce();
    const { asking, telling } = this;
    const isHolding = () => asking.asked?.moves.length || asking.pending.size || telling.untold || telling.told;
    while (isHolding() && !this.signal.aborted) await new Promise((look) => setTimeout(look, LOOK_MS));
  }

  rest() {
    if (!this.data.figure) this.asking.ask([]); // the answer did not come
    this.controls.play();
    this.looking.keepUp();
  }

  /**
   * @param {Made} made
   * @param {number} turn
   */
  async wear(made, turn) {
    if (this.signal.aborted) return;
    const isLoading = this.data.figure && !this.picture; // then it is shown once what draws it is there
    Object.assign(this, { made, turn: Math.max(turn, this.turn), data: { ...this.data, ...made } });
    if (!isLoading) await this.show();
  }

  // ---- to keep it -----------------------------------------------------------------------------

  /** @param {string} format */
  async save(format) {
    const { picture, data } = this;
    if (!picture?.isReady) return;
    const [title, filename, shown] = [data.label, `${data.live.page}-${data.live.key}`, picture.onWhite()];
    if (format === "html") return await savePage(fromServer(data.library), shown, title, filename);
    const marks = (/** @type {import("./plotly.js").Plot} */ plot) => this.controls.marksOn(plot);
    await savePicture(picture.library, shown, marks, { format, title, filename });
  }
}

export default await styled(mounting(LiveFigure, "move"), "latent/swatches.css", "figure/figure.css");
