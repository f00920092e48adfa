// A digit's way through an AE and a VAE, computed here in every frame: while a pen moves, while a slider is dragged.

import { floatsOf } from "../base/bytes.js";
import { Component, mounting, note } from "../base/component.js";
import { fetching, find } from "../base/elements.js";
import { colourSymbols } from "../base/ink.js";
import { styled } from "../base/styles.js";
import { drawn } from "../drawing/drawn.js";
import { noise } from "../networks/random.js";
import { fetchEncodings } from "../networks/fetching.js";
import { Batch } from "./batch.js";
import { fetchNetworks, KINDS, throughBoth } from "./both.js";
import { Code } from "./code.js";
import { Diagram } from "./diagram.js";
import { Equations } from "./equations.js";
import { Hand } from "./hand.js";
import { Matrices } from "./matrices.js";
import { nudge } from "./nudge.js";
import { paintDigit } from "./painting.js";
import { followPointer } from "./pointing.js";
import { GRADIENT, Stages } from "./stages.js";

const WARM = 4; // renderings

/**
 * @typedef {import("./both.js").Kind} Kind
 *
 * @typedef {object} Place
 * @property {number} stage
 * @property {number} rows 1, or the whole batch
 * @property {number} noise the seed of ε
 * @property {number} dimension that is moved, counted from 1; 0 for all
 * @property {number} shift added to μ
 * @property {number} stretch that σ is multiplied by
 *
 * @typedef {object} Own what only this component is given
 * @property {Place} place
 * @property {Record<Kind, import("../networks/network.js").Model>} models of the same size
 * @property {string} image 784 grey levels in base64
 * @property {string} digit its name
 * @property {number} batch rows of the whole batch
 * @property {string | null} channel whose pad is listened to
 * @property {Record<"shift" | "stretch" | "noise", [low: number, high: number]>} limits
 * @property {import("./equations.js").Equation[]} equations
 * @property {Record<import("./code.js").Language, import("./code.js").Line[]>} code
 * @property {Record<string, import("../base/ink.js").Shades>} colours
 * @property {Text} text
 *
 * @typedef {import("./stages.js").Text & import("./diagram.js").Text & import("./hand.js").Text &
 *   import("./equations.js").Text & import("./code.js").Text & import("./painting.js").Text &
 *   { loading: string, failed: string, retry: string }} Text
 *
 * @typedef {import("../base/component.js").Given & Own} Data
 *
 * @typedef {object} Parts what is built when the words are known
 * @property {Stages} stages
 * @property {Diagram} diagram
 * @property {Matrices} matrices
 * @property {Hand} hand
 * @property {Equations} equations
 * @property {Code} code
 */

