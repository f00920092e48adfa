// All that a hand can move in a figure or beside it.

import { find } from "../base/elements.js";
import { Areas } from "./areas.js";
import { Handles } from "./handles.js";
import { marksOver } from "./marks.js";
import { Player } from "./players.js";
import { Slider } from "./sliders.js";

/**
 * @typedef {object} Described
 * @property {import("./handles.js").Described[]} handles
 * @property {import("./sliders.js").Described[]} sliders
 * @property {import("./players.js").Described[]} players
 * @property {import("./presses.js").Press[]} presses
 * @property {import("./areas.js").Span[]} spans
 * @property {import("./players.js").Words & { lang: string }} text
 */

export class Controls {
  /**
   * @param {HTMLElement} root
   * @param {import("./plotly.js").Plot} plot
   * @param {import("./hand.js").Hand} hand
   */
  constructor(root, plot, hand) {
    this.root = root;
    this.hand = hand;
    this.handles = new Handles(find(root, ".live-handles"), plot, hand);
    this.areas = new Areas(plot, this.handles, hand);
    /** @type {Slider[]} */
    this.sliders = [];
    /** @type {Player[]} */
    this.players = [];
    this.built = "";
  }

  stop() {
    this.players.forEach((player) => player.halt());
  }

  /**
   * Make them anew where they are others than before.
   *
   * @param {Described} described
   */
  build(described) {
    const build = identity(described);
    if (build === this.built) return;
    this.built = build;
    this.stop();
    const { handles, spans, sliders, players, presses, text } = described;
    this.handles.build(handles);
    this.areas.build(spans);
    this.sliders = sliders.map((slider) => new Slider(slider, this.hand));
    this.players = players.map((player) => new Player(player, text, this.hand));
    find(this.root, ".live-overlay", SVGElement).replaceChildren(...this.areas.paths, ...this.handles.lines);
    find(this.root, ".live-sliders").replaceChildren(...this.sliders.map(({ label }) => label));
    find(this.root, ".live-players").replaceChildren(...this.players.map(({ box }) => box));
    find(this.root, ".live-hint").textContent = presses.map(({ label }) => label).join(" ");
  }

  /**
   * Bring each to the value that the server shows, save the one in the hand.
   *
   * @param {Described} described
   */
  show({ handles, sliders, players }) {
    this.handles.show(handles);
    this.sliders.forEach((slider, i) => slider.show(sliders[i]));
    this.players.forEach((player, i) => player.show(players[i]));
    this.drawAnew();
  }

  /** What is drawn around them has changed. */
  drawAnew() {
    this.handles.around = null;
    this.draw();
  }

  draw() {
    this.handles.draw();
    this.areas.draw();
  }

  /**
   * What the hand has placed, in SVG, as it lies on a figure in a file.
   *
   * @param {import("./plotly.js").Plot} plot
   */
  marksOn(plot) {
    return marksOver(plot, this.handles, this.areas.all);
  }

  play() {
    this.players.forEach((player) => player.play());
  }
}

/**
 * What makes controls others than those that are there; values do not, and no limits: they may follow a hand, and what
 * it holds must stay.
 *
 * @param {Described} described
 */
const identity = ({ handles, sliders, players, presses, text }) =>
  JSON.stringify([
    handles.map(({ name, axes, removable, sign, label, moves }) => [name, axes, removable, sign, label, moves]),
    sliders.map(({ name, label }) => [name, label]),
    players.map(({ name, label, play }) => [name, label, play]),
    presses,
    text.lang,
  ]);
