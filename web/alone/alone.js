// A page that decodes by itself: one file with its network and codes in it, opened from a disk or a mail. The map, the
// sliders and the arithmetic are those of the lesson on latent space.

import { bytesOf } from "../base/bytes.js";
import { button, element, find, prefersStillness } from "../base/elements.js";
import { filled, subscript } from "../base/formats.js";
import { colourSymbols, paintInk } from "../base/ink.js";
import { followArrows, followPointer } from "../decoder/hand.js";
import { fromPrior, nudged, Point } from "../decoder/point.js";
import { Sliders } from "../decoder/sliders.js";
import { LatentMap } from "../latent/latent_map.js";
import { reading } from "../latent/reading.js";
import { classesOf, Swatches } from "../latent/swatches.js";
import { buildDecoder, decode } from "../networks/network.js";
import { encodingsOf, parseSafetensors } from "../networks/safetensors.js";
import { languageOf, WORDS } from "./words.js";

const AXES = [0, 1]; // of the map
const GLIDE_MS = 400;

/**
 * @typedef {object} Given what vae_core/exporting.py puts into the page
 * @property {string} name
 * @property {"ae" | "vae"} kind
 * @property {number} latent_dim
 * @property {import("../networks/network.js").Activation} activation
 * @property {boolean} has_digits
 * @property {string[]} class_names of label 0, 1, …, where they have names
 * @property {string} decoder a safetensors file in base64, as are its codes
 * @property {string} encodings
 * @property {import("../latent/latent_map.js").Shaded} colours
 */

export class Alone {
  /**
   * @param {ParentNode} page
   * @param {Given} given
   */
  constructor(page, given) {
    this.root = find(page, ".alone");
    this.model = modelOf(given);
    this.language = languageOf(navigator.languages);
    this.point = new Point();
    this.point.z = new Float64Array(given.latent_dim);
    this.picture = find(this.root, ".picture canvas", HTMLCanvasElement);
    this.pad = find(this.root, ".pad");
    this.map = new LatentMap(this.pad);
    this.classes = new Swatches(find(this.root, ".classes"), () => this.redraw());
    this.sliders = new Sliders(find(this.root, ".sliders"), {
      slide: (i, value) => this.hold((z) => (z[i] = value)),
      release: () => this.point.rest(),
      nudge: (i, by) => this.nudge(i, by),
    });
    /** @type {number | null} */
    this.frame = null;
    colourSymbols(this.root, { z: given.colours.z }, "--symbol-");
    this.write();
    this.listen();
  }

  get text() {
    const { has_digits: hasDigits } = this.model;
    const words = WORDS[this.language];
    return hasDigits ? words : { ...words, reading: words.reading_class };
  }

  /** All words, in the language. */
  write() {
    const { text, model, language } = this;
    document.documentElement.lang = language;
    document.title = text.title;
    find(this.root, "h1").textContent = text.title;
    find(this.root, ".lead").textContent = filled(text.lead, { n: model.latent_dim });
    find(this.root, ".languages").replaceChildren(...this.others());
    this.pad.setAttribute("aria-label", text.pad);
    this.picture.setAttribute("aria-label", text.picture);
    find(this.root, ".across").textContent = `z${subscript(AXES[0])} →`;
    find(this.root, ".up").textContent = `↑ z${subscript(AXES[1])}`;
    const { labels, has_digits: hasDigits, class_names: names, colours } = model;
    this.classes.write(classesOf(labels, hasDigits), colours.digits, text, names);
    this.sliders.write(model.latent_dim, text);
    const sample = button(text.sample, () => this.glide(this.point.z.map(fromPrior)), { className: "main sample" });
    const reset = button(text.reset, () => this.glide(this.point.z.map(() => 0)), { className: "reset" });
    find(this.root, ".buttons").replaceChildren(sample, reset);
    find(this.root, "footer").replaceChildren(...this.notes().map((words) => element("div", { textContent: words })));
    this.redraw();
  }

  notes() {
    const { text, language, model: { kind, name, layers, labels } } = this;
    const weights = layers.reduce((sum, layer) => sum + layer.weights.length + layer.bias.length, 0);
    const model = name ? `${text[kind]} ${name}` : text[kind];
    const about = filled(text.about, { model, weights: weights.toLocaleString(language) });
    const dots = labels.length ? [text.dots] : [];
    const behind = labels.length ? [text.behind] : [];
    return [[...dots, text.circles, ...behind].join(language === "zh" ? "" : " "), about];
  }

  /** A button for each other language. */
  others() {
    return Object.keys(WORDS).filter((each) => each !== this.language).map((each) => {
      const choose = () => {
        this.language = each;
        this.write();
      };
      const made = button(WORDS[each].name, choose);
      made.lang = each;
      return made;
    });
  }

  listen() {
    followPointer(this.pad, {
      isReady: () => true,
      move: (event) => {
        const place = this.map.fromPointer(event);
        this.hold((z) => AXES.forEach((axis, which) => (z[axis] = place[which])));
      },
      lift: () => this.point.rest(),
    });
    followArrows(this.pad, (which, by) => this.nudge(AXES[which], by));
    new ResizeObserver(() => this.redraw()).observe(this.pad);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
  }

  /** @param {(z: Float64Array) => void} change while the hand is down */
  hold(change) {
    this.point.hold(change);
    this.schedule();
  }

  /**
   * @param {number} i
   * @param {number} by
   */
  nudge(i, by) {
    this.hold((z) => (z[i] = nudged(z[i], by)));
    this.point.rest();
  }

  /** @param {Float64Array} target */
  glide(target) {
    const duration = prefersStillness() ? 0 : GLIDE_MS;
    this.point.setOut(target, { start: performance.now(), duration, isTold: true, isBack: false });
    this.schedule();
  }

  /** Draw in the next frame, however often this is asked. */
  schedule() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.render();
    });
  }

  render() {
    const { point, model, map } = this;
    point.advance(performance.now());
    if (point.glide) this.schedule();
    this.sliders.show(point.z);
    map.drawPoint([point.z[AXES[0]], point.z[AXES[1]]]);
    paintInk(this.picture, this.decoded(point.z), map.ink);
    find(this.root, ".reading").textContent = reading(model, point.z, this.text);
  }

  /** @param {ArrayLike<number>} z */
  decoded(z) {
    return decode(this.model.layers, z);
  }

  /** All of it: size, theme or language may be others. */
  redraw() {
    if (!this.map.size) return;
    this.map.dress(this.model.colours);
    this.map.drawCodes(this.model, AXES, this.classes.alone);
    this.sliders.drawDensities(this.model, this.map.colours);
    this.schedule();
  }
}

/** @param {Given} given */
function modelOf({ decoder, encodings, ...described }) {
  const weights = /** @type {import("../networks/safetensors.js").Tensors} */ (tensorsOf(decoder));
  const { mean: codes, logVariance: logVariances, labels } = encodingsOf(tensorsOf(encodings));
  return { ...described, layers: buildDecoder(weights, described.activation), codes, logVariances, labels };
}

/** @param {string} text */
const tensorsOf = (text) => parseSafetensors(/** @type {ArrayBuffer} */ (bytesOf(text).buffer));
