// A digit drawn by hand, from the strokes to what a network sees: rasterised on a larger field,
// brought down to 28 × 28 in 16 levels of grey, centred as MNIST's digits were, and packed small for
// an address. centred() and the packing are those of vae_core/data/drawing.py.

export const FIELD = 28;
export const FINE = 8; // fine pixels along a pixel
const LEVELS = 16;
const BOX = 20; // the longer side of the ink of MNIST's digits
const MIDDLE = FIELD / 2 + 0.5; // their centre of mass
const BYTES = (FIELD * FIELD) / 2;
const PEN = 1.35; // radius, in pixels of the 28

/** The large field: each fine pixel is ink (1) or paper (0). Points are in pixels of the 28. */
export class Ink {
  constructor() {
    this.side = FIELD * FINE;
    this.fine = new Uint8Array(this.side * this.side);
  }

  clear() {
    this.fine.fill(0);
  }

  /** Ink everything within the pen's radius of the line from `a` to `b`. */
  line([ax, ay], [bx, by]) {
    const [dx, dy, reach] = [bx - ax, by - ay, PEN * FINE];
    const square = dx * dx + dy * dy;
    const from = (a, b) => Math.max(0, Math.floor(Math.min(a, b) * FINE - reach));
    const to = (a, b) => Math.min(this.side, Math.ceil(Math.max(a, b) * FINE + reach));
    for (let row = from(ay, by); row < to(ay, by); row++) {
      const y = (row + 0.5) / FINE;
      for (let column = from(ax, bx); column < to(ax, bx); column++) {
        const x = (column + 0.5) / FINE;
        const t = square ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / square)) : 0;
        const [u, v] = [x - ax - t * dx, y - ay - t * dy];
        if (u * u + v * v <= PEN * PEN) this.fine[row * this.side + column] = 1;
      }
    }
  }

  stroke(points) {
    points.forEach((point, i) => this.line(points[Math.max(0, i - 1)], point));
  }

  /** 784 grey levels, the share of ink in each pixel to the nearest of 16; where `base` has more ink, that counts. */
  image(base = null) {
    const image = new Float32Array(FIELD * FIELD);
    for (let row = 0; row < this.side; row++) {
      const start = FIELD * Math.floor(row / FINE);
      for (let column = 0, at = row * this.side; column < this.side; column++, at++) {
        image[start + Math.floor(column / FINE)] += this.fine[at];
      }
    }
    return image.map((count, i) => Math.max(Math.round(((LEVELS - 1) * count) / FINE ** 2) / (LEVELS - 1), base ? base[i] : 0));
  }
}

/** The image as MNIST's digits were prepared (LeCun et al. 1998, section III.A): see vae_core/data/drawing.py. */
export function centred(image) {
  const result = new Float32Array(FIELD * FIELD);
  const inked = (i, j) => image[i * FIELD + j] > 0;
  const all = [...Array(FIELD).keys()];
  const rows = all.filter((i) => all.some((j) => inked(i, j)));
  const columns = all.filter((j) => all.some((i) => inked(i, j)));
  if (!rows.length) return result;
  const before = [rows, columns].map((lines) => lines.at(-1) - lines[0] + 1);
  const [height, width] = before.map((side) => Math.max(1, Math.floor((BOX * side) / Math.max(...before) + 0.5)));
  const [down, across] = [resampling(before[0], height), resampling(before[1], width)];
  const narrow = down.map((weights) =>
    Array.from({ length: before[1] }, (_, j) => dot(weights, (i) => image[(rows[0] + i) * FIELD + columns[0] + j])),
  );
  const ink = narrow.map((row) => across.map((weights) => dot(weights, (j) => row[j])));
  const top = offset(ink.map((row) => row.reduce((a, b) => a + b)));
  const left = offset(across.map((_, j) => ink.reduce((sum, row) => sum + row[j], 0)));
  ink.forEach((row, i) => row.forEach((value, j) => (result[(top + i) * FIELD + left + j] = value)));
  return result;
}

function dot(weights, value) {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i]) sum += weights[i] * value(i);
  return sum;
}

/** Where `mass` begins on a line of the field, with its centre as near to the middle as whole pixels allow. */
function offset(mass) {
  const total = mass.reduce((a, b) => a + b);
  const centre = mass.reduce((sum, value, i) => sum + value * (i + 0.5), 0) / total;
  return Math.min(Math.max(Math.trunc(MIDDLE - centre + 0.5), 0), FIELD - mass.length);
}

/** The weights that make `after` pixels of `before`: a triangle around each, as wide as two of the larger. */
function resampling(before, after) {
  const scale = before / after;
  return Array.from({ length: after }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const weights = Array.from({ length: before }, (_, j) => Math.max(0, 1 - Math.abs(centre - (j + 0.5)) / Math.max(scale, 1)));
    const total = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / total);
  });
}

/** The image as text for an address; nothing drawn is no text. */
export async function packDrawing(image) {
  if (!image.some((value) => value > 0)) return "";
  const levels = Array.from(image, (value) => Math.round((LEVELS - 1) * value));
  const bytes = Uint8Array.from({ length: BYTES }, (_, i) => 16 * levels[2 * i] + levels[2 * i + 1]);
  const packed = await through(new CompressionStream("deflate-raw"), bytes);
  return btoa(String.fromCharCode(...packed)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The image that packDrawing() made `text` of. The server has checked the text. */
export async function unpackDrawing(text) {
  const image = new Float32Array(FIELD * FIELD);
  if (!text) return image;
  const packed = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  const bytes = await through(new DecompressionStream("deflate-raw"), packed);
  bytes.forEach((byte, i) => {
    image[2 * i] = (byte >> 4) / (LEVELS - 1);
    image[2 * i + 1] = (byte & 15) / (LEVELS - 1);
  });
  return image;
}

async function through(stream, bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

/** How a pad tells whoever shows the same digit: an event on the window, with {channel, image, at}. */
export const DRAWN = "vae-playground-drawn";
