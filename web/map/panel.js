// One map: where its points are, how it is looked at, what is placed on it.

import { magnified, START, toMap, toScreen, zoomed } from "./camera.js";
import { Face } from "./face.js";
import { Film } from "./film.js";
import { landing } from "./landing.js";
import { isInside } from "./lasso.js";
import { Placer } from "./placer.js";
import { moving, still } from "./positions.js";
import { project } from "./projection.js";

/**
 * @typedef {import("../base/canvas.js").Place} Place
 * @typedef {import("./camera.js").Corner} Corner
 * @typedef {import("./landing.js").Code} Code
 *
 * @typedef {object} Spec what Python says of a map
 * @property {string} title
 * @property {string[]} axes their names
 * @property {number[][] | null} basis of a linear map: points = codes · basis
 * @property {string | null} url of a map that forms
 * @property {boolean} centred whether 0 stays in the middle
 * @property {boolean} prior whether the circles of N(0, I) are drawn
 *
 * @typedef {object} Setting what the maps on screen have in common
 * @property {number} count of points
 * @property {number} dimensions
 * @property {Record<string, string>} text
 * @property {{ hoverMs: number[], placeMs: number[] }} stats
 * @property {() => void} changed what is on screen is out of date
 */

export class Panel {
  /** @type {import("./positions.js").Course} */
  course = () => null;
  /** @type {import("./projection.js").Fit | null} of the points on screen; `null`: there are none */
  fitted = null;
  /** @type {Place[] | null} drawn by the hand at this moment */
  outline = null;
  /** Milliseconds that it took to find the point under the pointer. */
  foundMs = 0;
  /** @type {Code | null} of a digit that is placed */
  code = null;
  /** @type {Code | null} whose place the server was asked for */
  asked = null;
  /** @type {import("./landing.js").Landing | null} of the code */
  placed = null;
  /** @type {Film | null} */
  film = null;
  /** @type {Placer | null} */
  placer = null;

  /**
   * @param {Spec} spec
   * @param {number} number of this map, from 0
   * @param {Setting} setting
   * @param {import("./camera.js").Camera} [camera]
   */
  constructor(spec, number, { count, dimensions, text, stats, changed }, camera = { ...START }) {
    this.spec = spec;
    this.number = number;
    this.count = count;
    this.dimensions = dimensions;
    this.stats = stats;
    this.changed = changed;
    this.camera = camera;
    this.screen = new Float32Array(2 * count);
    this.depth = new Float32Array(count);
    this.face = new Face(spec.title, count, text);
    if (spec.url === null) return;
    this.film = Film.at(spec.url, count, dimensions, text.lang);
    this.course = moving(this.film);
    this.placer = new Placer(spec.url, (point) => this.land(point), stats.placeMs);
  }

  // ---- where the points are -------------------------------------------------------------------

  /** @param {Float32Array} codes */
  fill(codes) {
    if (this.spec.basis) this.course = still(codes, this.spec.basis, this.spec.centred);
  }

  get side() {
    return this.face.side;
  }

  /** Whether there are points on screen. */
  get isThere() {
    return this.fitted !== null;
  }

  /**
   * Find where the points lie on the screen; whether there are any.
   *
   * @param {number} head
   */
  locate(head) {
    const positions = this.side ? this.course(head) : null;
    this.fitted = positions && positions.fit;
    if (positions) project(positions.points, positions.fit, this.camera, this.side, this.screen, this.depth);
    return this.isThere;
  }

  /** @type {(corner: Corner) => Place} */
  toScreen = (corner) => toScreen(this.camera, this.side, corner);
  /** @type {(place: Place) => Corner} */
  toMap = (place) => toMap(this.camera, this.side, place);

  /**
   * @param {number} point
   * @returns {Place}
   */
  placeOf(point) {
    return [this.screen[2 * point], this.screen[2 * point + 1]];
  }

  /**
   * The points within an outline in reaches of the map; in three dimensions, of those on the screen.
   *
   * @param {Corner[]} corners
   */
  within(corners) {
    const all = Array.from({ length: this.count }, (_, point) => point);
    return all.filter((point) => isInside(corners, this.toMap(this.placeOf(point))));
  }

  /**
   * @param {number} factor
   * @param {Place} place stays where it is, on a flat map
   */
  zoom(factor, place) {
    const isFlat = this.dimensions === 2;
    this.camera = isFlat ? zoomed(this.camera, factor, this.side, place) : magnified(this.camera, factor);
  }

  /** @param {number} factor */
  zoomMiddle(factor) {
    this.zoom(factor, [this.side / 2, this.side / 2]);
  }

  // ---- the digit that is placed ---------------------------------------------------------------

  /** @param {Code | null} code */
  place(code) {
    this.code = code;
    if (!code) {
      this.placed = null;
      this.placer?.forget();
    } else if (this.spec.basis) this.placed = landing(code, this.spec.basis);
  }

  /** Ask where the code belongs, once the map is finished. */
  ask() {
    if (!this.code || this.code === this.asked || this.film?.stage !== "finished") return;
    this.asked = this.code;
    this.placer?.ask(this.code.mean);
  }

  /**
   * The server has said where.
   *
   * @param {number[] | null} point
   */
  land(point) {
    if (!this.code) return;
    this.placed = point && { point, covariance: null };
    this.changed();
  }

  // ---- what is drawn --------------------------------------------------------------------------

  /** @param {import("./face.js").Scene} scene */
  render(scene) {
    this.locate(scene.head);
    this.ask();
    this.face.render(this, scene);
  }
}
