// What goes from one place to another: interpolation as a film strip, arithmetic, a tour of the prior.

const LANE_SCALE = 3; // times the pixels of a picture, in a file
const LANE_TEXT = 20;
const FILM_SECONDS = 3; // from one end to the other
const FILM_FRAMES = 33; // of a GIF, one way
const WAYS = [["straight", straight], ["spherical", spherical]];
const LETTERS = ["A", "B", "C"];

/** Words about the code nearest to z. */
function nearby(walk, model, z) {
  const found = nearest(model.codes, z);
  const label = model.labels[found.index];
  const { text } = walk;
  return filled(label < CODE_CLASSES ? text.nearest : text.nearest_unlabelled, {
    digit: label,
    distance: found.distance.toFixed(2),
  });
}

/** From A to B, straight and along a great circle, in every model. */
export class Path {
  constructor(walk) {
    this.walk = walk;
  }

  build() {
    const { walk } = this;
    const { text, data } = walk;
    this.ends = LETTERS.slice(0, 2).map((letter, i) =>
      new Picker(letter, walk, () => walk.place.ends[i], (token) => {
        walk.set("ends", walk.place.ends.map((old, k) => (k === i ? token : old)));
      })
    );
    this.clock = new Clock(text, (seconds) => this.run(seconds), (playing) => playing || walk.set("t", walk.place.t));
    this.slide = new Slide(
      text.between,
      { low: 0, high: 1, step: 0.01 },
      (t) => this.seek(t, false),
      (t) => this.seek(t, true),
    );
    walk.hand.replaceChildren(
      ...this.ends.map(({ node }) => node),
      element("div", { className: "film" }, [this.clock.button, this.slide.node]),
    );
    this.columns = data.options.frames;
    this.lanes = walk.models.flatMap((model) => WAYS.map(([name, way]) => this.lane(model, name, way)));
    walk.scene.replaceChildren(element("div", { className: "lanes" }, this.lanes.map(({ node }) => node)));
  }

  lane(model, name, way) {
    const { text } = this.walk;
    const title = `${model.label}, ${text[name]}`;
    const [strip, now] = [new Sheet(this.columns, 1, title), new Sheet(1, 1, title)];
    const mark = element("div", { className: "playhead" });
    const reading = element("small");
    const node = element("div", { className: "lane" }, [
      element("div", { className: "title" }, [element("b", { textContent: title }), reading]),
      element("div", { className: "strip" }, [strip.canvas, mark]),
      element("div", { className: "now" }, [now.canvas]),
    ]);
    return { model, way, title, strip, now, mark, reading, node };
  }

  /** There and back again, slow at both ends. */
  run(seconds) {
    this.phase = ((this.phase ?? this.walk.place.t / 2) + seconds / FILM_SECONDS / 2) % 1;
    const t = this.phase < 0.5 ? 2 * this.phase : 2 - 2 * this.phase;
    this.walk.set("t", Math.round(1000 * eased(t)) / 1000, false);
  }

  seek(t, isDone) {
    this.clock.set(false);
    this.phase = undefined;
    this.walk.set("t", t, isDone);
  }

  show() {
    const { t } = this.walk.place;
    this.ends.forEach((end) => end.show());
    this.slide.show(t, t.toFixed(2));
    for (const lane of this.lanes) {
      lane.mark.style.left = `${(100 * (t * (this.columns - 1) + 0.5)) / this.columns}%`;
      lane.reading.textContent = nearby(this.walk, lane.model, this.at(lane, t));
    }
  }

  at({ model, way }, t) {
    const [a, b] = this.walk.place.ends.map((token) => codeOf(model, token));
    return way(a, b, t);
  }

  /** What moves comes first; the strips stay while only t does. */
  tasks() {
    const { t, ends } = this.walk.place;
    const now = this.lanes.map((lane) => ({ sheet: lane.now, at: 0, model: lane.model, z: this.at(lane, t) }));
    const key = ends.join();
    if (this.drawn === key && this.ink === this.walk.ink.join()) return now;
    [this.drawn, this.ink] = [key, this.walk.ink.join()];
    const strips = this.lanes.flatMap((lane) =>
      Array.from({ length: this.columns }, (_, at) => (
        { sheet: lane.strip, at, model: lane.model, z: this.at(lane, at / (this.columns - 1)) }
      ))
    );
    return [...now, ...this.ends.map((end) => end.task()), ...strips];
  }

  /** A strip that was begun while another was under way is painted to its end. */
  interrupted() {
    this.drawn = null;
  }

