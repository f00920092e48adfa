// A square map of two latent dimensions: codes as dots, a numeral where each class is densest, the
// prior's circles, and the point z on top. It only draws; positions go in and out as coordinates.

export const LIMIT = 4; // of every coordinate; a draw from the prior leaves it once in 16 000
const CELL = 0.5; // of the map, when looking for where a class is densest
const CLASSES = 10;
export const UNLABELLED = 255;

export class LatentMap {
  /** `pad` is the square element; it holds a canvas .codes under a canvas .cross. */
  constructor(pad) {
    this.pad = pad;
    this.codes = pad.querySelector(".codes");
    this.cross = pad.querySelector(".cross");
  }

  get size() {
    return this.pad.clientWidth;
  }

  /** Take colours from the page, which may have changed its theme. `colours`: those of z, p and the digits. */
  dress(colours) {
    const style = getComputedStyle(this.pad);
    this.ink = channels(style.color);
    this.paper = style.getPropertyValue("--st-background-color");
    const theme = this.ink[0] > 128 ? "dark" : "light"; // light ink means a dark page
    this.colours = {
      z: colours.z[theme],
      p: colours.p[theme],
      none: colours.none[theme],
      digits: colours.digits.map((digit) => digit[theme]),
    };
  }

  /** Latent coordinates to CSS pixels. */
  toPad([across, up]) {
    return [((across / LIMIT + 1) / 2) * this.size, ((1 - up / LIMIT) / 2) * this.size];
  }

  /** A pointer event to latent coordinates, kept on the map. */
  fromPointer(event) {
    const box = this.pad.getBoundingClientRect();
    const across = (2 * (event.clientX - box.left)) / box.width - 1;
    const up = 1 - (2 * (event.clientY - box.top)) / box.height;
    return [clamp(across * LIMIT), clamp(up * LIMIT)];
  }

  /** Draw the background: `codes` holds n numbers per label, of which `axes` are shown. */
  drawCodes({ codes, labels }, axes) {
    const n = codes.length / labels.length;
    const points = Array.from(labels, (_, i) => axes.map((axis) => codes[i * n + axis]));
    const draw = fit(this.codes, this.size);
    draw.globalAlpha = 0.55;
    points.forEach((point, i) => {
      const [left, top] = this.toPad(point);
      draw.fillStyle = labels[i] === UNLABELLED ? this.colours.none : this.colours.digits[labels[i] % CLASSES];
      draw.fillRect(left - 1, top - 1, 2, 2);
    });
    draw.globalAlpha = 1;
    this.drawPrior(draw);
    for (let label = 0; label < CLASSES; label++) {
      const middle = densest(points.filter((_, i) => labels[i] === label));
      if (middle) this.drawNumeral(draw, label, this.toPad(middle));
    }
  }

  /** One, two and three standard deviations of the prior N(0, I). */
  drawPrior(draw) {
    const [left, top] = this.toPad([0, 0]);
    draw.strokeStyle = draw.fillStyle = this.colours.p;
    draw.font = "italic 12px serif";
    draw.textAlign = "center";
    draw.textBaseline = "middle";
    for (const sigmas of [1, 2, 3]) {
      const radius = ((sigmas / LIMIT) * this.size) / 2;
      draw.setLineDash([3, 4]);
      draw.beginPath();
      draw.arc(left, top, radius, 0, 2 * Math.PI);
      draw.stroke();
      draw.setLineDash([]);
      halo(draw, `${sigmas}σ`, [left - radius * Math.SQRT1_2, top + radius * Math.SQRT1_2], this.paper);
    }
  }

  drawNumeral(draw, label, place) {
    draw.font = "700 17px sans-serif";
    draw.fillStyle = this.colours.digits[label];
    halo(draw, String(label), place, this.paper);
  }

  /** Draw the point over the map, with lines to both axes. */
  drawPoint(point) {
    const draw = fit(this.cross, this.size);
    const [left, top] = this.toPad(point);
    draw.strokeStyle = this.colours.z;
    draw.fillStyle = this.paper;
    draw.globalAlpha = 0.5;
    draw.beginPath();
    draw.moveTo(left, 0);
    draw.lineTo(left, this.size);
    draw.moveTo(0, top);
    draw.lineTo(this.size, top);
    draw.stroke();
    draw.globalAlpha = 1;
    draw.lineWidth = 3;
    draw.beginPath();
    draw.arc(left, top, 8, 0, 2 * Math.PI);
    draw.fill();
    draw.stroke();
  }
}

/** The mean of the fullest cell of `points`. Their overall mean may lie among other digits. */
function densest(points) {
  const cells = new Map();
  for (const [across, up] of points) {
    const key = `${Math.floor(across / CELL)},${Math.floor(up / CELL)}`;
    const [count, acrossSum, upSum] = cells.get(key) ?? [0, 0, 0];
    cells.set(key, [count + 1, acrossSum + across, upSum + up]);
  }
  const [count, across, up] = [...cells.values()].reduce((best, cell) => (cell[0] > best[0] ? cell : best), [0]);
  return count && [across / count, up / count];
}

/** Text with an outline in the colour of the paper, so that it reads over dots. */
function halo(draw, text, [left, top], paper) {
  draw.lineWidth = 4;
  draw.lineJoin = "round";
  const before = draw.strokeStyle;
  draw.strokeStyle = paper;
  draw.strokeText(text, left, top);
  draw.strokeStyle = before;
  draw.lineWidth = 1;
  draw.fillText(text, left, top);
}

/** A cleared drawing context in CSS pixels, sharp on any screen. */
function fit(canvas, side) {
  const ratio = devicePixelRatio || 1;
  const pixels = Math.round(side * ratio);
  if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
  const draw = canvas.getContext("2d");
  draw.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw.clearRect(0, 0, side, side);
  draw.lineWidth = 1;
  return draw;
}

export const clamp = (value) => Math.max(-LIMIT, Math.min(LIMIT, value));
