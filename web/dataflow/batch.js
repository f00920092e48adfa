// A whole batch through both models, row after row: the digit on screen first, and under it digits that the
// VAE decodes from the codes of test images. A few rows are computed in each frame, so that a hand is not held up.
// flow, gradients, noise and decode come from network.js and flow.js.

const ROWS_A_FRAME = 6;
const TOP = 6; // canvas rows for the first row, the digit on screen
const GAP = 2;
const SEEDS_APART = 10_000; // between the noises of two rows

export class Batch {
  /** `codes`: the mean of each test image's posterior, one after another. */
  constructor(models, codes, n, rows) {
    this.models = models;
    this.n = n;
    this.rows = rows;
    // In 256 levels of grey, as the digits of the data set are.
    const digit = (i) =>
      decode(models.vae.layers, codes.subarray(i * n, (i + 1) * n)).map((value) => Math.round(255 * value) / 255);
    this.x = Array.from({ length: rows }, (_, i) => (i ? digit(i) : null)); // the first is what is on screen
    this.results = Array(rows).fill(null);
    this.next = rows;
  }

  /** The first row is there at once; where the hand has moved anything but the digit, the others follow in step(). */
  start(x, result, place, moved) {
    const [before, hasGradient] = [this.key, "ofZ" in result.ae];
    this.key = JSON.stringify([place.noise, moved, hasGradient]);
    this.x[0] = x;
    this.results[0] = result;
    if (this.key !== before) Object.assign(this, { next: 1, seed: place.noise, moved, hasGradient });
  }

  get isDone() {
    return this.next >= this.rows;
  }

  step() {
    for (let k = 0; k < ROWS_A_FRAME && !this.isDone; k++, this.next++) {
      const [x, epsilon] = [this.x[this.next], noise(this.seed + SEEDS_APART * this.next, this.n)];
      this.results[this.next] = Object.fromEntries(["vae", "ae"].map((kind) => {
        const result = flow(this.models[kind], x, epsilon, this.moved);
        if (this.hasGradient) Object.assign(result, gradients(this.models[kind], x, result));
        return [kind, { ...result, xHat: result.xHat.slice() }]; // the layers write the next one over it
      }));
    }
  }

  /** The mean of a number over the rows that have been computed. */
  mean(kind, number) {
    const found = this.results.filter(Boolean).map((result) => number(result[kind]));
    return found.reduce((a, b) => a + b, 0) / found.length;
  }

  /** Rows from `first` up to `last` of what `values` finds: in `colour` above 0, in `other` below, full at `most`. */
  paint(canvas, width, values, [most, colour, other], first, last) {
    const height = TOP + GAP + this.rows - 1;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const place = (row) => (row ? TOP + GAP + row - 1 : 0);
    for (let row = first; row < last; row++) {
      const found = values(this.x[row], this.results[row]);
      if (!found) continue;
      const image = new ImageData(width, row ? 1 : TOP);
      const pixels = new Uint32Array(image.data.buffer);
      for (let j = 0; j < pixels.length; j++) {
        const value = found[j % width];
        const alpha = Math.min(255, Math.round((255 * Math.abs(value)) / most));
        pixels[j] = (alpha << 24) | (value < 0 ? other : colour);
      }
      canvas.getContext("2d").putImageData(image, 0, place(row));
    }
  }
}
