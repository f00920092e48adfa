// A pad for a digit. Whoever shows the same digit hears of every move of the pen; the address, and the server, when
// the pen is lifted.

import { Component, mounting } from "../base/component.js";
import { button, element, find } from "../base/elements.js";
import { inkOf, paintInk, SIDE } from "../base/ink.js";
import { styled } from "../base/styles.js";
import { centred } from "./centring.js";
import { drawn } from "./drawn.js";
import { packDrawing, unpackDrawing } from "./packing.js";
import { FINE, Ink } from "./pen.js";

const FRAME_MS = 12; // a pen that reports more often than frames are shown is followed once a frame

/**
 * @typedef {import("../base/component.js").Given & { channel: string }} Data
 *
 * @typedef {object} Sheet
 * @property {Float32Array} base what was there
 * @property {import("./pen.js").Point[][]} strokes what was drawn since
 */

/** @returns {Sheet} */
const blank = () => ({ base: new Float32Array(SIDE * SIDE), strokes: [] });

/** @extends {Component<Data>} */
class Pad extends Component {
  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".drawing");
    this.paper = find(this.root, ".paper", HTMLCanvasElement);
    this.seen = find(this.root, ".seen canvas", HTMLCanvasElement);
    this.clear = button("", () => this.wipe());
    this.back = button("", () => this.goBack());
    this.toggle = element("input", { type: "checkbox", onchange: () => this.setCentred(this.toggle.checked) });
    this.ink = new Ink();
    this.paper.width = this.paper.height = this.ink.side;
    this.page = blank();
    /** @type {Sheet[]} */
    this.history = [];
    /** @type {string | null} the drawing as the address has it; `null` before it has been read */
    this.text = null;
    /** @type {import("./pen.js").Point[] | null} the stroke under the pen */
    this.drawing = null;
    this.image = new Float32Array(SIDE * SIDE);
    this.isCentred = false;
    /** @type {object | null} whose drawing is being packed for the address */
    this.turn = null;
    this.rendered = 0;
    this.listen();
  }

  /** Also while a drawing is packed for the address. */
  get isHeld() {
    return this.drawing !== null || this.turn !== null;
  }

  // ---- what the server says -------------------------------------------------------------------

  /** @param {Data} data */
  async update(data) {
    if (JSON.stringify(this.data?.text) !== JSON.stringify(data.text)) this.write(data.text);
    const place = this.receive(data, ["ink", "centred"]);
    if (place) await this.adopt(place);
    this.render();
    this.root.dataset.ready = "true";
  }

  /**
   * Take over what the address says where it is not what is on the pad: at first, after Undo, in another lesson.
   *
   * @param {import("../base/component.js").Place} place
   */
  async adopt({ ink, centred }) {
    this.isCentred = centred;
    if (ink === this.text) return;
    const base = await unpackDrawing(ink);
    if (this.drawing) return; // meanwhile the pen was put down
    this.text = ink; // not before it is there: nobody is told of a pad that has not been read
    this.page = { base, strokes: [] };
    this.history = [];
    this.redraw();
  }

  /** @param {Data["text"]} text */
  write(text) {
    this.paper.setAttribute("aria-label", text.pad);
    this.seen.setAttribute("aria-label", text.seen);
    find(this.root, "figcaption").textContent = text.seen;
    this.clear.textContent = text.clear;
    this.back.textContent = text.back;
    find(this.root, ".tools").replaceChildren(
      element("div", { className: "buttons" }, [this.back, this.clear]),
      element("label", {}, [this.toggle, element("span", { textContent: text.centre })]),
      element("p", { textContent: text.why }),
    );
  }

  // ---- what the hand does ---------------------------------------------------------------------

  listen() {
    this.paper.onpointerdown = (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      event.preventDefault();
      this.paper.setPointerCapture(event.pointerId);
      this.remember();
      this.drawing = [];
      this.page = { ...this.page, strokes: [...this.page.strokes, this.drawing] };
      this.paper.onpointermove = (moved) => this.draw(moved);
      this.draw(event);
    };
    this.paper.onpointerup = this.paper.onpointercancel = () => this.lift();
  }

  /** @param {PointerEvent} event */
  draw(event) {
    const box = this.paper.getBoundingClientRect();
    const all = event.getCoalescedEvents?.() ?? [];
    for (const { clientX, clientY } of all.length ? all : [event]) {
      /** @type {import("./pen.js").Point} */
      const point = [((clientX - box.left) / box.width) * SIDE, ((clientY - box.top) / box.height) * SIDE];
      this.ink.line(this.drawing?.at(-1) ?? point, point);
      this.drawing?.push(point);
    }
    if (performance.now() - this.rendered > FRAME_MS) this.render();
    else this.schedule();
  }

  lift() {
    this.paper.onpointermove = null;
    if (!this.drawing) return;
    this.drawing = null;
    this.tellDrawing();
  }

  remember() {
    this.history.push(this.page);
  }

  wipe() {
    this.remember();
    this.page = blank();
    this.redraw();
    this.tellDrawing();
  }

  goBack() {
    this.page = this.history.pop() ?? blank();
    this.redraw();
    this.tellDrawing();
  }

  /** @param {boolean} isCentred */
  setCentred(isCentred) {
    this.isCentred = isCentred;
    this.render();
    this.tellDrawing();
  }

  async tellDrawing() {
    const turn = (this.turn = {});
    const ink = await packDrawing(this.image);
    if (turn !== this.turn) return; // the hand has gone on since
    this.turn = null;
    this.text = ink;
    this.tell({ ink, centred: this.isCentred }, { source: "drawn" });
  }

  // ---- what is drawn --------------------------------------------------------------------------

  redraw() {
    this.ink.clear();
    this.page.strokes.forEach((points) => this.ink.stroke(points));
    this.render();
  }

  render() {
    const at = performance.now();
    this.image = this.ink.image(this.page.base);
    const input = this.isCentred ? centred(this.image) : this.image;
    if (this.text !== null) drawn.tell({ channel: this.data.channel, image: input, at });
    const ink = inkOf(this.root);
    paintInk(this.seen, input, ink);
    paintInk(this.paper, this.fineImage(), ink);
    const isBlank = !this.image.some((value) => value > 0);
    this.paper.classList.toggle("drawn", !isBlank);
    this.toggle.checked = this.isCentred;
    this.back.disabled = this.history.length === 0;
    this.clear.disabled = isBlank;
    this.rendered = performance.now();
  }

  /** What the pad shows: the fine ink, over what was there before. */
  fineImage() {
    const { base } = this.page;
    const { side, fine } = this.ink;
    const under = (/** @type {number} */ i) => base[Math.floor(i / side / FINE) * SIDE + Math.floor((i % side) / FINE)];
    return new Float32Array(side * side).map((_, i) => Math.max(fine[i], under(i)));
  }
}

export default await styled(mounting(Pad), "base/controls.css", "drawing/drawing.css");