  layout() {
    const tall = SIDE * LANE_SCALE + 1.8 * LANE_TEXT;
    const sheets = this.lanes.map(({ strip }, i) => ({
      sheet: strip,
      left: LANE_TEXT,
      top: i * tall + 1.5 * LANE_TEXT,
      scale: LANE_SCALE,
    }));
    const texts = this.lanes.map(({ title }, i) => ({
      text: title,
      left: LANE_TEXT,
      top: i * tall + 1.1 * LANE_TEXT,
      size: LANE_TEXT,
    }));
    return {
      width: SIDE * LANE_SCALE * this.columns + 2 * LANE_TEXT,
      height: this.lanes.length * tall + LANE_TEXT,
      sheets,
      texts,
    };
  }

  /** Every frame of the film: the lanes beside one another, there and back. */
  film() {
    const scale = 5;
    const wide = SIDE * scale + LANE_TEXT;
    const sheets = this.lanes.map(({ title }) => new Sheet(1, 1, title));
    const layout = {
      width: this.lanes.length * wide + LANE_TEXT,
      height: SIDE * scale + 3 * LANE_TEXT,
      sheets: sheets.map((sheet, i) => ({ sheet, left: LANE_TEXT + i * wide, top: 2 * LANE_TEXT, scale })),
      texts: this.lanes.map(({ title }, i) => ({
        text: title,
        left: LANE_TEXT + i * wide,
        top: 1.4 * LANE_TEXT,
        size: 15,
      })),
    };
    const way = Array.from({ length: FILM_FRAMES }, (_, i) => eased(i / (FILM_FRAMES - 1)));
    const frames = way.map((t) => {
      this.lanes.forEach((lane, i) => sheets[i].paint(0, decode(lane.model.layers, this.at(lane, t)), [0, 0, 0]));
      return greys(layout);
    });
    return { frames: [...frames, ...frames.slice(1, -1).reverse()], ...layout, seconds: 0.06 };
  }
}

/** A − B + C in every model. */
export class Arithmetic {
  constructor(walk) {
    this.walk = walk;
  }

  build() {
    const { walk } = this;
    this.ends = LETTERS.map((letter, i) =>
      new Picker(letter, walk, () => walk.place.terms[i], (token) => {
        walk.set("terms", walk.place.terms.map((old, k) => (k === i ? token : old)));
      })
    );
    walk.hand.replaceChildren(...this.ends.map(({ node }) => node));
    this.lanes = walk.models.map((model) => this.lane(model));
    walk.scene.replaceChildren(element("div", { className: "sums" }, this.lanes.map(({ node }) => node)));
  }

  lane(model) {
    const { text } = this.walk;
    const terms = [...LETTERS, text.sum].map((name) => new Sheet(1, 1, `${model.label}: ${name}`));
    const reading = element("small");
    const signs = ["", "−", "+", "="];
    const parts = terms.flatMap((sheet, i) => [element("b", { textContent: signs[i] }), sheet.canvas]);
    const node = element("div", { className: "sum" }, [
      element("span", { className: "title", textContent: model.label }),
      ...parts,
      reading,
    ]);
    return { model, terms, reading, node, signs };
  }

  codes(model) {
    const [a, b, c] = this.walk.place.terms.map((token) => codeOf(model, token));
    return [a, b, c, a.map((value, i) => value - b[i] + c[i])];
  }

  show() {
    this.ends.forEach((end) => end.show());
    for (const { model, reading } of this.lanes) reading.textContent = nearby(this.walk, model, this.codes(model)[3]);
  }

  tasks() {
    const sums = this.lanes.flatMap(({ model, terms }) =>
      this.codes(model).map((z, i) => ({ sheet: terms[i], at: 0, model, z }))
    );
    return [...sums, ...this.ends.map((end) => end.task())];
  }

  layout() {
    const scale = 5;
    const [side, tall] = [SIDE * scale, SIDE * scale + 2.2 * LANE_TEXT];
    const step = side + 2 * LANE_TEXT;
    const sheets = this.lanes.flatMap(({ terms }, row) =>
      terms.map((sheet, i) => ({ sheet, left: 2 * LANE_TEXT + i * step, top: row * tall + 1.7 * LANE_TEXT, scale }))
    );
    const texts = this.lanes.flatMap(({ model, signs }, row) => [
      { text: model.label, left: 2 * LANE_TEXT, top: row * tall + 1.2 * LANE_TEXT, size: LANE_TEXT },
      ...signs.map((text, i) => ({
        text,
        left: LANE_TEXT + i * step,
        top: row * tall + 1.7 * LANE_TEXT + side / 2,
        size: 1.4 * LANE_TEXT,
        anchor: "middle",
      })),
    ]);
    return { width: 4 * step + LANE_TEXT, height: this.lanes.length * tall + LANE_TEXT, sheets, texts };
  }
}

const MOVE_SECONDS = 1.6;
const REST_SECONDS = 0.7;
const STOPS_SHOWN = 8;
const FILM_STOPS = 6;
const STOPS_APART = 7919; // seeds of one tour lie so far apart that those of the next do not meet them

/** Through draws from the prior, one after another, without end. */
export class Tour {
  constructor(walk) {
    this.walk = walk;
    this.time = 0;
  }

