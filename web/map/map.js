// Thousands of codes as a map, or two side by side: the space itself, a projection, or t-SNE as it forms. Hover
// shows the digit, a click chooses a point, a lasso a set. The server hears when the hand lets go.
// fetchTensors, buildDecoder, buildEncoder, decode, encode come from ../shared/network.js; Film from film.js;
// project, splat and their like from cloud.js; DRAWN, centred from pen.js.

const SIDE = 28;
const UNLABELLED = 255;
const CLASSES = 10;
const REACH = 14; // CSS pixels, within which a point is under the mouse
const CLICK = 4; // pixels that a hand trembles
const FILM_RATE = 14; // frames a second
const SETTLE_MS = 350; // a burst of keys or turns of the wheel is one move
const MOST_ZOOM = 60;
const DEPTHS = 12; // of nearness, in three dimensions
const START = { x: 0, y: 0, zoom: 1, yaw: 0.5, pitch: 0.35 };
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const views = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let view = views.get(parentElement);
  if (!view) views.set(parentElement, view = new MapView(parentElement));
  view.send = (message) => setTriggerValue("place", message);
  view.update(data);
  return () => {
    view.stop();
    views.delete(parentElement);
  };
}

class MapView {
  constructor(parent) {
    this.root = parent.querySelector(".cloud");
    this.root.view = this; // for the browser tests, as are the stats
    this.root.stats = this.stats = { frameMs: [], hoverMs: [], placeMs: [] };
    this.find = (selector) => this.root.querySelector(selector);
    this.sequence = 0;
    this.panels = [];
    this.selected = new Set();
    this.chosen = this.hovered = -1;
    this.lasso = null; // {panel, corners} in reaches of the map
    this.images = new Map();
    this.head = 0;
    this.resize = new ResizeObserver(() => this.schedule());
    this.listenToFilm();
    this.onFilm = () => this.hearFilm();
    this.onDrawn = ({ detail }) => this.followPen(detail);
    window.addEventListener(DRAWN, this.onDrawn);
  }

  stop() {
    this.isStopped = true;
    this.resize.disconnect();
    window.removeEventListener(DRAWN, this.onDrawn);
    cancelAnimationFrame(this.frame);
    clearTimeout(this.settling);
    this.panels.forEach((panel) => panel.film?.stop(this.onFilm));
  }

  // ---- what the server says -------------------------------------------------------------------

  update(data) {
    const before = this.data;
    this.data = data;
    this.sequence = Math.max(this.sequence, before ? 0 : data.answered);
    const shape = JSON.stringify([data.model, data.count, data.panels, data.text]);
    if (shape !== this.shape) {
      this.shape = shape;
      if (before) this.moveOn(before);
      this.build();
      this.load();
    }
    const isBehind = data.answered < this.sequence || this.settling || this.isStale;
    // What the hand has set comes back as it was told; anything else is Undo, Start over, or the address at first.
    const place = JSON.stringify(data.place);
    if (!isBehind && place !== this.place) {
      this.place = place;
      this.adopt(data.place);
      // Streamlit may mount the map anew: a set without an outline is then known to the server alone.
      if (!before && !this.lasso) this.selected = new Set(data.selected.filter((point) => point < data.count));
    }
    this.showStrips();
    if (data.drop) this.drop(data.drop);
    this.schedule();
  }

  /** Another map: an outline drawn on the last one means nothing on it, and of other images nothing is chosen. */
  moveOn(before) {
    const { data } = this;
    const maps = ({ model, panels }) => JSON.stringify([model.encodings, panels.map(({ url, basis }) => url ?? basis)]);
    if (maps(before) === maps(data)) return;
    this.isStale = Boolean(this.lasso) || before.count !== data.count;
    this.lasso = null;
    if (before.count !== data.count) [this.selected, this.chosen] = [new Set(), -1];
  }

  /** Take over what the address says. */
  adopt({ look, point, lasso }) {
    this.panels.forEach((panel, i) => {
      const [x, y, zoom, yaw, pitch] = look.slice(5 * i, 5 * i + 5);
      panel.camera = zoom ? { x, y, zoom, yaw, pitch } : { ...START };
    });
    this.chosen = point;
    const corners = [];
    for (let i = 1; i < lasso.length; i += 2) corners.push([lasso[i], lasso[i + 1]]);
    this.lasso = corners.length ? { panel: lasso[0], corners } : null;
    this.isUnresolved = true;
    if (!this.lasso) this.selected = new Set();
  }

