// A plotly figure that is redrawn in place, under handles, sliders and players that a hand moves.
// What the hand holds is drawn at once, in the browser. What depends on it is asked of the server,
// one question at a time: a slow server drops frames, it never queues them. Streamlit, whose words
// around the figure take longer, is told of the address now and then, and when the hand lets go.

const PATIENCE_MS = 3000; // then an answer counts as lost, and the newest question is asked
const TELL_MS = 700; // between two words to Streamlit while the hand moves
const REST_MS = 150; // a hand that stands still so long is read by its owner: Streamlit's words follow
const RETRY_MS = 500;
const BREATH_MS = 50; // for all else, where answers take longer than they may
const UNSEEN_MS = 1000; // between two looks whether the page can be seen again
const NEARBY_MS = 100; // a figure beside the one that moves waits no longer than this
const SLOW_MS = 1500;
const PURGE_MS = 1000;
const SETTLE_MS = 350; // a burst of key presses is one move
const CLICK_PX = 4; // a pointer that moved less has clicked
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const FINE = 1000; // positions of a slider without steps

const figures = new WeakMap();
const onScreen = new Map(); // by key
let addressShown = 0;
let turns = Date.now(); // grows even when a figure is mounted again

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  let figure = figures.get(parentElement);
  if (!figure) figures.set(parentElement, figure = new LiveFigure(parentElement));
  figure.send = (message) => setTriggerValue("move", message);
  figure.update(data);
  return () => {
    figure.stop();
    figures.delete(parentElement);
  };
}

class LiveFigure {
  constructor(parent) {
    this.root = parent.querySelector(".live-figure");
    this.root.view = this; // for the browser tests, as are the stats
    this.plot = anew(this.root.querySelector(".live-plot"));
    delete this.root.dataset.ready;
    this.overlay = this.root.querySelector(".live-overlay");
    this.waiting = this.root.querySelector(".live-waiting");
    // Streamlit may mount a figure again on the same element; what was measured stays.
    this.stats = this.root.stats ??= { answers: 0, roundTripMs: [], followMs: [], nearbyMs: [] };
    this.pending = new Map();
    this.zoom = {};
    this.turn = 0; // of the figure on screen, when the hand made it
    this.resize = new ResizeObserver(() => this.fitWidth());
    this.resize.observe(this.root);
    this.listenToPresses();
    this.listenToMenu();
  }

  stop() {
    this.stopped = true;
    if (onScreen.get(this.data?.live.key) === this) onScreen.delete(this.data.live.key);
    this.resize.disconnect();
    clearTimeout(this.lost);
    clearTimeout(this.telling);
    clearTimeout(this.refreshing);
    clearTimeout(this.settling);
    cancelAnimationFrame(this.frame);
    for (const { player } of this.players ?? []) player.playing = false;
    // Later, because plotly still answers to a pointer that has just left.
    setTimeout(() => this.library?.purge(this.plot), PURGE_MS);
  }

  // ---- what Streamlit says --------------------------------------------------------------------

  async update(data) {
    const before = this.data;
    const isBehind = data.answered < this.turn; // the hand has gone on since: what it made is newer
    const isKnown = before && data.figure === before.figure && data.text.lang === before.text.lang;
    this.data = isBehind ? { ...data, ...this.made } : data;
    onScreen.set(data.live.key, this);
    this.root.lang = data.text.lang;
    this.plot.setAttribute("aria-label", data.label);
    this.nameMenu(data.text.save);
    showAddress(data.address);
    if (!this.library) await this.fetchLibrary();
    if (!this.library || this.stopped) return;
    if (!isBehind && this.data === data) await this.show(before, isKnown && isDark(this.root) === this.dark);
    this.hear(data.answered);
    this.keepUp();
  }

