// What the views of a walk are made of: buttons, choices, players, and the words on them.

export const CODE_CLASSES = 10;
// Components on a page talk in the browser: z has moved (the decoder says so), z shall move (a picture was chosen).
export const MOVED = "vae-playground-z-moved";
export const GO = "vae-playground-z-go";

export const subscript = (i) => [...String(i + 1)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]).join("");

/** A few buttons of which one is pressed. */
export class Segments {
  constructor(label, options, choose) {
    this.buttons = options.map(([value, text]) => {
      const button = element("button", { type: "button", textContent: text, onclick: () => choose(value) });
      return { value, button };
    });
    this.node = element("div", { className: "segments" }, this.buttons.map(({ button }) => button));
    this.node.setAttribute("role", "group");
    this.node.setAttribute("aria-label", label);
  }

  show(value) {
    for (const { value: own, button } of this.buttons) button.setAttribute("aria-pressed", own === value);
  }
}

/** A labelled slider; `change` hears every move, `done` when the hand lets go. */
export class Slide {
  constructor(label, { low, high, step }, change, done) {
    this.input = element("input", { type: "range", min: low, max: high, step });
    this.output = element("output");
    this.input.oninput = () => change(Number(this.input.value));
    this.input.onchange = () => done(Number(this.input.value));
    this.node = element("label", { className: "slide" }, [
      element("span", { textContent: label }),
      this.input,
      this.output,
    ]);
  }

  show(value, text) {
    if (Number(this.input.value) !== value) this.input.value = value;
    this.output.textContent = text;
  }
}

/** Runs `frame(seconds since the last one)` for each frame while it plays. */
export class Clock {
  constructor({ play, pause }, frame, changed = () => {}) {
    Object.assign(this, { words: { play, pause }, frame, changed, playing: false });
    this.button = element("button", { type: "button", className: "main play", onclick: () => this.set(!this.playing) });
    this.name();
  }

  set(playing) {
    if (playing === this.playing) return;
    this.playing = playing;
    this.name();
    cancelAnimationFrame(this.next);
    let before = performance.now();
    const tick = (now) => {
      this.frame(Math.max(0, now - before) / 1000);
      before = now;
      if (this.playing) this.next = requestAnimationFrame(tick);
    };
    if (playing) this.next = requestAnimationFrame(tick);
    this.changed(playing);
  }

  /** For good: nobody hears of it. */
  stop() {
    this.playing = false;
    cancelAnimationFrame(this.next);
  }

  name() {
    this.button.textContent = `${this.playing ? "❚❚" : "▶"} ${this.playing ? this.words.pause : this.words.play}`;
  }
}

/** Chooses a code: of a test image by its digit, or the mean of a class. */
export class Picker {
  constructor(letter, walk, read, write) {
    Object.assign(this, { walk, read, write });
    const { text, models } = walk;
    this.sheet = new Sheet(1, 1, filled(text.end, { letter }));
    const present = [...Array(CODE_CLASSES).keys()].filter((digit) => models[0].means[digit]);
    const option = (value, words, digit) => element("option", { value, textContent: filled(words, { digit }) });
    this.select = element("select", { onchange: () => this.choose(this.select.value) }, [
      ...present.map((digit) => option(`i${digit}`, text.image, digit)),
      ...present.map((digit) => option(`m${digit}`, text.mean, digit)),
    ]);
    this.select.setAttribute("aria-label", filled(text.end, { letter }));
    this.select.hidden = present.length === 0;
    this.another = element("button", { type: "button", textContent: text.another, onclick: () => this.goOn() });
    this.another.setAttribute("aria-label", filled(text.another_of, { letter }));
    const name = element("span", { className: "letter", textContent: letter });
    this.node = element("div", { className: "end" }, [
      name,
      this.sheet.canvas,
      element("div", {}, [this.select, this.another]),
    ]);
  }

  choose(value) {
    this.write(value.startsWith("m") ? value : String(this.walk.models[0].labels.indexOf(Number(value.slice(1)))));
  }

  /** To the next image of the same class; after the last one comes the first. */
  goOn() {
    const { labels } = this.walk.models[0];
    const here = Number(this.read()) % labels.length;
    const after = labels.indexOf(labels[here], here + 1);
    this.write(String(after < 0 ? labels.indexOf(labels[here]) : after));
  }

  show() {
    const token = this.read();
    const { labels } = this.walk.models[0];
    this.another.disabled = token.startsWith("m");
    this.select.value = token.startsWith("m") ? token : `i${labels[Number(token) % labels.length]}`;
  }

  task() {
    const [model] = this.walk.models;
    return { sheet: this.sheet, at: 0, model, z: codeOf(model, this.read()) };
  }
}

/** The code that a token names: "m3" is the mean of the threes, a number that of a test image. */
export function codeOf({ codes, labels, means, n }, token) {
  if (token.startsWith("m")) return means[Number(token.slice(1))] ?? Array(n).fill(0);
  const row = Number(token) % labels.length;
  return Array.from(codes.subarray(row * n, (row + 1) * n));
}