/** @extends {Component<Data>} */
class Dataflow extends Component {
  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".dataflow");
    this.stats = { penMs: /** @type {number[]} */ ([]) };
    /** @type {Place} */
    this.place;
    /** @type {Parts} */
    this.parts;
    /** What the parts were built for. */
    this.shape = "";
    this.holding = false;
    /** @type {Float32Array} the digit */
    this.x;
    /** @type {string | null} whose pad it comes from */
    this.heard = null;
    /** @type {Record<Kind, import("./both.js").Network> | null} */
    this.networks = null;
    /** @type {ReturnType<typeof throughBoth>} */
    this.results;
    /** @type {Batch | null} */
    this.batch = null;
    drawn.listen((message) => this.hear(message), this.signal);
    followPointer(this.root, () => this.parts.code.showLit(), this.signal);
  }

  stop() {
    super.stop();
    this.parts?.matrices.stop();
  }

  /** Also between two moves of a slider. */
  get isHeld() {
    return this.holding || super.isHeld;
  }

  // ---- what the server and the pad say ----------------------------------------------------------

  /** @param {Data} data */
  update(data) {
    const shape = JSON.stringify([data.text, data.models, data.code]);
    const place = this.receive(data);
    if (place) this.place = /** @type {Place} */ (place);
    if (data.channel === null) this.heard = null;
    if (this.heard === null || this.heard !== data.channel) this.x = floatsOf(data.image);
    if (shape !== this.shape) {
      this.shape = shape;
      this.parts?.matrices.stop();
      this.parts = this.build();
      fetching(find(this.root, ".waiting"), data.text, () => this.load(shape));
    }
    this.parts.diagram.input.footer.textContent = data.digit;
    this.show();
  }

  /**
   * The pen has moved on the pad that is listened to.
   *
   * @param {import("../drawing/drawn.js").Drawn} message
   */
  hear({ channel, image, at }) {
    if (channel !== this.data?.channel) return;
    // While the pad is empty the digit from before stays.
    const isBlank = image.every((value) => value === 0);
    this.heard = isBlank ? null : channel;
    this.x = isBlank ? floatsOf(this.data.image) : image;
    this.render();
    note(this.stats.penMs, performance.now() - at);
  }

  /** @returns {Parts} */
  build() {
    const { root, data } = this;
    const { text, models } = data;
    colourSymbols(root, data.colours);
    const toggle = (/** @type {number} */ i) => this.choose({ dimension: this.place.dimension === i + 1 ? 0 : i + 1 });
    const diagram = new Diagram(root, text, models.vae.latent_dim, toggle);
    const equations = new Equations(root, data.equations, text);
    return {
      stages: new Stages(root, text, (stage, wait) => this.choose({ stage }, wait)),
      diagram,
      matrices: new Matrices(diagram, equations, text.nats),
      hand: new Hand(root, data, this),
      equations,
      code: new Code(root, data.code, text, this.parts?.code.language ?? "javascript"),
    };
  }

  /** @param {string} shape */
  async load(shape) {
    const networks = await fetchNetworks(this.data.models);
    if (shape !== this.shape) return;
    this.networks = networks;
    this.batch = null;
    for (let i = 0; i < WARM; i++) this.render(); // once compiled, it is ten times as fast: before a pen comes
    this.root.dataset.ready = "true";
  }

  // ---- what the hand does -----------------------------------------------------------------------

  /**
   * A change while the hand is down: computed in the next frame, told to nobody.
   *
   * @param {Partial<Place>} change
   */
  hold(change) {
    this.holding = true;
    this.endBurst();
    Object.assign(this.place, change);
    this.schedule();
  }

  release() {
    this.holding = false;
    this.tell(this.place);
  }

  /**
   * A change that is made at once; a burst of keys tells the server in the end.
   *
   * @param {Partial<Place>} change
   * @param {number} [wait] milliseconds
   */
  choose(change, wait = 0) {
    Object.assign(this.place, change);
    this.show();
    this.settle(() => this.release(), wait);
  }

  resample() {
    const [low, high] = this.data.limits.noise;
    this.choose({ noise: this.place.noise < high ? this.place.noise + 1 : low });
  }

  // ---- what is shown ----------------------------------------------------------------------------

  show() {
    const { stages, diagram, hand, equations, code } = this.parts;
    const { stage, rows } = this.place;
    Object.assign(this.root.dataset, { stage, rows });
    stages.show(stage);
    diagram.show(this.place);
    hand.show(this.place);
    equations.show(stage);
    code.show(stage);
    this.schedule();
  }

  render() {
    this.parts.matrices.stop();
    if (!this.networks) return;
    const { diagram, hand, equations, matrices } = this.parts;
    const [n, isBack] = [this.data.models.vae.latent_dim, this.place.stage === GRADIENT];
    const [seed, moved] = [this.place.noise, nudge(this.place, n)];
    this.results = throughBoth(this.networks, this.x, noise(seed, n), moved, isBack);
    paintDigit(diagram, this.x, this.results, this.place, this.data.text);
    hand.paint(this.place);
    equations.paint(this.results);
    if (this.place.rows === 1) return;
    if (!this.batch) return void this.fetchBatch(this.networks);
    this.batch.start(this.x, this.results, seed, moved, isBack);
    matrices.follow(this.batch);
  }

  /** @param {Record<Kind, import("./both.js").Network>} networks */
  async fetchBatch(networks) {
    const { models, batch: rows } = this.data;
    const [vae, ae] = await Promise.all(KINDS.map((kind) => fetchEncodings(models[kind].encodings)));
    if (this.batch || networks !== this.networks) return;
    this.batch = new Batch(networks, { vae: vae.mean, ae: ae.mean }, models.vae.latent_dim, rows);
    this.render();
  }
}

export default await styled(mounting(Dataflow), "base/controls.css", "dataflow/dataflow.css");