  /** A figure of something that goes on by itself asks for more by itself, while somebody can see it. */
  keepUp() {
    clearTimeout(this.refreshing);
    if (!this.data.refresh || this.stopped) return;
    const wait = (this.askedAt ?? 0) + 1000 * this.data.refresh - performance.now();
    const look = () => (document.hidden ? this.keepUp() : this.ask([]));
    this.refreshing = setTimeout(look, document.hidden ? UNSEEN_MS : Math.max(wait, BREATH_MS));
  }

  /** Bring the screen to `this.data`. */
  async show(before, isDrawn = false) {
    this.buildControls(before);
    if (!isDrawn) await this.draw();
    this.showControls();
  }

  async fetchLibrary() {
    this.waiting.textContent = this.data.text.loading;
    try {
      this.library = await fetchPlotly(this.data.library);
      this.waiting.textContent = "";
    } catch (error) {
      console.error(error);
      this.waiting.textContent = this.data.text.failed;
      this.waiting.append(
        element("br"),
        element("button", { textContent: this.data.text.retry, onclick: () => this.update(this.data) }),
      );
    }
  }

  async draw() {
    this.dark = isDark(this.root); // asked once for each figure: the browser has to work out all styles to tell
    const { data, layout } = JSON.parse(this.dark ? inTheDark(this.data) : this.data.figure);
    Object.assign(layout, {
      autosize: true,
      uirevision: this.data.view,
      dragmode: matchMedia("(pointer: coarse)").matches ? false : "zoom",
    });
    this.keepZoom(layout);
    this.holdAxesStill(layout);
    // The page keeps its height when a figure is drawn for the first time.
    this.plot.style.height = `${layout.height}px`;
    await this.library.react(this.plot, data, layout, { displayModeBar: false, doubleClick: false });
    if (!this.root.dataset.ready) {
      this.root.dataset.ready = "true";
      this.plot.on("plotly_relayout", (change) => this.noteZoom(change));
      this.plot.on("plotly_doubleclick", () => this.zoomOut());
    }
  }

