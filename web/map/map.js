// Thousands of codes as a map, or two side by side: the space itself, a projection, or t-SNE as it forms. Hover shows
// the digit, a click chooses a point, a lasso a set. The server hears when the hand lets go.

import { Component, mounting, note } from "../base/component.js";
import { find, prefersStillness } from "../base/elements.js";
import { styled } from "../base/styles.js";
import { classesOf, Swatches } from "../latent/swatches.js";
import { packLook, START, unpackLook } from "./camera.js";
import { Choice, NONE } from "./choice.js";
import { fetchCloud } from "./cloud.js";
import { imagesOf, mapsOf, shapeOf } from "./data.js";
import { FilmControls } from "./film_controls.js";
import { Hand } from "./hand.js";
import { dressed } from "./palette.js";
import { Panel } from "./panel.js";
import { Pictures } from "./pictures.js";
import { Placing } from "./placing.js";
import { readingOf, retell } from "./reading.js";
import { Strips } from "./strips.js";
import { keepMaps } from "./takeaway.js";
import { showArmed, toolsFor } from "./tools.js";

/** @typedef {import("./data.js").Data} Data */

/** @extends {Component<Data>} */
class MapView extends Component {
  /** @type {Panel[]} */
  panels = [];
  /** @type {Hand[]} */
  hands = [];
  /** @type {import("./tools.js").Tools | null} */
  tools = null;
  /** @type {Pictures | null} of the cloud; `null` until that is there */
  pictures = null;
  /** @type {import("./palette.js").Dress | null} */
  dress = null;