  build() {
    const { text, panels } = this.data;
    this.root.lang = text.lang;
    delete this.root.dataset.ready;
    this.encoder = null;
    const places = this.panels.map((panel) => panel.camera);
    this.panels.forEach((panel) => panel.film?.stop(this.onFilm));
    this.model = null;
    this.panels = panels.map((spec, i) => new Panel(this, spec, i, places[i]));
    for (const node of [this.root, this.find(".panels")]) node.classList.toggle("single", panels.length === 1);
    this.find(".panels").replaceChildren(...this.panels.map((panel) => panel.figure));
    this.panels.forEach((panel) => this.resize.observe(panel.field));
    this.films = this.panels.map((panel) => panel.film).filter(Boolean);
    this.find(".film").hidden = !this.films.length;
    this.head = 0;
    this.isPlaying = true;
    this.find(".told").textContent = this.data.plain ? "" : text.how;
    this.find(".scrub").setAttribute("aria-label", text.scrub);
    this.buildTools();
  }

  buildTools() {
    const { text, plain } = this.data;
    const button = (label, title, onclick) => element("button", { type: "button", textContent: label, title, onclick });
    const zoom = (factor) => () => this.zoomAll(factor);
    this.lassoButton = button(text.lasso, text.lasso_help, () => this.armLasso(!this.isArmed));
    this.clearButton = button(text.clear, "", () => this.select([], null));
    const tools = [
      button("+", text.closer, zoom(1.5)),
      button("−", text.farther, zoom(1 / 1.5)),
      button(text.fit, "", () => this.fit()),
    ];
    tools.forEach((tool) => tool.setAttribute("aria-label", tool.title || tool.textContent));
    const more = plain
      ? []
      : [this.lassoButton, this.clearButton, button(text.png, text.png_help, () => this.takeAway())];
    this.find(".tools").replaceChildren(...tools, ...more);
  }

  async load() {
    const { shape } = this;
    const { model, count } = this.data;
    try {
      const [weights, encodings] = await Promise.all([fetchTensors(model.decoder), fetchTensors(model.encodings)]);
      if (shape !== this.shape || this.isStopped) return;
      const latent = model.latent_dim;
      const total = encodings.label.values.length;
      this.numbers = Array.from({ length: count }, (_, i) => Math.floor((i * total) / count));
      this.labels = Uint8Array.from(this.numbers, (number) => encodings.label.values[number]);
      this.codes = new Float32Array(count * latent);
      this.numbers.forEach((number, i) =>
        this.codes.set(encodings.mean.values.subarray(number * latent, (number + 1) * latent), i * latent)
      );
      this.model = { layers: buildDecoder(weights, model.activation), latent };
      this.panels.forEach((panel) => panel.fill());
      this.films.forEach((film) => film.start(this.onFilm));
      this.hearFilm();
      this.root.dataset.ready = "true";
      if (this.isStale) this.tell();
      this.isStale = false;
    } catch (error) {
      console.error(error);
      this.find(".told").textContent = this.data.text.failed;
    }
  }

  // ---- the film -------------------------------------------------------------------------------

  listenToFilm() {
    this.find(".scrub").oninput = () => {
      this.isPlaying = false;
      this.head = Number(this.find(".scrub").value);
      this.schedule();
    };
    this.find(".play").onclick = () => {
      this.isPlaying = !this.isPlaying;
      if (this.isPlaying && this.head >= this.lastFrame && this.areOver) this.head = 0;
      this.schedule();
    };
    this.find(".cancel").onclick = () => {
      if (this.areOver) {
        this.head = 0;
        this.isPlaying = true;
        this.films.filter((film) => film.stage !== "finished").forEach((film) => film.again());
      } else this.films.filter((film) => !film.isOver).forEach((film) => film.cancel());
      this.hearFilm();
    };
  }

  get lastFrame() {
    return Math.max(0, Math.min(...this.films.map((film) => film.frames.length)) - 1);
  }

  get areOver() {
    return this.films.every((film) => film.isOver);
  }

  get areFinished() {
    return this.films.every((film) => film.stage === "finished" && !film.isMore);
  }

  /** Frames have come, or it is over. */
  hearFilm() {
    if (!this.films.length) {
      this.resolveLasso();
      this.schedule();
      return;
    }
    // What was finished before anybody looked is shown as it is; what forms now is followed.
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (
      (this.isPlaying && isStill) || (this.areFinished && this.films.every((film) => film.wasReady) && !this.wasShown)
    ) {
      this.head = this.lastFrame;
      this.isPlaying = this.isPlaying && !this.areFinished;
      this.wasShown = this.areFinished;
    }
    if (this.areFinished && this.finishedShape !== this.shape) {
      this.finishedShape = this.shape;
      this.resolveLasso();
      if (!this.data.is_known) this.tell(); // the server can measure the map from here on
    }
    this.schedule();
  }

  showFilm() {
    if (!this.films.length) return;
    const { text } = this.data;
    const [scrub, last] = [this.find(".scrub"), this.lastFrame];
    scrub.max = last;
    const at = Math.min(last, Math.round(this.head));
    if (Number(scrub.value) !== at) scrub.value = at;
    const { steps, total } = this.films[0];
    this.find(".film output").textContent = filled(text.step, { step: steps[at] ?? 0, total: total || "…" });
    this.find(".play").textContent = this.isPlaying && !(this.areOver && this.head >= last) ? text.pause : text.play;
    this.find(".play").disabled = last === 0;
    this.find(".cancel").textContent = this.areOver ? text.again : text.cancel;
    this.find(".cancel").hidden = this.areFinished;
    this.root.dataset.stage = this.areFinished ? "finished" : this.areOver ? "over" : "forming";
    this.panels.forEach((panel) => panel.showState(at));
  }