  /** The part that was zoomed into stays in sight until a double click, or until another view is shown. */
  keepZoom(layout) {
    if (this.view !== this.data.view) this.zoom = {};
    this.view = this.data.view;
    for (const name of Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key))) {
      Object.assign(
        layout[name],
        { uirevision: null },
        this.zoom[name] && { range: this.zoom[name], autorange: false },
      );
    }
  }

  noteZoom(change) {
    for (const key of Object.keys(change)) {
      const [, axis] = key.match(/^([xy]axis\d*)\.range/) ?? [];
      if (axis) this.zoom[axis] = this.plot._fullLayout[axis].range.slice();
    }
    this.drawHandles();
  }

  zoomOut() {
    this.zoom = {};
    this.draw().then(() => this.drawHandles());
  }

  /** While a handle is held, the axes that it moves along stay as they are: the place under the hand is the place. */
  holdAxesStill(layout) {
    const held = this.held && this.data.handles.find(({ name }) => name === this.held.name);
    if (!held || !this.plot._fullLayout) return;
    held.axes.filter((_, i) => held.moves.includes("xy"[i])).forEach((axis) => {
      const range = this.plot._fullLayout[axis]?.range;
      if (range && layout[axis]) Object.assign(layout[axis], { range: range.slice(), autorange: false });
    });
  }

  fitWidth() {
    if (!this.root.dataset.ready || !this.root.clientWidth) return;
    this.library.Plots.resize(this.plot);
    this.drawHandles();
  }

  // ---- to keep it -----------------------------------------------------------------------------

  listenToMenu() {
    const menu = this.root.querySelector(".live-save");
    for (const button of menu.querySelectorAll("button")) {
      button.onclick = () => {
        menu.open = false;
        this.save(button.textContent.toLowerCase());
      };
    }
    menu.addEventListener("focusout", ({ relatedTarget }) => menu.contains(relatedTarget) || (menu.open = false));
  }

  nameMenu(name) {
    const summary = this.root.querySelector(".live-save summary");
    summary.title = name;
    summary.setAttribute("aria-label", name);
  }

  /** Put the figure into a file as it stands, on white: where it goes, the page's theme does not follow. */
  async save(format) {
    if (!this.root.dataset.ready) return;
    const { data, layout } = JSON.parse(this.data.figure);
    this.keepZoom(layout);
    Object.assign(layout, { autosize: false, width: this.plot.clientWidth, paper_bgcolor: "#FFFFFF" });
    const filename = `${this.data.live.page}-${this.data.live.key}`;
    if (format === "html") {
      const library = await (await fetch(this.data.library)).text();
      save(
        new Blob([standalone(this.data.label, library, { data, layout })], { type: "text/html" }),
        `${filename}.html`,
      );
      return;
    }
    const { width, height } = layout;
    await this.library.downloadImage({ data, layout }, {
      format,
      filename,
      width,
      height,
      scale: format === "png" ? 2 : 1,
    });
  }

  // ---- one question at a time -----------------------------------------------------------------

  /** `move`: {name, x, y} or {name, remove}. Of what waits to be asked, only the newest of each name is kept. */
  tell(move, done) {
    this.pending.set(move.name, move);
    this.done = done;
    this.movedAt = performance.now();
    this.flush();
  }

  flush() {
    if (!this.pending.size) return;
    const moves = [...this.pending.values()];
    if (this.ask(moves)) this.pending.clear();
  }

  /** Ask for what `moves` lead to, or without any for what there is by now; false while an answer is on its way. */
  ask(moves) {
    if (this.asked || this.stopped) return false;
    this.askedAt = performance.now();
    this.asked = { at: this.askedAt, moves, done: this.done };
    this.waitForAnswer();
    return true;
  }

  async waitForAnswer() {
    const { at, moves } = this.asked;
    const slow = setTimeout(() => (this.waiting.textContent = this.data.text.waiting), SLOW_MS);
    try {
      await this.take(await fetchAnswer(this.data, moves));
      this.waiting.textContent = "";
      if (moves.length) {
        note(this.stats.roundTripMs, (await nextFrame()) - at);
        this.stats.answers += 1;
      }
    } catch (error) {
      console.error(error);
      this.waiting.textContent = this.data.text.waiting;
      for (const move of moves) if (!this.pending.has(move.name)) this.pending.set(move.name, move);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    } finally {
      clearTimeout(slow);
      this.asked = null;
    }
    this.flush();
    this.play();
    this.keepUp();
  }

  /** Show what the server made of the moves, of which Streamlit will hear, or what went on without any. */
  async take({ query, shown }) {
    if (this.asked.moves.length) {
      turns += 1;
      this.turn = turns;
      this.untold = { sequence: turns, query, done: this.asked.done };
      goTo(query);
      this.tellStreamlit();
    }
    const own = this.data.live.key;
    for (const [key, made] of Object.entries(shown)) if (key !== own) onScreen.get(key)?.follow(made, this.turn);
    if (shown[own]) await this.wear(shown[own], this.turn);
  }

  async wear(made, turn) {
    if (!this.library || this.stopped) return;
    const before = this.data;
    Object.assign(this, { made, turn, data: { ...before, ...made } });
    await this.show(before, made.figure === before.figure);
  }

  /** Show what a hand makes of a figure nearby, as often as the one under the hand leaves time for. */
  follow(made, turn) {
    const isWaiting = this.coming;
    this.coming = { made, turn: Math.max(turn, this.turn), since: this.coming?.since ?? performance.now() };
    if (isWaiting) return;
    whenIdle(() => {
      const { made, turn, since } = this.coming;
      this.coming = null;
      this.wear(made, turn).then(() => note(this.stats.nearbyMs, performance.now() - since));
    }, NEARBY_MS);
  }

  /** One word at a time: at once when the hand lets go, soon when it rests, now and then while it moves. */
  tellStreamlit() {
    if (!this.untold || this.told) return;
    clearTimeout(this.telling);
    const wait = Math.min((this.lastTold ?? 0) + TELL_MS, this.movedAt + REST_MS) - performance.now();
    if (wait > 0 && !this.untold.done) {
      this.telling = setTimeout(() => this.tellStreamlit(), wait);
      return;
    }
    this.told = this.untold;
    this.untold = null;
    this.lastTold = performance.now();
    this.send(this.told);
    this.lost = setTimeout(() => {
      this.untold ??= this.told;
      this.hear(this.told.sequence);
    }, PATIENCE_MS);
  }

  hear(sequence) {
    if (!this.told || sequence < this.told.sequence) return;
    clearTimeout(this.lost);
    this.told = null;
    this.tellStreamlit();
  }

  // ---- controls -------------------------------------------------------------------------------

  buildControls(before) {
    const shape = ({ handles, sliders, players, presses, text }) =>
      JSON.stringify([
        handles.map(({ name, axes, removable, sign, label, moves }) => [name, axes, removable, sign, label, moves]),
        sliders.map(({ name, low, high, label }) => [name, low, high, label]),
        players.map(({ name, label, play }) => [name, label, play]),
        presses,
        text.lang,
      ]);
    if (before && this.handles && shape(before) === shape(this.data)) return;
    this.buildHandles();
    this.sliders = this.data.sliders.map((slider) => this.buildSlider(slider));
    this.root.querySelector(".live-sliders").replaceChildren(...this.sliders.map(({ label }) => label));
    this.players = this.data.players.map((player) => this.buildPlayer(player));
    this.root.querySelector(".live-players").replaceChildren(...this.players.map(({ box }) => box));
    this.root.querySelector(".live-hint").textContent = this.data.presses.map(({ label }) => label).join(" ");
  }

  /** Bring every control to the value that the server shows, save the one in the hand. */
  showControls() {
    this.handles.forEach((handle, i) => {
      const fresh = this.data.handles[i];
      const { x, y } = this.isHeld(fresh.name) ? handle : fresh;
      Object.assign(handle, fresh, { x, y });
    });
    this.sliders.forEach((slider, i) => {
      slider.value = this.data.sliders[i];
      if (!this.isHeld(slider.value.name)) slider.show();
    });
    this.players.forEach((player, i) => player.show(this.data.players[i]));
    this.drawHandles();
  }

  isHeld(name) {
    return this.held?.name === name || this.pending.has(name);
  }

  buildHandles() {
    const focused = document.activeElement?.dataset?.handle;
    this.handles = this.data.handles.map((handle) => {
      const button = element("button", {
        type: "button",
        className: `live-handle ${{ x: "across", y: "up" }[handle.moves] ?? ""} ${handle.rule ? "" : "beside"}`,
      });
      button.dataset.handle = handle.name;
      button.setAttribute("role", "slider");
      button.setAttribute("aria-label", handle.label);
      button.append(element("span", {}, lettered(handle.sign)));
      const own = { ...handle, button, line: handle.rule ? shape("line") : null };
      this.listenToHandle(own);
      return own;
    });
    this.areas = this.data.spans.map((span) => ({ ...span, path: shape("path") }));
    this.overlay.replaceChildren(
      ...this.areas.map(({ path }) => path),
      ...this.handles.map(({ line }) => line).filter(Boolean),
    );
    this.root.querySelector(".live-handles").replaceChildren(...this.handles.map(({ button }) => button));
    if (focused) this.handles.find(({ name }) => name === focused)?.button.focus();
  }

  listenToHandle(handle) {
    const { button } = handle;
    let grip = null;
    button.onpointerdown = (event) => {
      if (event.button !== 0) return;
      button.setPointerCapture(event.pointerId);
      const [left, top] = this.toPixels(handle, handle.x, handle.y);
      // A handle does not jump under the pointer, save one from outside the panel.
      grip = [left - event.clientX, top - event.clientY];
      if (button.classList.contains("away")) {
        grip = this.fromCorner(event).map((value, i) => value - [event.clientX, event.clientY][i]);
      }
      this.held = handle;
      button.focus({ preventScroll: true });
    };
    button.onpointermove = (event) => {
      if (!grip) return;
      const start = performance.now();
      this.moveHandle(handle, this.toData(handle, event.clientX + grip[0], event.clientY + grip[1]));
      this.frame ??= requestAnimationFrame(() => {
        this.frame = null;
        this.drawHandles();
        note(this.stats.followMs, performance.now() - start);
      });
      this.tell({ name: handle.name, x: handle.x, y: handle.y }, false);
    };
    button.onpointerup = button.onpointercancel = () => {
      if (!grip) return;
      grip = this.held = null;
      this.tell({ name: handle.name, x: handle.x, y: handle.y }, true);
    };
    button.ondblclick = () => handle.removable && this.tell({ name: handle.name, remove: true }, true);
    button.onkeydown = (event) => this.pressKey(handle, event);
  }

  pressKey(handle, event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return; // the browser's, not ours
    if (handle.removable && ["Delete", "Backspace"].includes(event.key)) {
      event.preventDefault();
      this.tell({ name: handle.name, remove: true }, true);
      return;
    }
    const direction = ARROWS[event.key];
    const useless = direction && !direction.some((amount, i) => amount && handle.moves.includes("xy"[i]));
    if (!direction || useless) return;
    event.preventDefault();
    this.nudge(handle, direction, event.shiftKey ? 10 : 1);
  }

  nudge(handle, direction, times) {
    const place = handle.axes.map((axis, i) => {
      const [low, high] = this.plot._fullLayout[axis].range.map((end) => this.plot._fullLayout[axis].r2l(end));
      const value = [handle.x, handle.y][i];
      const isLog = this.plot._fullLayout[axis].type === "log";
      const step = (i === 0 && handle.step) || (high - low) / 100;
      return isLog
        ? 10 ** (Math.log10(value) + direction[i] * times * (high - low) / 100)
        : value + direction[i] * times * step;
    });
    this.held = handle;
    this.moveHandle(handle, place);
    this.drawHandles();
    clearTimeout(this.settling);
    this.tell({ name: handle.name, x: handle.x, y: handle.y }, false);
    this.settling = setTimeout(() => {
      this.held = null;
      this.tell({ name: handle.name, x: handle.x, y: handle.y }, true);
    }, SETTLE_MS);
  }

  /** Take all handles of this name to a place: within its limits, on its trace. */
  moveHandle(handle, [x, y]) {
    const steps = handle.step ? Math.round(x / handle.step) * handle.step : x;
    const across = Math.min(Math.max(steps, handle.low ?? -Infinity), handle.high ?? Infinity);
    for (const other of this.handles.filter(({ name }) => name === handle.name)) {
      if (other.moves !== "y") other.x = across;
      if (other.along != null) other.y = heightOf(this.plot._fullData[other.along], other.x);
      else if (other.moves !== "x") other.y = y;
    }
  }

  drawHandles() {
    if (!this.handles || !this.plot._fullLayout) return;
    for (const handle of this.handles) {
      const { button, line } = handle;
      const axes = handle.axes.map((axis) => this.plot._fullLayout[axis]);
      button.hidden = !axes[0] || !axes[1];
      if (button.hidden) continue;
      const [left, top] = this.toPixels(handle, handle.x, handle.y);
      const [bottom, ceiling] = [axes[1]._offset + axes[1]._length, axes[1]._offset];
      button.hidden = !Number.isFinite(left) || !Number.isFinite(top);
      // A handle outside the panel waits at its edge.
      const across = Math.min(Math.max(left, axes[0]._offset), axes[0]._offset + axes[0]._length);
      const height = Math.min(Math.max(top, ceiling), bottom);
      button.classList.toggle("away", Math.hypot(across - left, height - top) > 2);
      button.style.transform = `translate(${across}px, ${height}px)`;
      button.style.setProperty("--own", this.inTheme(handle.colour));
      button.setAttribute("aria-valuenow", handle.moves === "y" ? handle.y : handle.x);
      button.setAttribute("aria-valuetext", `${readable(handle.x)}, ${readable(handle.y)}`);
      if (line) {
        set(line, {
          x1: across,
          x2: across,
          y1: bottom,
          y2: height,
          stroke: this.inTheme(handle.colour),
          visibility: button.hidden ? "hidden" : "visible",
        });
      }
    }
    this.drawAreas();
  }

  drawAreas() {
    for (const { left, right, trace, colour, path } of this.areas) {
      const ends = [left, right].map((wanted) => this.handles.find(({ name }) => name === wanted)?.x);
      const curve = this.plot._fullData[trace];
      if (ends.includes(undefined) || !curve) continue;
      const [low, high] = ends.sort((a, b) => a - b);
      const axes = [
        this.plot._fullLayout[`xaxis${curve.xaxis.slice(1)}`],
        this.plot._fullLayout[`yaxis${curve.yaxis.slice(1)}`],
      ];
      set(path, { d: areaUnder(curve, low, high, axes), fill: this.inTheme(colour) });
    }
  }

  buildSlider(slider) {
    const [from, to, unit] = slider.logarithmic
      ? [0, 1, 1 / FINE]
      : [slider.low, slider.high, slider.step ?? (slider.high - slider.low) / FINE];
    const input = element("input", { type: "range", min: from, max: to, step: unit });
    const read = (
      position,
    ) => (slider.logarithmic
      ? rounded(slider.low * (slider.high / slider.low) ** position, slider.step)
      : Number(position));
    const place = (
      value,
    ) => (slider.logarithmic ? Math.log(value / slider.low) / Math.log(slider.high / slider.low) : value);
    input.setAttribute("aria-label", slider.label);
    input.title = slider.label;
    const output = element("output");
    const sign = element("span", { className: "sign" }, lettered(slider.sign));
    const label = element("label", { title: slider.label }, [sign, input, output]);
    const own = { value: slider, input, label };
    const report = (value) => {
      output.textContent = readable(value);
      input.setAttribute("aria-valuetext", output.textContent);
    };
    own.show = () => {
      label.style.setProperty("--own", this.inTheme(slider.colour));
      input.value = place(own.value.value);
      report(own.value.value);
    };
    input.oninput = () => {
      this.held = { name: slider.name };
      report(read(input.value));
      this.tell({ name: slider.name, x: read(input.value) }, false);
    };
    input.onchange = () => {
      this.held = null;
      this.tell({ name: slider.name, x: read(input.value) }, true);
    };
    input.onkeydown = (event) => {
      // Where equal steps are equal factors, the next whole number can be farther away than an arrow key goes.
      const [across, up] = ARROWS[event.key] ?? [0, 0];
      const next = slider.logarithmic && slider.step
        ? place(read(input.value) + (across || up) * slider.step)
        : input.value;
      if (Math.abs(next - input.value) <= unit) return;
      event.preventDefault();
      input.value = next;
      input.oninput();
      input.onchange();
    };
    return own;
  }

  buildPlayer(player) {
    const { text } = this.data;
    const own = { player: { ...player, playing: false, at: 0, next: 0 } };
    const go = (step) => this.tell({ name: player.name, x: own.player.next = step }, true);
    const halt = () => (own.player.playing = false);
    const button = (textContent, className, onclick) =>
      element("button", { type: "button", textContent, className, onclick });
    const toggle = button(player.play ?? text.play, "main", () => {
      own.player.playing = !own.player.playing;
      if (!own.player.playing) go(own.player.next);
      else if (own.player.step >= own.player.last) go(0);
      else own.player.next = own.player.step;
      own.show(own.player);
      this.play();
    });
    const one = button(text.step, "one", () => (halt(), go(Math.min(own.player.step + 1, own.player.last))));
    const rewind = button(text.rewind, "rewind", () => (halt(), go(0)));
    const input = element("input", { type: "range", min: 0, max: player.last, step: 1 });
    input.setAttribute("aria-label", player.label);
    input.oninput =
      () => (halt(),
        (this.held = { name: player.name }),
        this.tell({ name: player.name, x: Number(input.value) }, false));
    input.onchange = () => ((this.held = null), go(Number(input.value)));
    const output = element("output");
    own.show = (fresh) => {
      Object.assign(own.player, fresh, { playing: own.player.playing });
      if (own.player.step >= own.player.last && !this.asked) own.player.playing = false;
      toggle.textContent = own.player.playing ? text.pause : (own.player.play ?? text.play);
      input.max = own.player.last;
      if (!this.isHeld(player.name)) input.value = own.player.step;
      output.textContent = `${player.label} ${own.player.step} / ${own.player.last}`;
    };
    own.box = element("div", { className: "live-player" }, [toggle, one, rewind, input, output]);
    return own;
  }

  /** Ask for the next step of whatever plays, no sooner than its pause allows. */
  play() {
    for (const own of this.players ?? []) {
      const { player } = own;
      if (!player.playing || this.asked) continue;
      if (player.step >= player.last) {
        player.playing = false;
        own.show(player);
        continue;
      }
      const wait = Math.max(0, player.at + 1000 * player.pause - performance.now());
      clearTimeout(own.timer);
      own.timer = setTimeout(() => {
        if (!player.playing || this.asked || !this.root.isConnected) return;
        player.at = performance.now();
        player.next = player.step + 1;
        // A film is one move, however long: Undo takes it back as a whole.
        this.tell({ name: player.name, x: player.next }, player.next >= player.last);
      }, wait);
    }
  }

  /** A click on an empty place of a panel. */
  listenToPresses() {
    let start = null;
    const stage = this.root.querySelector(".live-stage");
    stage.addEventListener(
      "pointerdown",
      (
        event,
      ) => (start = event.button === 0 && !event.target.closest(".live-handle")
        ? [event.clientX, event.clientY]
        : null),
      true,
    );
    // Not pointerup: while the pointer is down, plotly lays a cover of its own over the whole page.
    stage.addEventListener("click", (event) => {
      const isClick = start && Math.hypot(event.clientX - start[0], event.clientY - start[1]) < CLICK_PX;
      start = null;
      if (!isClick || !this.root.dataset.ready) return;
      for (const press of this.data.presses) {
        const [x, y] = this.toData(press, ...this.fromCorner(event));
        const isInside = [x, y].every((value, i) => {
          const axis = this.plot._fullLayout[press.axes[i]];
          const [low, high] = axis.range.map((end) => axis.r2l(end)).sort((a, b) => a - b);
          const at = axis.type === "log" ? Math.log10(value) : value;
          return at >= low && at <= high;
        });
        if (isInside) this.tell({ name: press.name, x, y }, true);
      }
    }, true);
  }

  fromCorner(event) {
    const box = this.plot.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  // ---- places ---------------------------------------------------------------------------------

  /** The data's coordinates to pixels from the figure's corner. */
  toPixels({ axes }, x, y) {
    return axes.map((axis, i) => this.plot._fullLayout[axis]._offset + this.plot._fullLayout[axis].d2p([x, y][i]));
  }

  toData({ axes }, left, top) {
    return axes.map((axis, i) => this.plot._fullLayout[axis].p2d([left, top][i] - this.plot._fullLayout[axis]._offset));
  }

  inTheme(colour) {
    return this.dark ? (this.data.colours[colour] ?? colour) : colour;
  }
}

