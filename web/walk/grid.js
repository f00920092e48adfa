// Many pictures at once: the plane as a grid, and each dimension as a row.

const PRINTED = 3; // times the pixels of a picture, in a file
const TEXT = 22;
const GRID_ARROWS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** What both grids do: point at a picture, choose it by click or Enter, and z goes there. */
class Grid {
  constructor(walk) {
    this.walk = walk;
    this.cell = null;
  }

  frame(columns, rows, label) {
    this.sheet = new Sheet(columns, rows, label);
    this.mark = element("div", { className: "mark" });
    this.pointed = element("div", { className: "pointed", hidden: true });
    const frame = element("div", { className: "frame", tabIndex: 0 }, [this.sheet.canvas, this.mark, this.pointed]);
    frame.setAttribute("role", "application");
    frame.setAttribute("aria-label", label);
    frame.style.aspectRatio = `${columns} / ${rows}`;
    frame.onpointermove = (event) => this.point(this.under(event));
    frame.onpointerleave = () => this.point(null);
    frame.onclick = (event) => this.choose(this.under(event));
    frame.onkeydown = (event) => this.onKey(event);
    return frame;
  }

  under({ clientX, clientY }) {
    const box = this.sheet.canvas.getBoundingClientRect();
    const { columns, rows } = this.sheet;
    const column = Math.floor(((clientX - box.left) / box.width) * columns);
    const row = Math.floor(((clientY - box.top) / box.height) * rows);
    const held = (value, most) => Math.max(0, Math.min(most - 1, value));
    return held(row, rows) * columns + held(column, columns);
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { columns, rows } = this.sheet;
    if (event.key in GRID_ARROWS) {
      const [down, right] = GRID_ARROWS[event.key];
      const here = this.cell ?? Math.floor(rows / 2) * columns + Math.floor(columns / 2);
      const row = Math.max(0, Math.min(rows - 1, Math.floor(here / columns) + down));
      const column = Math.max(0, Math.min(columns - 1, (here % columns) + right));
      this.point(row * columns + column);
    } else if ((event.key === "Enter" || event.key === " ") && this.cell !== null) {
      this.choose(this.cell);
    } else return;
    event.preventDefault();
  }

  point(cell) {
    this.cell = cell;
    this.pointed.hidden = cell === null;
    if (cell !== null) this.place(this.pointed, cell % this.sheet.columns, Math.floor(cell / this.sheet.columns));
    this.walk.say(cell === null ? "" : this.describe(cell));
  }

  place(box, column, row) {
    const { columns, rows } = this.sheet;
    Object.assign(box.style, {
      left: `${(100 * column) / columns}%`,
      top: `${(100 * row) / rows}%`,
      width: `${100 / columns}%`,
      height: `${100 / rows}%`,
    });
  }

  describe(cell) {
    const { text } = this.walk;
    const z = this.codeAt(cell);
    const found = nearest(this.model.codes, z);
    const label = this.model.labels[found.index];
    const values = { place: this.named(cell, z), digit: label, distance: found.distance.toFixed(2) };
    return filled(label < CODE_CLASSES ? text.there : text.there_unlabelled, values);
  }

  choose(cell) {
    window.dispatchEvent(new CustomEvent(GO, { detail: { z: this.codeAt(cell) } }));
  }

  get model() {
    return this.walk.models.find(({ kind }) => kind === this.walk.place.model) ?? this.walk.models[0];
  }

  tasks() {
    const { sheet, model } = this;
    return Array.from({ length: sheet.columns * sheet.rows }, (_, at) => ({ sheet, at, model, z: this.codeAt(at) }));
  }

  modelChoice() {
    const { walk } = this;
    const options = walk.models.map(({ kind, label }) => [kind, label]);
    const segments = new Segments(walk.text.model, options, (kind) => walk.set("model", kind));
    segments.node.hidden = walk.models.length < 2;
    return segments;
  }
}

/** The plane of two dimensions, all others as they are at z. */
export class Manifold extends Grid {
  build() {
    const { walk } = this;
    const { text, data } = walk;
    this.models = this.modelChoice();
    this.spacing = new Segments(
      text.spacing,
      ["probability", "steps"].map((name) => [name, text[name]]),
      (name) => walk.set("spacing", name),
    );
    const sizes = Object.keys(data.options.coordinates.steps).map(Number);
    this.sizes = new Segments(text.size, sizes.map((n) => [n, `${n} × ${n}`]), (n) => walk.set("cells", n));
    walk.hand.replaceChildren(this.models.node, this.spacing.node, this.sizes.node);
    this.across = element("div", { className: "ticks across" });
    this.up = element("div", { className: "ticks up" });
    this.box = element("div", { className: "plane" });
    walk.scene.replaceChildren(this.box);
  }

