// A digit's way through an AE and a VAE, computed here in every frame: while a pen moves, while a slider is
// dragged. Whatever is pointed at lights up wherever it occurs: as a node, as a symbol, as a line of code.
// fetchTensors, buildDecoder, buildEncoder, flow, gradients, noise, Batch, DRAWN, FIELD and their like come from ../shared.

const SETTLE_MS = 300; // a burst of key presses is one move
const WARM = 4;
const GRADIENT = 5; // the stage
const SIGNS = {
  x: "x",
  mu: "μ",
  sigma: "σ",
  epsilon: "ε",
  z: "z",
  x_hat: "x̂",
  reconstruction: "−log p(x∣z)",
  kl: "KL",
};
const REACH = { mu: 3, sigma: 1, epsilon: 3, z: 3, kl: 4 }; // what fills a cell
const GRADIENTS = { mu: "ofMu", sigma: "ofSigma", z: "ofZ" };
const BACK = 30; // a gradient that fills a cell of the batch
// Which stages light a part of the diagram; stage 0 lights all.
const ON = {
  "x:in": [1, 4],
  "enc": [1, 5],
  "vae:mu": [1, 2, 4, 5],
  "vae:sigma": [1, 2, 4, 5],
  "vae:epsilon": [2],
  "vae:z": [2, 3, 5],
  "ae:z": [1, 3, 5],
  "ae:pass": [1, 5],
  "op": [2],
  "dec": [3, 5],
  "x_hat": [3, 4, 5],
  "reconstruction": [4, 5],
  "kl": [4, 5],
};

const views = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, view = new Dataflow(parentElement));
  view.send = (message) => setTriggerValue("place", message);
  view.update(data);
  return () => {
    view.stop();
    views.delete(parentElement);
  };
}

class Dataflow {
  constructor(parent) {
    this.root = parent.querySelector(".dataflow");
    this.root.view = this; // for the browser tests, as are the stats
    this.stats = { frames: 0, computeMs: [], penMs: [] };
    this.sequence = 0;
    this.language = "javascript";
    this.listen = ({ detail }) => this.hear(detail);
    window.addEventListener(DRAWN, this.listen);
    this.pointing = new AbortController();
    for (const event of ["pointerover", "focusin"]) this.whenPointed(event, ({ target }) => this.pointAt(target));
    for (const event of ["pointerleave", "focusout"]) this.whenPointed(event, () => this.light([]));
  }

  whenPointed(event, answer) {
    this.root.addEventListener(event, answer, { signal: this.pointing.signal });
  }

  stop() {
    this.pointing.abort();
    window.removeEventListener(DRAWN, this.listen);
    cancelAnimationFrame(this.frame);
    cancelAnimationFrame(this.rowsFrame);
    clearTimeout(this.settling);
  }

  // ---- what the server and the pad say ----------------------------------------------------------

  update(data) {
    const shape = JSON.stringify([data.text, data.models, data.code]);
    const isNew = shape !== this.shape;
    if (!this.place) this.sequence = data.answered;
    if (data.channel === null || data.channel !== this.heard?.channel) this.x = decodeImage(data.image);
    if (data.channel === null) this.heard = null;
    this.data = data;
    if (!this.place || (data.answered >= this.sequence && !this.holding)) this.place = { ...data.place };
    if (isNew) {
      this.shape = shape;
      this.build();
      this.fetch();
    }
    this.node("x", "in").querySelector("footer").textContent = data.digit;
    this.show();
  }

  /** The pen has moved on the pad that is listened to. */
  hear({ channel, image, at }) {
    if (!this.data || channel !== this.data.channel) return;
    this.heard = { channel };
    this.x = image;
    this.render();
    note(this.stats.penMs, performance.now() - at);
  }

  async fetch() {
    const { text, models } = this.data;
    const shape = this.shape;
    const waiting = this.root.querySelector(".waiting");
    waiting.textContent = text.loading;
    try {
      const loaded = await Promise.all(["vae", "ae"].map((kind) => loadNetwork(models[kind])));
      if (shape !== this.shape) return;
      this.models = { vae: loaded[0], ae: loaded[1] };
      this.batch = null;
      waiting.textContent = "";
      for (let i = 0; i < WARM; i++) this.render(); // once compiled, it is ten times as fast: before a pen comes
      this.root.dataset.ready = "true";
    } catch (error) {
      console.error(error);
      waiting.textContent = `${text.failed} `;
      waiting.append(element("button", { type: "button", textContent: text.retry, onclick: () => this.fetch() }));
    }
  }