// ---- the pure parts ---------------------------------------------------------------------------

/** Put what is on screen into the address, replacing the entry in the browser's history. */
function showAddress({ revision, query }) {
  if (revision <= addressShown) return; // a figure that was not asked knows only an older address
  addressShown = revision;
  goTo(query);
}

function goTo(query) {
  const address = new URL(location.href);
  address.search = new URLSearchParams(query);
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

/** The figure after the moves, from the address on screen: all that the page shows follows from that. */
async function fetchAnswer({ live: { url, ...figure }, language }, moves) {
  const query = Object.fromEntries(new URLSearchParams(location.search));
  const body = JSON.stringify({ ...figure, language, query, moves });
  const response = await fetch(url, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

// Safari has no idle time to give.
function whenIdle(action, timeout) {
  (window.requestIdleCallback ?? setTimeout)(action, window.requestIdleCallback ? { timeout } : 0);
}

function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
}

let plotly = null;

function fetchPlotly(url) {
  plotly ??= new Promise((resolve, reject) => {
    const script = element("script", {
      src: url,
      onload: () => resolve(window.Plotly),
      onerror: () => reject(new Error(url)),
    });
    document.head.append(script);
  }).catch((error) => {
    plotly = null;
    throw error;
  });
  return plotly;
}

/** A page that holds a figure and the library that draws it: it needs no network. */
function standalone(title, library, figure) {
  const quoted = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");
  const close = "</" + "script>";
  return `<!doctype html><meta charset="utf-8"><title></title><div id="figure"></div>
<script>${library.replaceAll("</script", "<\\/script")}${close}
<script>document.title = ${quoted(title)}; const { data, layout } = ${quoted(figure)};
Plotly.newPlot("figure", data, layout);${close}`;
}

/** Light ink means a dark page. */
function isDark(element) {
  return channels(getComputedStyle(element).color)[0] > 128;
}

/** The figure's text with every colour of the light theme exchanged for its dark one. */
function inTheDark({ figure, colours }) {
  return figure
    .replace(/#[0-9A-Fa-f]{6}/g, (colour) => colours[colour] ?? colour)
    .replace(/rgba\((\d+),(\d+),(\d+),/g, (whole, ...parts) => {
      const colour = colours[
        `#${parts.slice(0, 3).map((part) => Number(part).toString(16).padStart(2, "0")).join("").toUpperCase()}`
      ];
      return colour ? `rgba(${[1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16)).join(",")},` : whole;
    });
}

/** The height of a trace over x, by a straight line between its points. */
function heightOf({ x, y }, at) {
  let low = 0, high = x.length - 1;
  if (at <= x[low]) return y[low];
  if (at >= x[high]) return y[high];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle;
  }
  const t = (at - x[low]) / (x[high] - x[low] || 1);
  return y[low] + t * (y[high] - y[low]);
}

/** An SVG path around the area between a trace and zero, from `low` to `high`. */
function areaUnder(curve, low, high, [xAxis, yAxis]) {
  const inner = Array.from(curve.x).filter((x) => x > low && x < high);
  const outline = [low, ...inner, high].map((x) => [x, heightOf(curve, x)]);
  const pixel = ([x, y]) => `${(xAxis._offset + xAxis.d2p(x)).toFixed(1)},${(yAxis._offset + yAxis.d2p(y)).toFixed(1)}`;
  return `M${[[low, 0], ...outline, [high, 0]].map(pixel).join("L")}Z`;
}

function rounded(value, step) {
  return step ? Math.round(value / step) * step : value;
}

/** At most four digits, a real minus. */
function readable(value) {
  const size = Math.abs(value);
  const text = size !== 0 && (size >= 1e6 || size < 1e-3)
    ? value.toExponential(1)
    : String(Number(value.toPrecision(size >= 1000 ? 7 : 3)));
  return text.replace("-", "−");
}

/** An empty copy in the place of `element`: a figure that was mounted there before clears away what it drew. */
function anew(element) {
  const copy = element.cloneNode(false);
  element.replaceWith(copy);
  return copy;
}

/** A sign such as "μ_q", what follows the underscore as an index. */
function lettered(sign) {
  const [letter, index] = sign.split("_");
  return index ? [letter, element("sub", { textContent: index })] : [letter];
}

function shape(tag) {
  return document.createElementNS("http://www.w3.org/2000/svg", tag);
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
