// Pictures decoded along a rule: a grid of the plane, a row for each dimension, a way from one digit to another.
// Each view says which code belongs into which picture; here they are decoded, a few in each frame, so that the
// hand never waits. Views, sheets, paths and the networks come from ../shared.

const VIEWS = { manifold: Manifold, traversals: Traversals, path: Path, arithmetic: Arithmetic, tour: Tour };
const FRAME_MS = 7; // of decoding, in a frame of 16 ms that others share

const walks = new WeakMap();

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let walk = walks.get(parentElement);
  if (!walk) walks.set(parentElement, walk = new Walk(parentElement));
  walk.send = (message) => setTriggerValue("place", message);
  walk.update(data);
  return () => {
    walk.stop();
    walks.delete(parentElement);
  };
}

class Walk {
  constructor(parent) {
    this.root = parent.querySelector(".walk");
    this.root.view = this; // for the browser tests, as are the stats
    this.hand = this.root.querySelector(".hand");
    this.scene = this.root.querySelector(".scene");
    this.said = this.root.querySelector(".said");
    this.stats = { rounds: 0, decoded: 0 };
    this.functions = { decode, straight, spherical, eased, classMeans, spread, meanKl, cellOf, gif };
    this.sequence = 0;
    this.queue = [];
    this.presenter = new Presenter(this.root, (isOn) => this.onPresented(isOn));
    this.onMoved = ({ detail }) => this.follow(detail);
    window.addEventListener(MOVED, this.onMoved);
    // What nobody sees waits: a drag far up the page is not slowed down by it.
    this.isSeen = false;
    this.watcher = new IntersectionObserver(([entry]) => {
      this.isSeen = entry.isIntersecting;
      if (this.isSeen && (this.isDue || this.queue.length)) this.wake();
    });
    this.watcher.observe(this.root);
  }

  stop() {
    this.stopped = true;
    window.removeEventListener(MOVED, this.onMoved);
    this.watcher.disconnect();
    cancelAnimationFrame(this.frame);
    this.view?.clock?.stop();
    this.presenter.stop();
  }

  // ---- what the server says -------------------------------------------------------------------

  update(data) {
    const isKnown = this.data !== undefined;
    this.data = data;
    this.text = data.text;
    this.root.lang = data.text.lang;
    this.root.dataset.view = data.view;
    this.root.style.setProperty("--symbol-z", `light-dark(${data.colours.z.light}, ${data.colours.z.dark})`);
    if (!isKnown) {
      this.sequence = data.answered;
      this.z = Float64Array.from(data.z);
      this.axes = data.axes.map((axis) => axis - 1);
    }
    if (data.answered >= this.sequence && !this.view?.clock?.playing) this.place = data.place;
    this.ink = channels(getComputedStyle(this.root).color);
    const shape = JSON.stringify([data.models, data.text, data.view]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.fetch();
    } else if (this.models) this.show();
  }

  async fetch() {
    const { shape, text } = this;
    this.said.textContent = text.loading;
    delete this.root.dataset.ready;
    this.models = null;
    try {
      const models = await Promise.all(this.data.models.map(fetchModel));
      if (shape !== this.shape || this.stopped) return; // meanwhile other models were asked for
      this.models = models;
      this.said.textContent = "";
      this.view?.clock?.set(false);
      this.view = new VIEWS[this.data.view](this);
      this.view.build();
      this.buildTake();
      this.show();
    } catch (error) {
      console.error(error);
      // The decoder at the top of the page offers a second try; when that has come, so does this one.
      this.said.textContent = text.failed;
      this.isLost = true;
    }
  }

  buildTake() {
    const { text } = this;
    const button = (label, onclick, className = "") =>
      element("button", { type: "button", textContent: label, className, onclick });
    const kinds = [["PNG", () => this.savePng()], ["SVG", () => this.saveSvg()]];
    if (this.view.film) kinds.push(["GIF", () => this.saveGif()]);
    const present = button(text.present, () => this.presenter.toggle(), "present");
    present.title = text.present_help;
    this.root.querySelector(".take").replaceChildren(
      present,
      element("span", { textContent: text.save }),
      ...kinds.map(([kind, save]) => {
        const made = button(kind, save, kind.toLowerCase());
        made.setAttribute("aria-label", filled(text.save_as, { kind }));
        return made;
      }),
    );
  }

