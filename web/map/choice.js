// What is chosen on the maps: a point, and a set, with the outline that holds it where there is one; and the point that
// the hand is on.

import { packLasso, unpackLasso } from "./lasso.js";

/**
 * @typedef {import("./lasso.js").Lasso} Lasso
 * @typedef {import("./panel.js").Panel} Panel
 */

/** No point. */
export const NONE = -1;

export class Choice {
  /** @type {Set<number>} */
  selected = new Set();
  /** @type {Lasso | null} */
  lasso = null;
  chosen = NONE;
  hovered = NONE;
  /** @type {Panel | null} where the pointer is */
  pointed = null;
  /** Whether an address has brought all this, and what lies in the outline is not known yet. */
  isUnresolved = false;
  /** Whether an outline or a set has ended with its map, and the server does not know. */
  isStale = false;

  /**
   * Take over what the address says.
   *
   * @param {import("../base/component.js").Place} place
   */
  adopt({ point, lasso }) {
    this.chosen = point;
    this.lasso = unpackLasso(lasso);
    this.isUnresolved = true;
    if (!this.lasso) this.selected = new Set();
  }

  /**
   * What the address says of it.
   *
   * @param {boolean} isOnMap whether the outline is one of this map
   */
  packed(isOnMap) {
    return { point: this.chosen, lasso: this.lasso && isOnMap ? packLasso(this.lasso) : [] };
  }

  /**
   * @param {Iterable<number>} points
   * @param {Lasso | null} lasso
   */
  select(points, lasso) {
    this.selected = new Set(points);
    this.lasso = lasso;
  }

  /**
   * Other maps: an outline drawn on the last ones means nothing on them, and of other images nothing is chosen.
   *
   * @param {boolean} areOtherImages
   */
  moveOn(areOtherImages) {
    this.isStale = this.lasso !== null || areOtherImages;
    this.lasso = null;
    if (areOtherImages) [this.selected, this.chosen] = [new Set(), NONE];
  }

  /**
   * Find the points in an outline that the address has brought; whether anything was brought.
   *
   * @param {Pick<Panel, "locate" | "within">[]} panels
   * @param {number} head the frame that is shown of maps that form
   */
  resolve(panels, head) {
    if (!this.isUnresolved) return false;
    this.isUnresolved = false;
    const panel = this.lasso && panels[this.lasso.panel];
    if (this.lasso && panel) this.selected = new Set(panel.locate(head) ? panel.within(this.lasso.corners) : []);
    return true;
  }

  /** The points of the set, in order. */
  get points() {
    return [...this.selected].sort((a, b) => a - b);
  }

  /**
   * The set with a point, or without it where it holds it.
   *
   * @param {number} point
   */
  toggled(point) {
    const others = [...this.selected].filter((each) => each !== point);
    return this.selected.has(point) ? others : [...others, point];
  }

  /**
   * The hand has gone to a point; whether that is news.
   *
   * @param {number} point
   * @param {Panel | null} panel where the pointer is
   */
  hover(point, panel) {
    if (point === this.hovered && panel === this.pointed) return false;
    [this.hovered, this.pointed] = [point, panel];
    return true;
  }
}