  show() {
    const { spacing, cells } = this.walk.place;
    this.models.show(this.model.kind);
    this.spacing.show(spacing);
    this.sizes.show(cells);
    this.values = this.walk.data.options.coordinates[spacing][cells];
    if (this.sheet?.columns !== cells) {
      this.box.replaceChildren(this.up, this.frame(cells, cells, this.walk.text.manifold), this.across);
    }
    this.showTicks(this.across, this.walk.axes[0], this.values);
    this.showTicks(this.up, this.walk.axes[1], this.values.slice().reverse());
    this.follow();
  }

  showTicks(box, axis, values) {
    const middle = Math.floor(values.length / 2);
    const shown = [0, Math.floor(middle / 2), middle, values.length - 1 - Math.floor(middle / 2), values.length - 1];
    const ticks = [...new Set(shown)].map((i) => {
      const tick = element("span", { textContent: signed(values[i], 1) });
      tick.style.setProperty("--at", `${(100 * (i + 0.5)) / values.length}%`);
      return tick;
    });
    const isAcross = box === this.across;
    const name = element("i", { textContent: isAcross ? `z${subscript(axis)} →` : `↑ z${subscript(axis)}` });
    box.replaceChildren(...ticks, name);
  }

  get isFollowing() {
    return this.walk.z.length > 2;
  }

  /** The mark stands where z is. */
  follow() {
    const { axes, z } = this.walk;
    const [column, up] = axes.map((axis) => cellOf(this.values, z[axis]));
    this.place(this.mark, column, this.values.length - 1 - up);
  }

  codeAt(cell) {
    const n = this.values.length;
    const z = Array.from(this.walk.z);
    z[this.walk.axes[0]] = this.values[cell % n];
    z[this.walk.axes[1]] = this.values[n - 1 - Math.floor(cell / n)];
    return z;
  }

  named(_cell, z) {
    return `(${this.walk.axes.map((axis) => signed(z[axis])).join(", ")})`;
  }

  layout() {
    const { walk, sheet, values } = this;
    const scale = PRINTED;
    const margin = 3 * TEXT;
    const texts = walk.axes.flatMap((axis, which) => this.printedTicks(axis, which, margin, scale));
    const size = sheet.width * scale + margin;
    const title = `${this.model.label}, ${walk.text[walk.place.spacing]}, ${values.length} × ${values.length}`;
    texts.push({ text: title, left: margin, top: 1.4 * TEXT, size: TEXT });
    return {
      width: size + TEXT,
      height: size + 2 * TEXT,
      sheets: [{ sheet, left: margin, top: 2 * TEXT, scale }],
      texts,
    };
  }

  printedTicks(axis, which, margin, scale) {
    const { values, sheet } = this;
    const side = sheet.width * scale;
    const name = `z${subscript(axis)}`;
    return [0, values.length - 1].flatMap((i) => {
      const at = ((i + 0.5) / values.length) * side;
      const text = i ? `${name} = ${signed(values[i])}` : signed(values[i]);
      if (which === 0) {
        return [{
          text: i ? text : `${text}`,
          left: margin + (i ? side : 0),
          top: side + 3.3 * TEXT,
          size: TEXT,
          anchor: i ? "end" : "start",
        }];
      }
      return [{
        text: signed(values[i], 1),
        left: margin - 8,
        top: 2 * TEXT + side - at + TEXT / 3,
        size: TEXT,
        anchor: "end",
      }];
    });
  }
}

/** Where among rising `values` a number lies, as a fraction of cells; kept within half a cell of the ends. */
export function cellOf(values, value) {
  const last = values.length - 1;
  const after = values.findIndex((edge) => edge >= value);
  if (after === 0 || after < 0) {
    const [end, inner, sign] = after === 0 ? [0, 1, -1] : [last, last - 1, 1];
    const beyond = Math.abs((value - values[end]) / (values[end] - values[inner]));
    return end + sign * Math.min(0.5, beyond);
  }
  return after - (values[after] - value) / (values[after] - values[after - 1]);
}