  // ---- what the hand has set ------------------------------------------------------------------

  /** Choose a set of points; `lasso` is the outline that holds them, where there is one. */
  select(points, lasso) {
    this.selected = new Set(points);
    this.lasso = lasso;
    this.tell();
  }

  choose(point) {
    this.chosen = point;
    this.tell();
  }

  /** Find the points in the outline that the address has brought, once the map is there. */
  resolveLasso() {
    const isThere = this.model && (!this.films.length || this.areFinished);
    if (!this.isUnresolved || !isThere) return;
    this.isUnresolved = false;
    if (!this.lasso && this.chosen < 0) return;
    const panel = this.lasso && this.panels[this.lasso.panel];
    if (panel) this.selected = new Set(panel.within(this.lasso.corners));
    this.tell();
  }

  tell() {
    clearTimeout(this.settling);
    this.settling = null;
    this.schedule();
    if (this.data.plain) return;
    this.sequence += 1;
    const round = (value) => Number(Math.max(-100, Math.min(100, value)).toPrecision(4)) + 0;
    const isMoved = this.panels.some(({ camera }) => Object.keys(START).some((name) => camera[name] !== START[name]));
    const look = isMoved ? this.panels.flatMap(({ camera: c }) => [c.x, c.y, c.zoom, c.yaw, c.pitch].map(round)) : [];
    const isAtEnd = !this.films.length || (this.areFinished && this.head >= this.lastFrame);
    const lasso = this.lasso && isAtEnd && this.data.dimensions === 2
      ? [this.lasso.panel, ...this.lasso.corners.flat().map(round)]
      : [];
    const place = { look, point: this.chosen, lasso };
    this.place = JSON.stringify(place);
    writeAddress(this.data.address, place);
    this.send({ sequence: this.sequence, place, selected: [...this.selected].sort((a, b) => a - b) });
  }