  // ---- what is built once -----------------------------------------------------------------------

  build() {
    const { text, colours } = this.data;
    this.root.lang = text.lang;
    for (const [symbol, { light, dark }] of Object.entries(colours)) {
      this.root.style.setProperty(`--${symbol}`, `light-dark(${light}, ${dark})`);
    }
    this.strips = [];
    this.buildStages(text);
    this.buildDiagram(text);
    this.buildHand(text);
    this.buildEquations(text);
    this.buildTabs(text);
    this.buildCode();
  }

  buildStages(text) {
    const group = this.root.querySelector(".stages");
    group.setAttribute("aria-label", text.choose_stage);
    this.stages = text.stages.map((name, i) => {
      const label = i ? `${i} ${name}` : name;
      const button = element("button", {
        type: "button",
        textContent: label,
        onclick: () => this.choose({ stage: i }),
      });
      button.setAttribute("role", "radio");
      return button;
    });
    group.replaceChildren(...this.stages);
    group.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const n = this.stages.length;
      this.choose({ stage: (this.place.stage + step + n) % n }, SETTLE_MS);
      this.stages[this.place.stage].focus();
    };
  }

  buildDiagram(text) {
    const n = this.data.models.vae.latent_dim;
    const strip = (lane, symbol) => this.buildStrip(lane, symbol, n);
    const arrow = (kind, lane, caption) =>
      part("div", `arrow ${kind} ${lane}`, kind === "pass" ? "ae:pass" : kind, [
        element("span", { className: "caption", textContent: caption }),
        element("div", { className: "shaft" }),
      ]);
    const op = (sign) => part("span", "op", "op", [sign]);
    const lane = (kind, title, code) => [
      element("p", { className: `title ${kind}`, textContent: title }),
      arrow("enc", kind, text.encoder),
      element("div", { className: "code-column" }, code),
      strip(kind, "z"),
      arrow("dec", kind, text.decoder),
      this.buildPicture(kind, "x_hat", "out"),
      element("div", { className: "loss-column" }, [
        this.buildLoss(kind, text),
        ...(kind === "vae" ? [strip(kind, "kl")] : []),
      ]),
    ];
    this.root.querySelector(".diagram").replaceChildren(
      this.buildPicture("in", "x", "input"),
      ...lane("vae", "VAE", [
        strip("vae", "mu"),
        op("+"),
        strip("vae", "sigma"),
        op("⊙"),
        strip("vae", "epsilon"),
        op("="),
      ]),
      ...lane("ae", "AE", [arrow("pass", "ae", text.nothing_drawn)]),
    );
  }

  /** A part of the diagram that stands for a symbol. */
  buildNode(lane, symbol, shape, className, children) {
    const key = symbol === "x" ? "x:in" : `${lane}:${symbol}` in ON ? `${lane}:${symbol}` : symbol;
    const header = element("header", {}, [sign(symbol), element("span", { className: "shape" })]);
    const matrix = element("canvas", { className: "matrix" });
    const node = part("div", `node ${className}`, key, [
      header,
      ...children,
      ...(shape ? [matrix] : []),
      element("footer", {}),
    ]);
    node.style.setProperty("--own", `var(--${symbol})`);
    Object.assign(node.dataset, { symbols: symbol, lane, width: shape });
    node.tabIndex = 0;
    node.setAttribute("role", "group");
    node.setAttribute(
      "aria-label",
      `${lane === "in" ? "" : `${lane.toUpperCase()} `}${SIGNS[symbol]}: ${this.data.text.names[symbol]}`,
    );
    return node;
  }

  buildPicture(lane, symbol, className) {
    const canvas = element("canvas", { className: "picture", width: FIELD, height: FIELD });
    return this.buildNode(lane, symbol, FIELD * FIELD, className, [canvas]);
  }

  buildStrip(lane, symbol, n) {
    const cells = Array.from({ length: n }, (_, i) => {
      const [bar, output] = [element("i", {}), element("output", {})];
      const cell = element("span", {
        className: "cell",
        onclick: () => this.choose({ dimension: this.place.dimension === i + 1 ? 0 : i + 1 }),
      }, [bar, output]);
      return { cell, bar, output };
    });
    const node = this.buildNode(lane, symbol, n, "strips", [
      element("div", { className: "strip" }, cells.map(({ cell }) => cell)),
    ]);
    this.strips.push({
      lane,
      symbol,
      cells,
      node,
      footer: node.querySelector("footer"),
      sign: node.querySelector(".symbol"),
    });
    return node;
  }

  buildLoss(lane, text) {
    const number = this.buildNode(lane, "reconstruction", "", "number", [element("output", {})]);
    const total = part("p", "total", "reconstruction", []);
    total.dataset.total = lane;
    this.unit = text.nats;
    return element("div", {}, lane === "vae" ? [number, total] : [number]);
  }

  buildHand(text) {
    const slider = (name, caption, mark, symbol, to, from) => {
      const input = element("input", { type: "range", step: 0.005 });
      input.setAttribute("aria-label", caption);
      [input.min, input.max] = this.data.limits[name].map(from);
      const output = element("output", {});
      input.oninput = () => this.hold({ [name]: round(to(Number(input.value))) });
      input.onchange = () => this.release();
      const label = element("label", { title: caption }, [sign(symbol), mark, input, output]);
      label.style.setProperty("--own", `var(--${symbol})`);
      return { name, input, output, label, from };
    };
    const keep = (value) => value;
    this.sliders = [
      slider("shift", text.shift, "+", "mu", keep, keep),
      slider("stretch", text.stretch, "×", "sigma", (value) => 10 ** value, Math.log10),
    ];
    const n = this.data.models.vae.latent_dim;
    const options = [text.all, ...Array.from({ length: n }, (_, i) => i + 1)].map((name, value) =>
      element("option", { value, textContent: name })
    );
    this.dimension = element(
      "select",
      { onchange: () => this.choose({ dimension: Number(this.dimension.value) }) },
      options,
    );
    const button = (label, onclick) => element("button", { type: "button", textContent: label, onclick });
    this.whole = element("input", {
      type: "checkbox",
      onchange: () => this.choose({ rows: this.whole.checked ? this.data.batch : 1 }),
    });
    this.root.querySelector(".batch").replaceChildren(
      element("label", {}, [this.whole, text.whole]),
      element("span", {}),
    );
    this.putBack = button(text.release, () => this.choose({ shift: 0, stretch: 1, dimension: 0 }));
    this.root.querySelector(".hand").replaceChildren(
      button(text.resample, () => this.resample()),
      element("label", {}, [text.dimension, this.dimension]),
      ...this.sliders.map(({ label }) => label),
      this.putBack,
      element("p", { textContent: text.held }),
    );
  }

  buildEquations(text) {
    const of = { vae: "VAE", ae: "AE", both: text.both };
    this.equations = this.data.equations.map((equation) => {
      const value = element("span", { className: "value" });
      const formula = element("span", { className: "formula" }, [...symbols(equation.text), value]);
      const row = element("div", { className: "equation" }, [
        element("span", { className: "of", textContent: of[equation.of] }),
        formula,
      ]);
      return { ...equation, row, show: value };
    });
    this.root.querySelector(".equations").replaceChildren(...this.equations.map(({ row }) => row));
  }

  buildTabs(text) {
    const group = this.root.querySelector(".tabs");
    const tab = (language, textContent) => {
      const button = element("button", { type: "button", textContent, onclick: () => this.showCode(language) });
      button.dataset.language = language;
      return button;
    };
    group.replaceChildren(tab("javascript", text.ran), tab("python", text.trained));
  }

  buildCode() {
    this.lines = this.data.code[this.language].map(({ parts, stage, symbols: of }) => {
      const line = element("span", { className: "line" }, parts.map(([text, symbol]) => word(text, symbol)));
      line.dataset.symbols = of.join(" ");
      if (of.length) line.style.setProperty("--own", `var(--${of[0]})`);
      return { line, stage };
    });
    this.pre = this.root.querySelector("pre");
    this.pre.tabIndex = 0; // it scrolls
    this.pre.replaceChildren(...this.lines.map(({ line }) => line));
    for (const button of this.root.querySelectorAll(".tabs button")) {
      button.setAttribute("aria-pressed", button.dataset.language === this.language);
    }
  }

  showCode(language) {
    this.language = language;
    this.buildCode();
    this.showStage();
  }

  // ---- what the hand does -----------------------------------------------------------------------

  /** A change while the hand is down: computed in the next frame, told to nobody. */
  hold(change) {
    this.holding = true;
    Object.assign(this.place, change);
    clearTimeout(this.settling);
    this.schedule();
  }

  release() {
    this.holding = false;
    this.tell();
  }

  /** A change that is made at once; a burst of keys tells the server in the end. */
  choose(change, wait = 0) {
    Object.assign(this.place, change);
    this.holding = true;
    this.show();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.release(), wait);
  }

  resample() {
    const [low, high] = this.data.limits.noise;
    this.choose({ noise: this.place.noise < high ? this.place.noise + 1 : low });
  }

  tell() {
    this.sequence += 1;
    writeAddress(this.data.address, this.place);
    this.send({ sequence: this.sequence, place: this.place });
  }

  /** What is under the pointer or has the focus lights up everywhere. */
  pointAt(target) {
    const found = target.closest?.("[data-symbols]");
    this.light(found?.dataset.symbols ? found.dataset.symbols.split(" ") : [], found);
  }

  /** A line of code that is pointed at is the only one that lights up: the others may share a symbol with it. */
  light(lit, from = null) {
    const isLine = from?.classList.contains("line");
    for (const node of this.root.querySelectorAll("[data-symbols]")) {
      const isOther = isLine && node.classList.contains("line") && node !== from;
      node.classList.toggle("lit", !isOther && node.dataset.symbols.split(" ").some((symbol) => lit.includes(symbol)));
    }
    if (!from || isLine || !lit.length) return;
    this.scrollTo(this.lines.find(({ line }) => line.classList.contains("lit")));
  }

  scrollTo(found) {
    if (!found) return;
    const { offsetTop: top, offsetHeight: height } = found.line;
    const isSeen = top >= this.pre.scrollTop && top + height <= this.pre.scrollTop + this.pre.clientHeight;
    if (!isSeen) this.pre.scrollTop = top - this.pre.clientHeight / 3;
  }

  // ---- what is shown ----------------------------------------------------------------------------

  show() {
    this.showStage();
    for (const { name, input, output, from } of this.sliders) {
      const value = this.place[name];
      if (Number(input.value) !== from(value)) input.value = from(value);
    }
    this.dimension.value = this.place.dimension;
    for (const { cells } of this.strips) {
      cells.forEach(({ cell }, i) => cell.classList.toggle("chosen", this.place.dimension === i + 1));
    }
    this.schedule();
  }

  showStage() {
    const { stage, rows } = this.place;
    this.root.dataset.stage = stage;
    this.root.dataset.rows = rows;
    this.whole.checked = rows > 1;
    this.root.querySelector(".batch span").textContent = rows > 1 ? this.data.text.rows : this.data.text.batch;
    for (const node of this.root.querySelectorAll(".node[data-width]:not(.number)")) {
      node.querySelector(".shape").textContent = `[${rows}, ${node.dataset.width}]`;
    }
    this.root.querySelector(".sentence").textContent = this.data.text.sentences[stage];
    this.stages.forEach((button, i) => {
      button.setAttribute("aria-checked", i === stage);
      button.tabIndex = i === stage ? 0 : -1;
    });
    for (const node of this.root.querySelectorAll("[data-on]")) {
      node.classList.toggle("off", stage > 0 && !node.dataset.on.split(" ").includes(String(stage)));
    }
    for (const equation of this.equations) {
      equation.row.classList.toggle("on", equation.stage === stage);
      equation.row.classList.toggle("off", stage > 0 && equation.stage !== stage);
    }
    for (const { line, stage: of } of this.lines) line.classList.toggle("on", of === stage && stage > 0);
    if (stage) this.scrollTo(this.lines.find(({ stage: of }) => of === stage));
  }

  schedule() {
    this.frame ??= requestAnimationFrame(() => this.render());
  }

  render() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    if (!this.models || !this.x) return;
    const start = performance.now();
    this.results = this.compute(this.x, this.place);
    note(this.stats.computeMs, performance.now() - start);
    this.stats.frames += 1;
    this.paint();
    if (this.place.rows > 1) this.goOn();
  }

  /** The batch: its first row is the digit on screen; the others follow, a few in each frame. */
  async goOn() {
    const n = this.data.models.vae.latent_dim;
    if (!this.batch) {
      const { mean } = await fetchTensors(this.data.models.vae.encodings);
      this.batch ??= new Batch(this.models, mean.values, n, this.data.batch);
    }
    const first = { vae: { ...this.results.vae }, ae: { ...this.results.ae } };
    for (const kind of ["vae", "ae"]) first[kind].xHat = first[kind].xHat.slice();
    this.batch.start(this.x, first, this.place, nudge(this.place, n));
    delete this.root.dataset.rowsDone;
    cancelAnimationFrame(this.rowsFrame);
    const look = JSON.stringify([this.place.stage === GRADIENT, channels(getComputedStyle(this.root).color)]);
    this.paintBatch(0, look === this.look ? 1 : this.data.batch);
    this.look = look;
    const step = () => {
      if (this.place.rows === 1) return;
      const first = this.batch.next;
      this.batch.step();
      this.paintBatch(first, this.batch.next);
      if (this.batch.isDone) this.root.dataset.rowsDone = "true";
      else this.rowsFrame = requestAnimationFrame(step);
    };
    step();
  }

  paintBatch(first, last) {
    const other = pixelOf(channels(getComputedStyle(this.root).color));
    const isBack = this.place.stage === GRADIENT;
    for (const node of this.root.querySelectorAll(".node:has(.matrix)")) {
      const { symbols: symbol, lane, width } = node.dataset;
      const isGradient = isBack && symbol in GRADIENTS;
      const name = isGradient ? GRADIENTS[symbol] : symbol === "x_hat" ? "xHat" : symbol;
      const values = (x, result) => (symbol === "x" ? x : result?.[lane][name]);
      const isPicture = symbol === "x" || symbol === "x_hat";
      const colour = isPicture ? other : pixelOf(channels(getComputedStyle(node.querySelector(".symbol")).color));
      const scale = [isPicture ? 1 : isGradient ? BACK : REACH[symbol], colour, other];
      this.batch.paint(node.querySelector(".matrix"), Number(width), values, scale, first, last);
    }
    this.paintMeans();
  }

  /** What the optimiser is given: means over the batch. */
  paintMeans() {
    const of = (kind, number) => this.batch.mean(kind, number);
    const [vae, ae, kl] = [of("vae", recon), of("ae", recon), of("vae", (result) => sum(result.kl))];
    this.node("reconstruction", "vae").querySelector("output").textContent = `⌀ ${nats(vae, this.unit)}`;
    this.node("reconstruction", "ae").querySelector("output").textContent = `⌀ ${nats(ae, this.unit)}`;
    this.root.querySelector("[data-total=vae]").replaceChildren(
      "L = ",
      element("b", { textContent: nats(vae + kl, this.unit) }),
    );
    this.node("kl", "vae").querySelector("footer").textContent = `⌀ Σ ${kl.toFixed(2)}`;
  }

  /** Both models on `x` with the hand's `place`; their gradients where they are shown. */
  compute(x, place) {
    const n = this.data.models.vae.latent_dim;
    const [epsilon, moved] = [noise(place.noise, n), nudge(place, n)];
    return Object.fromEntries(["vae", "ae"].map((kind) => {
      const result = flow(this.models[kind], x, epsilon, moved);
      if (place.stage === GRADIENT) Object.assign(result, gradients(this.models[kind], x, result));
      return [kind, result];
    }));
  }

  paint() {
    const ink = channels(getComputedStyle(this.root).color);
    paintInk(this.node("x", "in").querySelector(".picture"), this.x, ink);
    for (const kind of ["vae", "ae"]) {
      const { xHat, reconstruction } = this.results[kind];
      paintInk(this.node("x_hat", kind).querySelector(".picture"), xHat, ink);
      this.node("reconstruction", kind).querySelector("output").textContent = nats(reconstruction, this.unit);
    }
    for (const strip of this.strips) this.paintStrip(strip);
    const { reconstruction, kl } = this.results.vae;
    const total = this.root.querySelector("[data-total=vae]");
    total.replaceChildren("L = ", element("b", { textContent: nats(reconstruction + sum(kl), this.unit) }));
    for (const { name, output } of this.sliders) {
      output.textContent = name === "shift" ? signed(this.place.shift) : this.place.stretch.toFixed(2);
    }
    this.putBack.disabled = this.place.shift === 0 && this.place.stretch === 1 && this.place.dimension === 0;
    this.paintValues();
  }

  paintStrip({ lane, symbol, cells, footer, sign: head }) {
    const result = this.results[lane];
    const isBack = this.place.stage === GRADIENT && symbol in GRADIENTS;
    const values = isBack ? result[GRADIENTS[symbol]] : result[symbol];
    const most = isBack ? Math.max(...values.map(Math.abs), 1e-9) : REACH[symbol];
    head.textContent = isBack ? `∂L/∂${SIGNS[symbol]}` : SIGNS[symbol];
    cells.forEach(({ bar, output }, i) => {
      output.textContent = isBack
        ? short(values[i])
        : symbol === "sigma" || symbol === "kl"
        ? values[i].toFixed(2)
        : signed(values[i]);
      bar.style.transform = across(values[i], most, symbol === "sigma" || symbol === "kl" ? isBack : true);
    });
    if (this.place.rows > 1 && symbol !== "epsilon") footer.textContent = ""; // numbers of one row; paintMeans() has the others
    else if (symbol === "kl") footer.textContent = `Σ ${sum(values).toFixed(2)}`;
    else if (isBack) footer.textContent = `‖·‖ ${short(norm(values))}`;
    else if (symbol === "epsilon" && this.place.stage === GRADIENT) footer.textContent = this.data.text.no_gradient;
    else footer.textContent = "";
  }

  /** Numbers behind the equations of the loss and of the gradient. */
  paintValues() {
    const { vae, ae } = this.results;
    for (const { value, show } of this.equations) {
      if (value === "reconstruction") {
        show.textContent = `VAE ${nats(vae.reconstruction, this.unit)}, AE ${nats(ae.reconstruction, this.unit)}`;
      } else if (value === "kl") show.textContent = `= ${nats(sum(vae.kl), this.unit)}`;
      else if (value === "loss:ae") show.textContent = `= ${nats(ae.reconstruction, this.unit)}`;
      else if (value === "loss:vae") {
        show.textContent = `= ${vae.reconstruction.toFixed(2)} + ${sum(vae.kl).toFixed(2)} = ${
          nats(vae.reconstruction + sum(vae.kl), this.unit)
        }`;
      } else if (value) {
        const [kind, name] = value.split(":");
        const found = this.results[kind][name];
        show.textContent = found ? `${this.data.text.norm} ${short(norm(found))}` : "";
      }
    }
  }

  node(symbol, lane) {
    return this.root.querySelector(`.node[data-symbols=${symbol}][data-lane=${lane}]`);
  }
}