/** A row for each dimension, from low to high, all others as they are at z. */
export class Traversals extends Grid {
  build() {
    const { walk } = this;
    const { text, data, models } = walk;
    this.models = this.modelChoice();
    const limits = data.options.range;
    this.reach = new Slide(
      text.range,
      { ...limits, step: 0.1 },
      (value) => walk.set("range", value, false),
      (value) => walk.set("range", value),
    );
    walk.hand.replaceChildren(this.models.node, this.reach.node);
    this.columns = data.options.columns;
    this.names = element("div", { className: "names" });
    this.ticks = element("div", { className: "ticks across" });
    const frame = this.frame(this.columns, walk.z.length, text.traversals);
    walk.scene.replaceChildren(element("div", { className: "rows" }, [this.names, frame, this.ticks]));
    this.mark.remove();
    this.marks = Array.from({ length: walk.z.length }, () => element("div", { className: "mark" }));
    frame.append(...this.marks);
    this.spreads = new Map(models.map((model) => [model, spread(model.codes, model.n)]));
    this.costs = new Map(
      models.map((model) => [model, model.logVariances && meanKl(model.codes, model.logVariances, model.n)]),
    );
  }

  show() {
    const { walk, columns } = this;
    const { range } = walk.place;
    this.models.show(this.model.kind);
    this.reach.show(range, `± ${range.toFixed(1)}`);
    this.order = this.ordered();
    this.offsets = Array.from({ length: columns }, (_, i) => range * ((2 * i) / (columns - 1) - 1));
    this.names.replaceChildren(...this.order.map((j) => this.rowName(j)));
    const middle = (columns - 1) / 2;
    this.ticks.replaceChildren(...[0, middle, columns - 1].map((i) => {
      const tick = element("span", { textContent: this.offsets[i] ? `${signed(this.offsets[i], 1)} s` : "0" });
      tick.style.setProperty("--at", `${(100 * (i + 0.5)) / columns}%`);
      return tick;
    }));
    this.follow();
  }

  /** By KL, the dimension that says most first; an autoencoder has none, and keeps its order. */
  ordered() {
    const costs = this.costs.get(this.model);
    const numbers = Array.from(this.walk.z, (_, j) => j);
    return costs ? numbers.sort((a, b) => costs[b] - costs[a]) : numbers;
  }

  rowName(j) {
    const costs = this.costs.get(this.model);
    const cost = costs ? filled(this.walk.text.nats, { nats: costs[j].toFixed(2) }) : "";
    return element("span", {}, [
      element("i", { textContent: `z${subscript(j)}` }),
      element("small", { textContent: cost }),
    ]);
  }

  get isFollowing() {
    return true;
  }

  follow() {
    const spreads = this.spreads.get(this.model);
    this.order.forEach((j, row) => {
      const place = (this.walk.z[j] - spreads[j].mean) / spreads[j].deviation;
      this.place(this.marks[row], cellOf(this.offsets, place), row);
    });
  }

  codeAt(cell) {
    const z = Array.from(this.walk.z);
    const j = this.order[Math.floor(cell / this.columns)];
    const { mean, deviation } = this.spreads.get(this.model)[j];
    z[j] = mean + this.offsets[cell % this.columns] * deviation;
    return z;
  }

  named(cell, z) {
    const j = this.order[Math.floor(cell / this.columns)];
    return `z${subscript(j)} = ${signed(z[j])}`;
  }

  layout() {
    const { sheet, walk } = this;
    const margin = 9 * TEXT;
    const costs = this.costs.get(this.model);
    const texts = this.order.map((j, row) => {
      const cost = costs ? `  ${filled(walk.text.nats, { nats: costs[j].toFixed(2) })}` : "";
      return {
        text: `z${subscript(j)}${cost}`,
        left: margin - 12,
        top: 2 * TEXT + (row + 0.6) * SIDE * PRINTED,
        size: TEXT,
        anchor: "end",
      };
    });
    texts.push({
      text: `${this.model.label}, ± ${walk.place.range.toFixed(1)} s`,
      left: margin,
      top: 1.4 * TEXT,
      size: TEXT,
    });
    const [width, height] = [sheet.width * PRINTED + margin + TEXT, sheet.height * PRINTED + 3 * TEXT];
    return { width, height, sheets: [{ sheet, left: margin, top: 2 * TEXT, scale: PRINTED }], texts };
  }
}