  settle() {
    this.schedule();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.tell(), SETTLE_MS);
  }

  armLasso(isArmed) {
    this.isArmed = isArmed;
    this.lassoButton.setAttribute("aria-pressed", isArmed);
    this.panels.forEach(({ field }) => field.classList.toggle("lassoing", isArmed));
  }

  zoomAll(factor) {
    this.panels.forEach((panel) => panel.zoom(factor, panel.side / 2, panel.side / 2));
    this.settle();
  }

  fit() {
    this.panels.forEach((panel) => (panel.camera = { ...START }));
    this.settle();
  }

  /** The map on screen as a PNG. */
  takeAway() {
    const { side, pixels, over } = this.panels[0];
    const [canvas, gap] = [document.createElement("canvas"), 16];
    const ratio = pixels.width / side;
    canvas.width = this.panels.length * pixels.width + (this.panels.length - 1) * gap * ratio;
    canvas.height = pixels.height;
    const draw = canvas.getContext("2d");
    draw.fillStyle = this.paper;
    draw.fillRect(0, 0, canvas.width, canvas.height);
    this.panels.forEach((panel, i) =>
      [panel.pixels, panel.over].forEach((layer) => draw.drawImage(layer, i * (pixels.width + gap * ratio), 0))
    );
    canvas.toBlob((blob) => save(blob, "map.png"));
  }

  hover(point, panel = null) {
    if (point === this.hovered && panel === this.hoverPanel) return;
    this.hovered = point;
    this.hoverPanel = panel;
    this.schedule();
  }

  // ---- pictures -------------------------------------------------------------------------------

  /** The image of a point as grey levels in [0, 1]: the original once it has come, decoded until then. */
  picture(point, onload) {
    const number = this.numbers[point];
    const known = this.images.get(number);
    if (known instanceof Float32Array) return known;
    if (!known && this.data.images) {
      const request = fetch(this.data.images.replace("{number}", number))
        .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(new Error(response.statusText))))
        .then((bytes) => {
          this.images.set(number, Float32Array.from(new Uint8Array(bytes), (value) => value / 255));
          onload();
        });
      request.catch(console.error);
      this.images.set(number, request);
    }
    const { latent, layers } = this.model;
    return decode(layers, this.codes.subarray(point * latent, (point + 1) * latent));
  }

  name(point) {
    return this.labels[point] === UNLABELLED ? "" : String(this.labels[point]);
  }

  showStrips() {
    const { strips, text } = this.data;
    const shape = JSON.stringify([strips, this.shape, Boolean(this.model)]);
    if (shape === this.shownStrips) return;
    this.shownStrips = shape;
    const isThere = Boolean(this.model);
    this.find(".strips").replaceChildren(...(isThere ? strips : []).map(({ title, points, label }) => {
      const pictures = points.map((point) => {
        const canvas = element("canvas", { width: SIDE, height: SIDE });
        const paint = () => paintInk(canvas, this.picture(point, paint), this.ink);
        paint();
        const isOther = label !== null && this.labels[point] !== label;
        const caption = element("figcaption", { textContent: this.name(point) });
        const figure = element("figure", {
          className: isOther ? "other" : "",
          title: filled(text.number, { number: this.numbers[point] }),
        }, [canvas, caption]);
        figure.onpointerenter = () => this.hover(point);
        figure.onpointerleave = () => this.hover(-1);
        return figure;
      });
      return element("div", { className: "strip" }, [
        element("span", { textContent: title }),
        element("div", { className: "pictures" }, pictures),
      ]);
    }));
  }

  // ---- a digit that is placed -----------------------------------------------------------------

  /** `drop`: {channel, encoder, image}: which digit, and who encodes it. */
  async drop({ encoder, image, activation, channel }) {
    const { shape } = this;
    try {
      const tensors = await fetchTensors(encoder);
      if (shape !== this.shape) return;
      this.encoder ??= buildEncoder(tensors, activation);
    } catch (error) {
      console.error(error); // the map itself, which needs the same server, says so
      return;
    }
    const bytes = Uint8Array.from(atob(image), (letter) => letter.charCodeAt(0));
    if (channel === null) this.penIsAhead = false;
    if (!this.penIsAhead) this.placeImage(new Float32Array(bytes.buffer));
  }

  followPen({ channel, image }) {
    if (!this.encoder || channel !== this.data.drop?.channel) return;
    this.penIsAhead = true;
    this.placeImage(image);
  }

  placeImage(x) {
    const { mean, logVariance } = encode(this.encoder, x);
    const isBlank = !x.some((value) => value > 0);
    this.placed = isBlank
      ? null
      : { mean: Float32Array.from(mean), variance: logVariance && Float32Array.from(logVariance, Math.exp) };
    this.panels.forEach((panel) => panel.place(this.placed));
    this.schedule();
  }

  // ---- drawing --------------------------------------------------------------------------------

  schedule() {
    if (this.isStopped) return;
    this.frame ??= requestAnimationFrame((now) => {
      this.frame = null;
      this.render(now);
    });
  }

  dress() {
    const style = getComputedStyle(this.root);
    const { color } = style;
    this.paper = style.getPropertyValue("--st-background-color").trim();
    const dressed = `${color} ${this.paper}`;
    if (dressed === this.dressed) return;
    this.dressed = dressed;
    this.ink = channels(color);
    const theme = this.ink[0] > 128 ? "dark" : "light"; // light ink means a dark page
    const { colours } = this.data;
    this.colours = {
      digits: colours.digits.map((c) => c[theme]),
      none: colours.none[theme],
      z: colours.z[theme],
      p: colours.p[theme],
      mu: colours.mu[theme],
    };
    const shades = [...this.colours.digits, this.colours.none].map(channels);
    const ground = channels(this.paper);
    const mixed = (colour, share) => colour.map((value, i) => Math.round(ground[i] + share * (value - ground[i])));
    // Of each class: pale, for who is not chosen; then from far to near.
    this.palette = shades.map((
      shade,
    ) => [
      pixelOf(mixed(shade, 0.22)),
      ...Array.from({ length: DEPTHS }, (_, i) => pixelOf(mixed(shade, 0.35 + (0.65 * (i + 1)) / DEPTHS))),
    ]);
  }

  render(now) {
    if (!this.model || !this.panels[0].field.clientWidth) return;
    const start = performance.now();
    this.dress();
    this.advance(now);
    this.panels.forEach((panel) => panel.render());
    this.showFilm();
    this.showReading();
    this.showStrips();
    this.clearButton.disabled = !this.selected.size;
    note(this.stats.frameMs, performance.now() - start);
  }

  advance(now) {
    const seconds = Math.min(0.1, (now - (this.before ?? now)) / 1000);
    this.before = now;
    if (!this.films.length || !this.isPlaying) return;
    const last = this.lastFrame;
    this.head = Math.min(last, this.head + FILM_RATE * seconds);
    if (this.head < last) this.schedule();
    else {
      this.before = undefined;
      if (this.areOver) this.isPlaying = false;
    }
  }

  showReading() {
    const { text } = this.data;
    const point = this.hovered >= 0 ? this.hovered : this.chosen;
    let words = this.selected.size ? filled(text.selected, { n: this.selected.size }) : "";
    if (point >= 0 && point < this.data.count) {
      const label = this.name(point);
      const values = { number: this.numbers[point], label };
      words = [filled(label ? text.point : text.point_unlabelled, values), words].filter(Boolean).join(" · ");
    }
    const reading = this.find(".reading");
    if (reading.textContent !== words) reading.textContent = words;
  }
}