// ---- the pure parts -------------------------------------------------------------------------------

async function loadNetwork({ encoder, decoder, activation }) {
  const [into, outOf] = await Promise.all([fetchTensors(encoder), fetchTensors(decoder)]);
  return { encoder: buildEncoder(into, activation), layers: buildDecoder(outOf, activation) };
}

/** What is added to each μ and multiplies each σ: in one dimension, or, with dimension 0, in all. */
function nudge({ dimension, shift, stretch }, n) {
  const isMoved = (i) => dimension === 0 || dimension === i + 1;
  return {
    shift: Array.from({ length: n }, (_, i) => (isMoved(i) ? shift : 0)),
    stretch: Array.from({ length: n }, (_, i) => (isMoved(i) ? stretch : 1)),
  };
}

function decodeImage(text) {
  return new Float32Array(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
}

/** A bar from the middle to the side of the sign; from the left where there is none. */
function across(value, most, hasSign) {
  const share = Math.max(-1, Math.min(1, value / most));
  return hasSign ? `translateX(50%) scaleX(${share / 2})` : `scaleX(${share})`;
}

function symbols(text) {
  return text.split(/(<[^>]+>)/).filter(Boolean).map((piece) => {
    const [, symbol, shown] = piece.match(/^<(\w+)(?:\|(.+))?>$/) ?? [];
    return symbol ? sign(symbol, shown) : piece;
  });
}

function sign(symbol, shown = SIGNS[symbol]) {
  const node = element("span", { className: "symbol", textContent: shown });
  node.style.setProperty("--own", `var(--${symbol})`);
  node.dataset.symbols = symbol;
  return node;
}

function word(text, symbol) {
  if (!symbol) return text;
  const node = element("span", { className: symbol === "comment" ? "comment" : "word", textContent: text });
  node.style.setProperty("--own", `var(--${symbol})`);
  return node;
}

function part(tag, className, key, children) {
  const node = element(tag, { className }, children);
  node.dataset.on = ON[key].join(" ");
  return node;
}

const recon = ({ reconstruction }) => reconstruction;
const sum = (values) => values.reduce((a, b) => a + b, 0);
const norm = (values) => Math.sqrt(values.reduce((a, b) => a + b * b, 0));
const round = (value) => Number(value.toPrecision(4)); // as an address keeps it
const short = (value) => signed(value, Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
const nats = (value, unit) => `${signed(value)} ${unit}`;