  build() {
    const { walk } = this;
    const { text } = walk;
    this.clock = new Clock(text, (seconds) => this.run(seconds));
    this.speed = new Slide(
      text.speed,
      { low: 0.25, high: 3, step: 0.25 },
      (value) => walk.set("speed", value, false),
      (value) => walk.set("speed", value),
    );
    const anew = element("button", { type: "button", textContent: text.another_tour, onclick: () => this.startAnew() });
    walk.hand.replaceChildren(element("div", { className: "film" }, [this.clock.button, this.speed.node, anew]));
    this.lanes = walk.models.map((model) => {
      const [now, stops] = [
        new Sheet(1, 1, filled(text.picture, { model: model.label })),
        new Sheet(STOPS_SHOWN, 1, filled(text.stops, { model: model.label })),
      ];
      const reading = element("small");
      const node = element("div", { className: "tour" }, [
        element("span", { className: "title", textContent: model.label }),
        now.canvas,
        reading,
        stops.canvas,
      ]);
      return { model, now, stops, reading, node };
    });
    walk.scene.replaceChildren(element("div", { className: "tours" }, this.lanes.map(({ node }) => node)));
  }

  startAnew() {
    this.time = 0;
    this.walk.set("seed", (this.walk.place.seed + 1) % (this.walk.data.options.seeds + 1));
  }

  run(seconds) {
    this.time += seconds * this.walk.place.speed;
    this.walk.schedule();
  }

  presented(isOn) {
    if (isOn) this.clock.set(true); // nobody has to press anything on a projector
  }

  stop(k) {
    return Array.from(noise(this.walk.place.seed + STOPS_APART * k, this.walk.z.length), clamp);
  }

  at(time) {
    const leg = MOVE_SECONDS + REST_SECONDS;
    const k = Math.floor(time / leg);
    const t = Math.min(1, Math.max(0, (time - k * leg - REST_SECONDS) / MOVE_SECONDS));
    return straight(this.stop(k), this.stop(k + 1), eased(t));
  }

  show() {
    const { speed } = this.walk.place;
    this.speed.show(speed, `× ${speed.toFixed(2)}`);
  }

  tasks() {
    const z = this.at(this.time);
    for (const { model, reading } of this.lanes) reading.textContent = nearby(this.walk, model, z);
    const now = this.lanes.map(({ model, now: sheet }) => ({ sheet, at: 0, model, z }));
    const page = Math.floor(this.time / (MOVE_SECONDS + REST_SECONDS) / STOPS_SHOWN);
    const key = [this.walk.place.seed, page, ...this.walk.ink].join();
    if (key === this.drawn) return now;
    this.drawn = key;
    const stops = this.lanes.flatMap(({ model, stops: sheet }) =>
      Array.from({ length: STOPS_SHOWN }, (_, at) => ({ sheet, at, model, z: this.stop(page * STOPS_SHOWN + at) }))
    );
    return [...now, ...stops];
  }

  interrupted() {
    this.drawn = null;
  }

  layout() {
    const scale = 4;
    const tall = SIDE * scale + 2 * LANE_TEXT;
    const sheets = this.lanes.map(({ stops: sheet }, i) => ({
      sheet,
      left: LANE_TEXT,
      top: i * tall + 1.6 * LANE_TEXT,
      scale,
    }));
    const texts = this.lanes.map(({ model }, i) => ({
      text: model.label,
      left: LANE_TEXT,
      top: i * tall + 1.2 * LANE_TEXT,
      size: LANE_TEXT,
    }));
    return {
      width: SIDE * scale * STOPS_SHOWN + 2 * LANE_TEXT,
      height: this.lanes.length * tall + LANE_TEXT,
      sheets,
      texts,
    };
  }

  film() {
    const scale = 6;
    const wide = SIDE * scale + LANE_TEXT;
    const sheets = this.lanes.map(({ model }) => new Sheet(1, 1, model.label));
    const layout = {
      width: this.lanes.length * wide + LANE_TEXT,
      height: SIDE * scale + 3 * LANE_TEXT,
      sheets: sheets.map((sheet, i) => ({ sheet, left: LANE_TEXT + i * wide, top: 2 * LANE_TEXT, scale })),
      texts: this.lanes.map(({ model }, i) => ({
        text: model.label,
        left: LANE_TEXT + i * wide,
        top: 1.4 * LANE_TEXT,
        size: LANE_TEXT,
      })),
    };
    const [seconds, frames] = [0.08, []];
    for (let time = 0; time < FILM_STOPS * (MOVE_SECONDS + REST_SECONDS); time += seconds) {
      const z = this.at(time);
      this.lanes.forEach(({ model }, i) => sheets[i].paint(0, decode(model.layers, z), [0, 0, 0]));
      frames.push(greys(layout));
    }
    return { frames, ...layout, seconds };
  }
}