/** One map: its points now, its camera, its canvases. */
class Panel {
  constructor(view, spec, number, camera) {
    Object.assign(this, { view, spec, number });
    const { text, dimensions, count } = view.data;
    this.dimensions = dimensions;
    this.camera = camera ?? { ...START };
    this.film = spec.url ? Film.at(`${spec.url}`, count, dimensions) : null;
    this.pixels = element("canvas", {});
    this.over = element("canvas", {});
    this.waiting = element("p", { className: "waiting" });
    this.tipCanvas = element("canvas", { width: SIDE, height: SIDE });
    this.tipText = element("span", {});
    this.tip = element("div", { className: "tip", hidden: true }, [this.tipCanvas, this.tipText]);
    this.field = element("div", { className: "field", tabIndex: 0 }, [this.pixels, this.over, this.waiting, this.tip]);
    this.field.setAttribute("role", "application");
    this.field.setAttribute("aria-label", `${spec.title}. ${text.pad}`);
    this.state = element("span", { className: "state" });
    this.figure = element("figure", {}, [
      element("figcaption", {}, [element("span", { textContent: spec.title }), this.state]),
      this.field,
    ]);
    this.screen = new Float32Array(2 * count);
    this.depth = new Float32Array(count);
    this.order = Uint32Array.from({ length: count }, (_, i) => i);
    this.shades = new Uint32Array(count);
    this.listen();
  }