  // ---- what the hand does ---------------------------------------------------------------------

  /** A setting changes: on screen at once, in the address and on the server when the hand lets go. */
  set(name, value, isDone = true) {
    this.place = { ...this.place, [name]: value, show: this.presenter.isOn ? this.data.view : "" };
    if (isDone) {
      this.sequence += 1;
      writeAddress(this.data.address, this.place);
      this.send({ sequence: this.sequence, place: this.place });
    }
    this.show();
  }

  /** The decoder has moved z. */
  follow({ z, axes }) {
    if (z.length !== this.z.length) return;
    const turned = axes.join() !== this.axes.join();
    this.z = Float64Array.from(z);
    this.axes = axes;
    if (this.isLost) {
      this.isLost = false;
      this.fetch();
    }
    if (!this.models) return;
    if (turned) this.show();
    else {
      this.view.follow?.();
      if (this.view.isFollowing) this.schedule();
    }
  }

  say(words) {
    this.said.textContent = words;
  }

  onPresented(isOn) {
    if (!this.view || this.stopped) return;
    this.view.presented?.(isOn);
    this.set("show", isOn ? this.data.view : "");
  }

  // ---- what is drawn --------------------------------------------------------------------------

  show() {
    this.view.show();
    this.schedule();
  }

  schedule() {
    this.isDue = true;
    this.wake();
  }

  wake() {
    if (this.isSeen || !this.root.dataset.ready) this.frame ??= requestAnimationFrame(() => this.render());
  }

  /** Decode what is due for as long as a frame allows; the rest comes in the next. */
  render() {
    this.frame = null;
    if (this.stopped || !this.models) return;
    if (this.isDue) this.renew();
    const start = performance.now();
    while (this.queue.length && performance.now() - start < FRAME_MS) {
      const { sheet, at, model, z } = this.queue.shift();
      sheet.paint(at, decode(model.layers, z), this.ink);
      this.stats.decoded += 1;
    }
    if (this.queue.length) this.wake();
    else {
      this.stats.rounds += 1;
      if (!this.root.dataset.ready) this.onReady();
    }
  }

  /** All pictures are there; not before that does a film start by itself, which would always have more to come. */
  onReady() {
    this.root.dataset.ready = "true";
    if (this.place.show === this.data.view) this.presenter.enter(); // so the address says
  }

  /** New codes for all pictures; those that wait since the last time go first, so that each gets its turn. */
  renew() {
    this.isDue = false;
    const waiting = new Set(this.queue.map(({ sheet, at }) => `${number(sheet)}:${at}`));
    if (waiting.size) this.view.interrupted?.();
    const tasks = this.view.tasks();
    const waits = ({ sheet, at }) => waiting.has(`${number(sheet)}:${at}`);
    this.queue = waiting.size ? [...tasks.filter(waits), ...tasks.filter((task) => !waits(task))] : tasks;
  }

  // ---- to keep it -----------------------------------------------------------------------------

  get name() {
    return `latent-space-${this.data.view}`;
  }

  async savePng() {
    this.finish();
    save(await png(this.view.layout()), `${this.name}.png`);
  }

  saveSvg() {
    this.finish();
    save(svg(this.view.layout(), this.text.title), `${this.name}.svg`);
  }

  saveGif() {
    const { frames, width, height, seconds } = this.view.film();
    save(new Blob([gif(frames, width, height, seconds)], { type: "image/gif" }), `${this.name}.gif`);
  }

  /** A file holds everything that is due. */
  finish() {
    if (this.isDue) this.renew();
    for (const { sheet, at, model, z } of this.queue.splice(0)) sheet.paint(at, decode(model.layers, z), this.ink);
  }
}

const numbers = new WeakMap();
let sheets = 0;
const number = (sheet) => numbers.get(sheet) ?? (numbers.set(sheet, ++sheets), sheets);

async function fetchModel({ kind, label, decoder, encodings, activation, latent_dim: n }) {
  const [weights, codes] = await Promise.all([fetchTensors(decoder), fetchTensors(encodings)]);
  const [means, labels] = [codes.mean.values, codes.label.values];
  return {
    kind,
    label,
    n,
    layers: buildDecoder(weights, activation),
    codes: means,
    logVariances: codes.log_variance?.values,
    labels,
    means: classMeans(means, labels, CODE_CLASSES),
  };
}
