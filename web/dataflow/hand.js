// What a hand moves: the noise, one dimension or all, and by how much.

import { button, element, find } from "../base/elements.js";
import { signed } from "../base/formats.js";
import { rounded } from "./numbers.js";
import { colour, sign } from "./symbols.js";

/**
 * @typedef {import("./dataflow.js").Place} Place
 *
 * @typedef {object} Text
 * @property {string} whole
 * @property {string} batch while one row is shown
 * @property {string} rows while all are
 * @property {string} release
 * @property {string} resample
 * @property {string} dimension
 * @property {string} all
 * @property {string} shift
 * @property {string} stretch
 * @property {string} held
 *
 * @typedef {object} Holder who follows
 * @property {(change: Partial<Place>) => void} choose a change that is made at once
 * @property {(change: Partial<Place>) => void} hold a change while the hand is down
 * @property {() => void} release
 * @property {() => void} resample
 *
 * @typedef {object} Slider
 * @property {"shift" | "stretch"} name
 * @property {HTMLInputElement} input
 * @property {HTMLElement} output
 * @property {HTMLElement} label
 * @property {(value: number) => number} from the value, to where the slider stands
 * @property {(value: number) => string} printed
 */

const same = (/** @type {number} */ value) => value;
const power = (/** @type {number} */ value) => 10 ** value;

export class Hand {
  /**
   * @param {HTMLElement} root
   * @param {import("./dataflow.js").Data} data
   * @param {Holder} holder
   */
  constructor(root, { text, limits, models, batch }, holder) {
    this.holder = holder;
    this.limits = limits;
    this.text = text;
    this.whole = element("input", {
      type: "checkbox",
      onchange: () => holder.choose({ rows: this.whole.checked ? batch : 1 }),
    });
    this.rows = element("span");
    find(root, ".batch").replaceChildren(element("label", {}, [this.whole, text.whole]), this.rows);
    this.dimension = this.buildDimension(models.vae.latent_dim);
    this.sliders = [this.buildShift(), this.buildStretch()];
    this.putBack = button(text.release, () => holder.choose({ shift: 0, stretch: 1, dimension: 0 }));
    find(root, ".hand").replaceChildren(
      button(text.resample, () => holder.resample()),
      element("label", {}, [text.dimension, this.dimension]),
      ...this.sliders.map(({ label }) => label),
      this.putBack,
      element("p", { textContent: text.held }),
    );
  }

  /** @param {number} n */
  buildDimension(n) {
    const names = [this.text.all, ...Array.from({ length: n }, (_, i) => String(i + 1))];
    const options = names.map((textContent, value) => element("option", { value: String(value), textContent }));
    const onchange = () => this.holder.choose({ dimension: Number(this.dimension.value) });
    return element("select", { onchange }, options);
  }

  buildShift() {
    const label = element("label", { title: this.text.shift }, [sign("mu"), "+"]);
    return this.buildSlider("shift", label, "mu", { to: same, from: same, printed: (value) => signed(value) });
  }

  /** σ is multiplied: the slider goes by powers of ten. */
  buildStretch() {
    const label = element("label", { title: this.text.stretch }, [sign("sigma"), "×"]);
    const scale = { to: power, from: Math.log10, printed: (/** @type {number} */ value) => value.toFixed(2) };
    return this.buildSlider("stretch", label, "sigma", scale);
  }

  /**
   * @param {"shift" | "stretch"} name
   * @param {HTMLElement} label
   * @param {string} symbol
   * @param {Pick<Slider, "from" | "printed"> & { to: (value: number) => number }} scale
   * @returns {Slider}
   */
  buildSlider(name, label, symbol, { to, from, printed }) {
    const [min, max] = this.limits[name].map((limit) => String(from(limit)));
    const input = element("input", { type: "range", step: 0.005, min, max });
    input.setAttribute("aria-label", label.title);
    input.oninput = () => this.holder.hold({ [name]: rounded(to(Number(input.value))) });
    input.onchange = () => this.holder.release();
    const output = element("output");
    label.append(input, output);
    colour(label, symbol);
    return { name, input, output, label, from, printed };
  }

  /** Where everything stands. @param {Place} place */
  show(place) {
    const isBatch = place.rows > 1;
    this.whole.checked = isBatch;
    this.rows.textContent = isBatch ? this.text.rows : this.text.batch;
    this.dimension.value = String(place.dimension);
    for (const { name, input, from } of this.sliders) {
      const found = from(place[name]);
      if (Number(input.value) !== found) input.value = String(found);
    }
  }

  /** What is written beside it. @param {Place} place */
  paint(place) {
    for (const { name, output, printed } of this.sliders) output.textContent = printed(place[name]);
    this.putBack.disabled = place.shift === 0 && place.stretch === 1 && place.dimension === 0;
  }
}