  /** The points of a projection that is a matrix: points = codes · basis. */
  fill() {
    const { codes, model: { latent }, data: { count } } = this.view;
    if (this.film) return;
    const { basis } = this.spec;
    const [points, d] = [new Float32Array(count * this.dimensions), this.dimensions];
    for (let i = 0; i < count; i++) {
      for (let axis = 0; axis < d; axis++) {
        let sum = 0;
        for (let j = 0; j < latent; j++) sum += codes[i * latent + j] * basis[j][axis];
        points[i * d + axis] = sum;
      }
    }
    this.points = points;
    // The space itself keeps 0 in the middle, where the prior has its own.
    this.fitted = this.spec.centred
      ? { centre: new Array(d).fill(0), radius: points.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) }
      : fitOf(points, d);
  }

  get side() {
    return this.field.clientWidth;
  }

  // ---- where the points are now ---------------------------------------------------------------

  current() {
    if (!this.film) return this.points;
    const { frames } = this.film;
    if (!frames.length) return null;
    const at = Math.min(frames.length - 1, this.view.head);
    const [low, t] = [Math.floor(at), at % 1];
    if (at === this.currentAt && this.currentFilm === frames[low]) return this.points;
    this.currentAt = at;
    this.currentFilm = frames[low];
    const fits = (this.film.fits ??= []);
    if (fits.length > frames.length) fits.length = 0; // it began anew
    const fit = (i) => (fits[i] ??= fitOf(frames[i], this.dimensions));
    if (t === 0) {
      this.points = frames[low];
      this.fitted = fit(low);
    } else {
      this.mixed ??= new Float32Array(frames[0].length);
      const [a, b, out] = [frames[low], frames[low + 1], this.mixed];
      const [fitA, fitB] = [fit(low), fit(low + 1)];
      this.fitted = mixFits(fitA, fitB, t);
      // In reaches of its own frame each point moves evenly, also while the whole map grows by factors.
      for (let i = 0; i < out.length; i++) {
        const axis = i % this.dimensions;
        const [u, v] = [(a[i] - fitA.centre[axis]) / fitA.radius, (b[i] - fitB.centre[axis]) / fitB.radius];
        out[i] = this.fitted.centre[axis] + (u + t * (v - u)) * this.fitted.radius;
      }
      this.points = out;
    }
    return this.points;
  }

  render() {
    const points = this.current();
    const { side } = this;
    const ratio = devicePixelRatio || 1;
    const size = Math.round(side * ratio);
    if (this.pixels.width !== size || !this.image) {
      for (const canvas of [this.pixels, this.over]) canvas.width = canvas.height = size;
      this.image = new ImageData(size, size);
      this.words = new Uint32Array(this.image.data.buffer);
    }
    const over = this.over.getContext("2d");
    over.setTransform(ratio, 0, 0, ratio, 0, 0);
    over.clearRect(0, 0, side, side);
    this.words.fill(0);
    if (points) this.drawPoints(points, side, ratio, size);
    this.pixels.getContext("2d").putImageData(this.image, 0, 0);
    if (points) this.drawOver(over, side);
    this.showTip();
  }

  drawPoints(points, side, ratio, size) {
    const { labels, palette, selected, data: { count } } = this.view;
    project(points, this.dimensions, this.fitted, this.camera, side, this.screen, this.depth);
    const is3d = this.dimensions === 3;
    if (is3d) farToNear(this.depth, this.order);
    const hasSet = selected.size > 0;
    for (let i = 0; i < count; i++) {
      const shades = palette[labels[i] === UNLABELLED ? CLASSES : labels[i] % CLASSES];
      const level = is3d ? 1 + Math.min(DEPTHS - 1, Math.floor(this.depth[i] * DEPTHS)) : DEPTHS;
      this.shades[i] = shades[hasSet && !selected.has(i) ? 0 : level];
    }
    const radius =
      Math.min(5, (count > 6000 ? 1.3 : count > 2500 ? 1.7 : 2.3) * Math.sqrt(Math.sqrt(this.camera.zoom))) * ratio;
    if (this.discRadius !== radius) [this.discRadius, this.disc] = [radius, disc(radius)];
    if (!hasSet || is3d) splat(this.words, size, size, this.screen, ratio, this.disc, this.shades, this.order);
    else {
      const chosenLast = Uint32Array.from([...this.order].sort((a, b) => selected.has(a) - selected.has(b)));
      splat(this.words, size, size, this.screen, ratio, this.disc, this.shades, chosenLast);
    }
  }

  drawOver(draw, side) {
    const { view } = this;
    if (this.spec.prior) this.drawPrior(draw, side);
    draw.font = "700 17px sans-serif";
    draw.textAlign = "center";
    draw.textBaseline = "middle";
    densestPlaces(this.screen, view.labels, side, CLASSES).forEach((place, label) => {
      if (place) outlined(draw, String(label), place, view.colours.digits[label], view.paper);
    });
    if (this.outline?.length > 1) this.drawOutline(draw, this.outline, true);
    else if (view.lasso?.panel === this.number && this.dimensions === 2) {
      this.drawOutline(
        draw,
        view.lasso.corners.map((corner) => this.toScreen(corner)),
        false,
      );
    }
    for (const [point, radius, width] of [[view.chosen, 7, 3], [view.hovered, 6, 2]]) {
      if (point >= 0 && point < view.data.count) {
        this.ring(draw, [this.screen[2 * point], this.screen[2 * point + 1]], radius, width);
      }
    }
    this.drawPlaced(draw);
  }

  ring(draw, [x, y], radius, width, colour = `rgb(${this.view.ink})`) {
    for (const [stroke, extra] of [[this.view.paper, 2], [colour, 0]]) {
      draw.strokeStyle = stroke;
      draw.lineWidth = width + extra;
      draw.beginPath();
      draw.arc(x, y, radius, 0, 2 * Math.PI);
      draw.stroke();
    }
  }

  /** One, two and three standard deviations of N(0, I), around 0. */
  drawPrior(draw, side) {
    const unit = ((side / 2) * MARGIN * this.camera.zoom) / this.fitted.radius;
    const [x, y] = this.toScreen([
      -this.fitted.centre[0] / this.fitted.radius,
      -this.fitted.centre[1] / this.fitted.radius,
    ]);
    draw.strokeStyle = this.view.colours.p;
    draw.lineWidth = 1;
    draw.setLineDash([3, 4]);
    for (const sigmas of [1, 2, 3]) {
      draw.beginPath();
      draw.arc(x, y, sigmas * unit, 0, 2 * Math.PI);
      draw.stroke();
    }
    draw.setLineDash([]);
    draw.font = "italic 12px serif";
    draw.textAlign = "center";
    for (const sigmas of [1, 2, 3]) {
      const at = sigmas * unit * Math.SQRT1_2;
      outlined(draw, `${sigmas}σ`, [x - at, y + at], this.view.colours.p, this.view.paper);
    }
  }

  drawOutline(draw, corners, isOpen) {
    draw.strokeStyle = `rgb(${this.view.ink})`;
    draw.lineWidth = 1.5;
    draw.setLineDash([5, 4]);
    draw.beginPath();
    corners.forEach(([x, y], i) => (i ? draw.lineTo(x, y) : draw.moveTo(x, y)));
    if (!isOpen) draw.closePath();
    draw.stroke();
    draw.setLineDash([]);
  }

  /** From reaches of the map to the screen, in two dimensions, and back. */
  toScreen([x, y]) {
    const half = (this.side / 2) * MARGIN * this.camera.zoom;
    return [this.side / 2 + (x - this.camera.x) * half, this.side / 2 - (y - this.camera.y) * half];
  }

  toMap([x, y]) {
    const half = (this.side / 2) * MARGIN * this.camera.zoom;
    return [this.camera.x + (x - this.side / 2) / half, this.camera.y - (y - this.side / 2) / half];
  }

  showTip() {
    const { view } = this;
    const isHere = view.hoverPanel === this && view.hovered >= 0;
    this.tip.hidden = !isHere;
    if (!isHere) return;
    const point = view.hovered;
    const start = performance.now();
    paintInk(this.tipCanvas, view.picture(point, () => view.schedule()), view.ink);
    this.tipText.textContent = view.name(point);
    const [x, y] = [this.screen[2 * point], this.screen[2 * point + 1]];
    const [width, height] = [96, 118];
    this.tip.style.left = `${x + width + 14 > this.side ? x - width - 6 : x + 14}px`;
    this.tip.style.top = `${Math.max(4, Math.min(this.side - height, y - height / 2))}px`;
    note(view.stats.hoverMs, performance.now() - start + (this.foundMs ?? 0));
  }

  showState(at) {
    if (!this.film) return;
    const { text } = this.view.data;
    const { stage, ahead, message, frames, kls } = this.film;
    const waits = {
      waiting: ahead ? filled(text.ahead, { n: ahead }) : text.waiting,
      cancelled: text.cancelled,
      failed: message || text.failed,
    };
    this.waiting.textContent = stage === "forming" && !frames.length ? text.waiting : (waits[stage] ?? "");
    const kl = kls[Math.min(at, kls.length - 1)];
    this.state.textContent = kl === null || kl === undefined ? "" : filled(text.kl, { kl: kl.toFixed(2) });
  }

  // ---- the digit that is placed ---------------------------------------------------------------

  place(placed) {
    if (!placed) {
      this.placed = this.wanted = null;
      return;
    }
    if (this.film) {
      this.askForPlace(placed.mean);
      return;
    }
    const { basis } = this.spec;
    const along = (axis, value) => basis.reduce((sum, row, j) => sum + value(row[axis], j), 0);
    const point = Array.from({ length: this.dimensions }, (_, axis) => along(axis, (b, j) => b * placed.mean[j]));
    const { variance } = placed;
    const cross = (a, b) => basis.reduce((sum, row, j) => sum + row[a] * row[b] * variance[j], 0);
    this.placed = {
      point,
      covariance: variance && this.dimensions === 2 ? [cross(0, 0), cross(0, 1), cross(1, 1)] : null,
    };
  }

  /** The server knows where a new point belongs in t-SNE: one question at a time, and then the newest. */
  async askForPlace(mean) {
    this.wanted = mean;
    if (this.isAsking || this.film.stage !== "finished") return;
    this.isAsking = true;
    while (this.wanted) {
      const [asked, start] = [this.wanted, performance.now()];
      this.wanted = null;
      try {
        const response = await fetch(`${this.spec.url}/place`, {
          method: "POST",
          body: JSON.stringify(Array.from(asked)),
        });
        const point = response.ok ? await response.json() : null;
        note(this.view.stats.placeMs, performance.now() - start);
        if (this.view.placed) this.placed = point && { point, covariance: null };
      } catch (error) {
        console.error(error);
      }
      this.view.schedule();
    }
    this.isAsking = false;
  }

  drawPlaced(draw) {
    const { view } = this;
    if (
      this.film && view.placed && !this.placed && !this.isAsking && !this.hasAsked && this.film.stage === "finished"
    ) {
      this.hasAsked = true; // the map has been finished since
      this.askForPlace(view.placed.mean);
    }
    if (!this.placed || (this.film && view.head < this.film.frames.length - 1)) return;
    const at = new Float32Array(2);
    project(
      Float32Array.from(this.placed.point),
      this.dimensions,
      this.fitted,
      this.camera,
      this.side,
      at,
      new Float32Array(1),
    );
    if (this.placed.covariance) this.drawEllipse(draw, at);
    this.ring(draw, at, this.placed.covariance ? 3 : 8, 4, view.colours.mu);
    outlined(draw, "μ", [at[0] + 18, at[1] - 12], view.colours.mu, view.paper);
  }

  /** Two standard deviations of q(z∣x), as the map shows them. */
  drawEllipse(draw, [x, y]) {
    const [xx, xy, yy] = this.placed.covariance;
    const unit = (2 * (this.side / 2) * MARGIN * this.camera.zoom) / this.fitted.radius;
    const first = Math.sqrt(xx); // Σ = L Lᵀ maps the unit circle to the ellipse
    const [across, second] = [xy / first, Math.sqrt(Math.max(0, yy - (xy / first) ** 2))];
    draw.strokeStyle = this.view.colours.mu;
    draw.lineWidth = 2;
    draw.beginPath();
    for (let i = 0; i <= 48; i++) {
      const [cos, sin] = [Math.cos((i * Math.PI) / 24), Math.sin((i * Math.PI) / 24)];
      draw.lineTo(x + unit * first * cos, y - unit * (across * cos + second * sin));
    }
    draw.stroke();
  }

  // ---- the hand -------------------------------------------------------------------------------

  listen() {
    const { field } = this;
    field.onpointermove = (event) => this.move(event);
    field.onpointerleave = () => this.drag || this.view.hover(-1);
    field.onpointerdown = (event) => this.press(event);
    field.onpointerup = field.onpointercancel = (event) => this.lift(event);
    field.addEventListener("wheel", (event) => this.turnWheel(event), { passive: false });
    field.onkeydown = (event) => this.key(event);
  }

  at(event) {
    const box = this.field.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  move(event) {
    const [x, y] = this.at(event);
    if (this.drag) {
      this.pull(x, y);
      return;
    }
    const start = performance.now();
    const point = this.points ? nearestOnScreen(this.screen, x, y, REACH) : -1;
    this.foundMs = performance.now() - start;
    this.view.hover(point, this);
  }

  press(event) {
    if (event.button !== 0 || !this.points) return;
    this.field.setPointerCapture(event.pointerId);
    this.field.focus({ preventScroll: true });
    const [x, y] = this.at(event);
    const isLasso = !this.view.data.plain && (event.shiftKey || this.view.isArmed);
    this.drag = { x, y, fromX: x, fromY: y, camera: { ...this.camera }, isLasso, far: 0 };
    if (isLasso) this.outline = [[x, y]];
    event.preventDefault();
  }

  pull(x, y) {
    const { drag } = this;
    drag.far = Math.max(drag.far, Math.hypot(x - drag.fromX, y - drag.fromY));
    [drag.x, drag.y] = [x, y];
    if (drag.isLasso) this.outline.push([x, y]);
    else if (drag.far > CLICK) {
      const [across, down] = [x - drag.fromX, y - drag.fromY];
      this.view.hover(-1);
      this.field.classList.add("panning");
      if (this.dimensions === 3) {
        Object.assign(this.camera, {
          yaw: drag.camera.yaw + across / 120,
          pitch: Math.max(-1.5, Math.min(1.5, drag.camera.pitch + down / 120)),
        });
      } else {
        const half = (this.side / 2) * MARGIN * this.camera.zoom;
        Object.assign(this.camera, { x: drag.camera.x - across / half, y: drag.camera.y + down / half });
      }
    }
    this.view.schedule();
  }

  lift() {
    const { drag, view } = this;
    this.drag = null;
    this.field.classList.remove("panning");
    if (!drag) return;
    if (drag.isLasso) this.closeLasso();
    else if (drag.far <= CLICK) {
      if (!view.data.plain) view.choose(nearestOnScreen(this.screen, drag.x, drag.y, REACH));
    } else view.tell();
  }

  closeLasso() {
    const { view } = this;
    const round = (value) => Number(value.toPrecision(4));
    const corners = thinned(this.outline, 40).map((corner) => this.toMap(corner).map(round));
    this.outline = null;
    view.armLasso(false);
    if (corners.length > 2) view.select(this.within(corners), { panel: this.number, corners });
    else view.select([], null);
  }

  /** The points inside an outline in reaches of the map; in three dimensions, of those on the screen. */
  within(corners) {
    const points = this.current();
    if (!points || !this.side) return [];
    project(points, this.dimensions, this.fitted, this.camera, this.side, this.screen, this.depth);
    const found = [];
    for (let i = 0; i < this.screen.length / 2; i++) {
      if (isInside(corners, ...this.toMap([this.screen[2 * i], this.screen[2 * i + 1]]))) found.push(i);
    }
    return found;
  }

  zoom(factor, x, y) {
    const zoom = Math.max(0.5, Math.min(MOST_ZOOM, this.camera.zoom * factor));
    if (this.dimensions === 2) {
      const [mapX, mapY] = this.toMap([x, y]); // what is under the mouse stays there
      const half = (this.side / 2) * MARGIN * zoom;
      Object.assign(this.camera, { x: mapX - (x - this.side / 2) / half, y: mapY + (y - this.side / 2) / half });
    }
    this.camera.zoom = zoom;
  }

  /** The wheel zooms a map that was clicked; others let the page scroll by. */
  turnWheel(event) {
    if (!event.ctrlKey && this.field.getRootNode().activeElement !== this.field) return;
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 400), ...this.at(event));
    this.view.settle();
  }

  key(event) {
    const { view } = this;
    if (event.altKey || event.ctrlKey || event.metaKey || !this.points) return;
    const isDone = this.keyed(event.key, view);
    if (isDone) event.preventDefault();
  }

  keyed(key, view) {
    if (key in ARROWS) {
      const from = view.hovered >= 0 ? view.hovered : view.chosen;
      const middle = () => nearestOnScreen(this.screen, this.side / 2, this.side / 2, Infinity);
      const next = from >= 0 ? nextInDirection(this.screen, from, ARROWS[key], this.side) : middle();
      if (next >= 0) view.hover(next, this);
    } else if (key === "Enter" && view.hovered >= 0 && !view.data.plain) view.choose(view.hovered);
    else if (key === "Escape" && !view.data.plain) {
      view.chosen = -1;
      view.select([], null);
    } else if (key === "+" || key === "=") this.zoomMiddle(1.25);
    else if (key === "-") this.zoomMiddle(1 / 1.25);
    else if (key === "0") view.fit();
    else return false;
    return true;
  }

  zoomMiddle(factor) {
    this.zoom(factor, this.side / 2, this.side / 2);
    this.view.settle();
  }
}

/** Text with an outline in the colour of the paper, so that it reads over dots. */
function outlined(draw, text, [x, y], colour, paper) {
  draw.lineWidth = 4;
  draw.lineJoin = "round";
  draw.strokeStyle = paper;
  draw.strokeText(text, x, y);
  draw.fillStyle = colour;
  draw.fillText(text, x, y);
}