  choice = new Choice();
  isArmed = false;
  /** The maps that the server was told to be finished. */
  finished = "";

  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".cloud");
    /** @type {{ frameMs: number[], hoverMs: number[], placeMs: number[] }} */
    this.stats = { frameMs: [], hoverMs: [], placeMs: [] };
    this.words = find(this.root, ".told");
    this.classes = new Swatches(find(this.root, ".classes"), () => this.schedule());
    this.reading = find(this.root, ".reading");
    this.controls = new FilmControls(this.root, this.hear);
    this.strips = new Strips(find(this.root, ".strips"), (point) => this.hover(point));
    this.placing = new Placing((code) => this.place(code), this.signal);
    this.resize = new ResizeObserver(() => this.schedule());
  }

  stop() {
    super.stop();
    this.leave();
  }

  /** The maps on screen are not looked at any more. */
  leave() {
    this.resize.disconnect();
    this.playback.films.forEach((film) => film.stop(this.hear));
  }

  get playback() {
    return this.controls.playback;
  }

  get isPlain() {
    return this.data.plain;
  }

  /** Also while the server has not heard of another map. */
  get isHeld() {
    return super.isHeld || this.choice.isStale || this.hands.some(({ drag }) => drag);
  }

  // ---- what the server says -------------------------------------------------------------------

  /** @param {Data} data */
  update(data) {
    const before = this.data;
    const areOtherImages = before && imagesOf(before) !== imagesOf(data);
    if (before && (areOtherImages || mapsOf(before) !== mapsOf(data))) this.choice.moveOn(areOtherImages);
    const place = this.receive(data);
    if (!before || shapeOf(before) !== shapeOf(data)) {
      this.build();
      this.load();
    }
    if (place) {
      this.panels.forEach((panel, i) => (panel.camera = unpackLook(place.look, i)));
      this.choice.adopt(place);
    }
    // Streamlit may mount the map anew: a set without an outline is then known to the server alone.
    if (!before && !this.choice.lasso) this.choice.select(data.selected.filter((point) => point < data.count), null);
    if (data.drop) this.placing.drop(data.drop, data.model);
    if (place) this.hear();
    this.schedule();
  }

  build() {
    const { text, panels, count, dimensions } = this.data;
    delete this.root.dataset.ready;
    this.leave();
    this.pictures = null;
    this.strips.clear();
    const setting = { count, dimensions, text, stats: this.stats, changed: () => this.schedule() };
    const cameras = this.panels.map(({ camera }) => camera);
    this.panels = panels.map((spec, i) => new Panel(spec, i, setting, cameras[i]));
    this.hands = this.panels.map((panel) => new Hand(panel, this, this.signal));
    this.panels.forEach(({ face }) => this.resize.observe(face.field));
    const place = find(this.root, ".panels");
    for (const node of [this.root, place]) node.classList.toggle("single", panels.length === 1);
    place.replaceChildren(...this.panels.map(({ face }) => face.figure));
    this.controls.show(this.panels.flatMap(({ film }) => film ?? []), text);
    this.words.textContent = "";
    this.tools = toolsFor(text, this);
    find(this.root, ".tools").replaceChildren(...this.tools.all);
  }

  async load() {
    const { panels } = this;
    const { model, count, images, text } = this.data;
    try {
      const cloud = await fetchCloud(model, count);
      if (panels !== this.panels || this.signal.aborted) return;
      this.pictures = new Pictures(cloud, images);
      const classes = classesOf(cloud.labels, model.has_digits);
      this.classes.write(classes, this.data.colours.digits, text, cloud.names);
      panels.forEach((panel) => panel.fill(cloud.codes));
      this.playback.films.forEach((film) => film.start(this.hear));
      this.hear();
      this.root.dataset.ready = "true";
      if (this.choice.isStale) this.tellPlace();
      this.choice.isStale = false;
    } catch (error) {
      console.error(error);
      if (panels === this.panels) this.words.textContent = text.failed;
    }
  }

  /** Frames have come, or the maps are finished, or the address has brought an outline. */
  hear = () => {
    this.playback.hear(prefersStillness());
    this.schedule();
    if (!this.pictures || !this.playback.areFinished) return;
    const shape = shapeOf(this.data);
    // The server can measure the maps from here on.
    const areNew = this.playback.films.length > 0 && !this.data.is_known && this.finished !== shape;
    this.finished = shape;
    const isBrought = this.choice.resolve(this.panels, this.playback.head);
    if (areNew || (isBrought && String(this.choice.points) !== String(this.data.selected))) this.tellPlace();
  };

  /** @param {import("./landing.js").Code | null} code of a digit */
  place(code) {
    this.panels.forEach((panel) => panel.place(code));
    this.schedule();
  }

  // ---- what the hand does ---------------------------------------------------------------------

  /**
   * @param {number} point −1: none
   * @param {Panel | null} [panel] where the pointer is
   */
  hover(point, panel = null) {
    if (this.choice.hover(point, panel)) this.schedule();
  }

  /** @param {number} point */
  choose(point) {
    this.choice.chosen = point;
    this.tellPlace();
  }

  /**
   * @param {number[]} points
   * @param {import("./lasso.js").Lasso | null} lasso the outline that holds them, where there is one
   */
  select(points, lasso) {
    this.choice.select(points, lasso);
    this.tellPlace();
  }

  giveUp() {
    this.choice.chosen = NONE;
    this.select([], null);
  }

  /** @param {boolean} isArmed */
  armLasso(isArmed) {
    this.isArmed = isArmed;
    if (this.tools) showArmed(this.tools, this.panels, isArmed);
  }

  /** @param {number} factor */
  zoom(factor) {
    this.panels.forEach((panel) => panel.zoomMiddle(factor));
    this.tellSoon();
  }

  fit() {
    this.panels.forEach((panel) => (panel.camera = { ...START }));
    this.tellSoon();
  }

  tellSoon() {
    this.schedule();
    this.settle(() => this.tellPlace());
  }

  tellPlace() {
    this.endBurst();
    this.schedule();
    if (this.isPlain) return;
    const isOnMap = this.playback.isAtEnd && this.data.dimensions === 2;
    const look = packLook(this.panels.map(({ camera }) => camera));
    this.tell({ look, ...this.choice.packed(isOnMap) }, {}, { selected: this.choice.points });
  }

  /** @param {import("./tools.js").Kind} kind */
  takeAway(kind) {
    if (this.pictures) keepMaps(this, this.pictures.cloud, kind);
  }

  // ---- what is drawn --------------------------------------------------------------------------

  render() {
    const { pictures, data, choice } = this;
    if (!pictures || !this.panels[0].side) return;
    const start = performance.now();
    const dress = (this.dress = dressed(this.root, data.colours, this.dress));
    if (this.playback.advance(start)) this.schedule();
    const picture = (/** @type {number} */ point) => pictures.of(point, () => this.schedule());
    const { playback: { head }, classes: { alone } } = this;
    this.panels.forEach((panel) => panel.render({ cloud: pictures.cloud, choice, alone, dress, head, picture }));
    this.controls.render(data.text);
    this.strips.show(data.strips, { pictures, ink: dress.ink, text: data.text });
    retell(this.reading, readingOf(choice, pictures.cloud, data.text));
    if (this.tools) this.tools.clear.disabled = !choice.selected.size;
    note(this.stats.frameMs, performance.now() - start);
  }
}

const SHEETS = ["base/controls.css", "latent/swatches.css", "map/map.css"];
export default await styled(mounting(MapView), ...SHEETS);
