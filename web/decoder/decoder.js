// A position z in latent space under the hand: on a map of codes, on sliders, by keyboard. Every
// model decodes it in the same animation frame. The server hears of it when the hand lets go.
// LatentMap, LIMIT, clamp, fetchTensors, decode, Sheet, Presenter and their like come from ../shared.

const SPACE = "space"; // the name of this part of the page, for the address
const GLIDE_MS = 400;
const STEP = 0.1; // of an arrow key
const LEAP = 0.5; // with the shift key held
const ARROWS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [1, 1], ArrowDown: [1, -1] }; // across or up, and which way
const FEW = 4; // sliders have room for a higher picture behind them
const SETTLE_MS = 300; // a burst of key presses is one move
const [SAVED_SCALE, SAVED_TEXT] = [12, 20]; // of a picture in a file

const views = new WeakMap();
let latest = null; // a page has one; the last one is taken away a moment after the next has come

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, view = new DecoderView(parentElement));
  view.send = (message) => setTriggerValue("place", message);
  view.update(data);
  return () => view.stop();
}

class DecoderView {
  constructor(parent) {
    this.root = parent.querySelector(".decoder");
    this.root.view = this; // for the browser tests, as are the stats
    if (latest) delete latest.root.dataset.ready;
    latest = this;
    this.draw = standardNormal;
    this.decodeAt = decode;
    this.pad = this.root.querySelector(".pad");
    this.map = new LatentMap(this.pad);
    this.waiting = this.root.querySelector(".waiting");
    this.stats = { frames: 0, decodeMs: [] };
    this.history = [];
    this.shape = null;
    this.resize = new ResizeObserver(() => this.redrawMap());
    this.listenToPad();
    this.presenter = new Presenter(this.root, () => this.onPresented());
    // Another picture on the page was chosen.
    this.onGo = ({ detail }) => this.models && detail.z.length === this.z.length && this.glide(detail.z.map(clamp));
    window.addEventListener(GO, this.onGo);
  }

  stop() {
    this.stopped = true;
    delete this.root.dataset.ready; // while another takes its place
    this.presenter.stop();
    window.removeEventListener(GO, this.onGo);
    this.resize.disconnect();
    cancelAnimationFrame(this.frame);
    this.halt();
    clearTimeout(this.settling);
    views.delete(this.root.getRootNode());
  }

  // ---- what the server says -------------------------------------------------------------------

  update(data) {
    const isKnown = this.data !== undefined;
    this.data = data;
    const shape = JSON.stringify([data.models, data.text, data.compact]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.models = null;
      this.build();
      this.fetch();
    }
    if (!isKnown) {
      this.sequence = data.answered;
      this.z = Float64Array.from(data.place.position);
    }
    const { position, axes, map } = data.place;
    const place = JSON.stringify({ position, axes, map });
    // What the hand has set comes back as it was told; anything else is Undo, Start over, or the address at first.
    if (data.answered >= this.sequence && !this.before && place !== this.place) {
      this.place = place;
      this.axes = axes.map((axis) => axis - 1);
      this.shown = Math.max(0, data.models.findIndex(({ kind }) => kind === map));
      if (isKnown) this.glide(Float64Array.from(position), { isTold: true });
    }
    this.resize.observe(this.pad);
    this.showAxes();
    this.redrawMap(); // the theme may have changed
  }

  build() {
    const { text, models, latent_dim: n, compact, colours } = this.data;
    this.root.classList.toggle("compact", compact);
    this.root.style.setProperty("--symbol-z", `light-dark(${colours.z.light}, ${colours.z.dark})`);
    this.root.lang = text.lang;
    this.pad.setAttribute("aria-label", text.pad);
    this.waiting.textContent = text.loading;
    this.buildMapChoice(models, text);
    this.buildAxes(compact || n === 2 ? 0 : n, text);
    delete this.root.dataset.ready;
    this.pictures = models.map((model) => this.buildPicture(model, text));
    this.root.querySelector(".pictures").replaceChildren(...this.pictures.map(({ figure }) => figure));
    this.sliders = compact ? [] : Array.from({ length: n }, (_, i) => this.buildSlider(i, text));
    this.root.querySelector(".sliders").replaceChildren(...this.sliders.map(({ label }) => label));
    this.root.querySelector(".sliders").classList.toggle("few", n <= FEW);
    this.buildButtons(text);
    this.buildTake(compact, text);
  }

  buildMapChoice(models, text) {
    const group = this.root.querySelector(".map-choice");
    group.setAttribute("aria-label", text.map_choice);
    this.mapButtons = models.map((model, i) =>
      element("button", {
        type: "button",
        textContent: text.codes_of.replace("{model}", model.label),
        onclick: () => this.showMap(i),
      })
    );
    group.replaceChildren(...(models.length > 1 ? this.mapButtons : []));
  }

  buildAxes(n, text) {
    const names = [["→", text.across], ["↑", text.up]];
    this.axisSelects = n === 0 ? [] : names.map(([arrow, name], which) => {
      const options = Array.from(
        { length: n },
        (_, i) => element("option", { value: i, textContent: `z${subscript(i)}` }),
      );
      const select = element("select", { onchange: () => this.chooseAxis(which, Number(select.value)) }, options);
      select.setAttribute("aria-label", name);
      return { select, label: element("label", { title: name }, [arrow, select]) };
    });
    this.root.querySelector(".axes").replaceChildren(...this.axisSelects.map(({ label }) => label));
  }

  buildPicture(model, text) {
    const canvas = element("canvas", { width: SIDE, height: SIDE });
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", text.picture.replace("{model}", model.label));
    const reading = element("span", { className: "reading" });
    const caption = element("figcaption", {}, [
      element("span", { className: "name", textContent: model.title }),
      reading,
    ]);
    return { canvas, reading, figure: element("figure", {}, [canvas, caption]) };
  }

  buildSlider(i, text) {
    const input = element("input", { type: "range", min: -LIMIT, max: LIMIT, step: 0.01 });
    input.setAttribute("aria-label", text.slider.replace("{index}", i + 1));
    const output = element("output", {});
    const density = element("canvas", { className: "density" });
    density.setAttribute("aria-hidden", "true");
    input.oninput = () => this.hold(() => (this.z[i] = Number(input.value)));
    input.onchange = () => this.release();
    this.listenToArrows(input, () => i);
    const label = element("label", {}, [
      element("span", { className: "symbol", textContent: `z${subscript(i)}` }),
      element("span", { className: "track" }, [density, input]),
      output,
    ]);
    return { input, output, density, label };
  }

  buildButtons(text) {
    const button = (label, className, onclick) =>
      element("button", { type: "button", textContent: label, className, onclick });
    this.back = button(text.back, "back", () => this.goBack());
    this.root.querySelector(".buttons").replaceChildren(
      button(text.sample, "main sample", () => this.glide(this.z.map(() => clamp(this.draw())))),
      button(text.reset, "reset", () => this.glide(this.z.map(() => 0))),
      this.back,
    );
  }

  buildTake(compact, text) {
    const button = (label, onclick, className) =>
      element("button", { type: "button", textContent: label, className, onclick });
    const kinds = [["PNG", () => this.savePng()], ["SVG", () => this.saveSvg()]].map(([kind, keep]) => {
      const made = button(kind, keep, kind.toLowerCase());
      made.setAttribute("aria-label", filled(text.save_as, { kind }));
      return made;
    });
    const present = button(text.present, () => this.presenter.toggle(), "present");
    present.title = text.present_help;
    this.root.querySelector(".take").replaceChildren(
      ...(compact ? [] : [present, element("span", { textContent: text.save }), ...kinds]),
    );
  }

  async fetch() {
    const shape = this.shape;
    try {
      const models = await Promise.all(this.data.models.map(loadModel));
      if (shape !== this.shape) return; // meanwhile other models were asked for
      this.models = models;
      this.waiting.textContent = "";
      this.root.dataset.ready = "true";
      this.redrawMap();
      if (this.data.place.show === SPACE && !this.presenter.isOn) this.presenter.enter(); // so the address says
    } catch (error) {
      console.error(error);
      this.waiting.textContent = this.data.text.failed;
      const again = element("button", {
        type: "button",
        textContent: this.data.text.retry,
        onclick: () => this.fetch(),
      });
      this.waiting.append(element("br"), again);
    }
  }

  // ---- what the hand does ---------------------------------------------------------------------

  /** A change while the hand is down: draw it in the next frame, tell nobody. */
  hold(change) {
    this.before ??= this.gliding ? this.history.pop() : Float64Array.from(this.z);
    this.halt();
    change();
    this.schedule();
  }

  /** The hand let go: one message to the server, one step in the history. */
  release() {
    clearTimeout(this.settling);
    if (!this.before) return;
    if (this.before.some((value, i) => value !== this.z[i])) this.history.push(this.before);
    this.before = null;
    this.schedule();
    this.tell();
  }

  /** `more`: what else the hand has just set. What fills the screen may be another part of the page: that is not told. */
  tell(more = {}) {
    if (this.data.compact) return;
    const position = Array.from(this.z, (value) => Number(value.toFixed(2)) + 0); // + 0: no -0 in an address
    const place = { position, axes: this.axes.map((i) => i + 1), map: this.data.models[this.shown].kind };
    this.place = JSON.stringify(place);
    this.sequence += 1;
    writeAddress(this.data.address, { ...place, ...more });
    this.send({ sequence: this.sequence, place: { ...place, ...more } });
  }

  nudge(i, direction, leap) {
    this.hold(() => (this.z[i] = clamp(Math.round((this.z[i] + direction * (leap ? LEAP : STEP)) * 100) / 100)));
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.release(), SETTLE_MS);
  }

  /** Go to `target` along a straight line, so that one digit becomes the other. `isTold`: the server knows it. */
  glide(target, { isBack = false, isTold = false } = {}) {
    this.release();
    const from = Float64Array.from(this.z);
    if (!this.gliding && target.every((value, i) => value === from[i])) return; // there already
    if (!isBack && !this.gliding) this.history.push(from); // under way, nobody has stopped here
    this.halt();
    const start = performance.now();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const step = (now) => {
      const t = still ? 1 : Math.min(1, (now - start) / GLIDE_MS);
      const eased = t * t * (3 - 2 * t);
      this.z.forEach((_, i) => (this.z[i] = (1 - eased) * from[i] + eased * target[i])); // at the end: the target, exactly
      this.render();
      this.gliding = t < 1 ? requestAnimationFrame(step) : null;
      if (t === 1 && !isTold) this.tell();
    };
    this.gliding = requestAnimationFrame(step);
  }

  /** End a glide where it is. Its start is in the history already, so nothing is added to that. */
  halt() {
    cancelAnimationFrame(this.gliding);
    this.gliding = null;
  }

  goBack() {
    this.release();
    if (this.history.length) this.glide(this.history.pop(), { isBack: true });
  }

  listenToPad() {
    const move = (event) => {
      const point = this.map.fromPointer(event);
      this.hold(() => this.axes.forEach((axis, which) => (this.z[axis] = point[which])));
    };
    this.pad.onpointerdown = (event) => {
      if (event.button !== 0 || !this.models) return;
      this.pad.setPointerCapture(event.pointerId);
      this.pad.onpointermove = move;
      move(event);
    };
    this.pad.onpointerup = this.pad.onpointercancel = () => {
      this.pad.onpointermove = null;
      this.release();
    };
    this.listenToArrows(this.pad, (which) => this.axes[which]);
  }

  /** Arrow keys on `node` nudge a dimension: the one that `dimension` names for across (0) or up (1). */
  listenToArrows(node, dimension) {
    node.onkeydown = (event) => {
      const isShortcut = event.altKey || event.ctrlKey || event.metaKey; // the browser's, not ours
      if (isShortcut || !(event.key in ARROWS)) return;
      event.preventDefault();
      const [which, direction] = ARROWS[event.key];
      this.nudge(dimension(which), direction, event.shiftKey);
    };
  }

  chooseAxis(which, axis) {
    // Taking the other axis swaps the two: a map of a dimension against itself is a line.
    if (this.axes[1 - which] === axis) this.axes[1 - which] = this.axes[which];
    this.axes[which] = axis;
    this.showAxes();
    this.redrawMap();
    this.tell();
  }

  onPresented() {
    if (!this.models || this.stopped) return;
    this.redrawMap();
    this.tell({ show: this.presenter.isOn ? SPACE : "" });
  }

  showMap(i) {
    this.shown = i;
    this.redrawMap();
    this.tell();
  }

  // ---- what is drawn --------------------------------------------------------------------------

  showAxes() {
    this.axisSelects.forEach(({ select }, which) => (select.value = this.axes[which]));
    this.root.querySelector(".across").textContent = `z${subscript(this.axes[0])} →`;
    this.root.querySelector(".up").textContent = `↑ z${subscript(this.axes[1])}`;
  }

  schedule() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.render();
    });
  }

  render() {
    this.showPosition();
    if (!this.models || !this.map.size) return;
    this.models.forEach((model, i) => {
      const start = performance.now();
      const pixels = this.decodeAt(model.layers, this.z);
      note(this.stats.decodeMs, performance.now() - start);
      paintInk(this.pictures[i].canvas, pixels, this.map.ink);
      this.pictures[i].reading.textContent = this.reading(model);
    });
    this.map.drawPoint(this.axes.map((axis) => this.z[axis]));
    window.dispatchEvent(new CustomEvent(MOVED, { detail: { z: this.z, axes: this.axes } }));
    this.stats.frames += 1;
  }

  showPosition() {
    this.sliders.forEach(({ input, output }, i) => {
      if (Number(input.value) !== this.z[i]) input.value = this.z[i];
      output.textContent = this.z[i].toFixed(2).replace("-", "−");
    });
    this.back.disabled = this.history.length === 0;
  }

  reading(model) {
    const { index, distance } = nearest(model.codes, this.z);
    const label = model.labels[index];
    const { reading, reading_unlabelled } = this.data.text;
    return (label === UNLABELLED ? reading_unlabelled : reading)
      .replace("{digit}", label)
      .replace("{distance}", distance.toFixed(2));
  }

  redrawMap() {
    this.schedule();
    if (!this.models || !this.map.size) return;
    this.mapButtons.forEach((button, i) => button.setAttribute("aria-pressed", i === this.shown));
    this.map.dress(this.data.colours);
    this.map.drawCodes(this.models[this.shown], this.axes);
    this.drawDensities();
  }

  /** Behind each slider, where the codes of the map's model lie, against the prior. */
  drawDensities() {
    const model = this.models[this.shown];
    model.density ??= marginals(model.codes, model.logVariances, this.data.latent_dim, LIMIT);
    this.sliders.forEach(({ density }, i) => drawMarginal(density, model.density[i], LIMIT, this.map.colours));
  }

  // ---- to keep it -----------------------------------------------------------------------------

  /** The pictures side by side, and z. */
  layout() {
    const [wide, margin] = [SIDE * SAVED_SCALE, SAVED_TEXT];
    const sheets = this.models.map((model, i) => {
      const sheet = new Sheet(1, 1, model.kind);
      sheet.paint(0, this.decodeAt(model.layers, this.z), [0, 0, 0]);
      return { sheet, left: margin + i * (wide + margin), top: 2 * SAVED_TEXT, scale: SAVED_SCALE };
    });
    const names = this.data.models.map(({ label }, i) => ({
      text: label,
      left: sheets[i].left,
      top: 1.5 * SAVED_TEXT,
      size: SAVED_TEXT,
    }));
    const place = `z = (${Array.from(this.z, (value) => signed(value)).join(", ")})`;
    const below = {
      text: place,
      left: margin,
      top: wide + 3.3 * SAVED_TEXT,
      size: this.z.length > 2 ? 13 : SAVED_TEXT,
    };
    return {
      width: sheets.length * (wide + margin) + margin,
      height: wide + 4 * SAVED_TEXT,
      sheets,
      texts: [...names, below],
    };
  }

  async savePng() {
    if (this.models) save(await png(this.layout()), "latent-space.png");
  }

  saveSvg() {
    if (this.models) {
      save(svg(this.layout(), this.data.models.map(({ title }) => title).join(" · ")), "latent-space.svg");
    }
  }
}

async function loadModel({ decoder, encodings, activation }) {
  const [weights, codes] = await Promise.all([fetchTensors(decoder), fetchTensors(encodings)]);
  return {
    layers: buildDecoder(weights, activation),
    codes: codes.mean.values,
    labels: codes.label.values,
    logVariances: codes.log_variance?.values,
  };
}
