// Codes of images, a row of n numbers each, and what can be said of many of them.

/** Classes of digits. */
export const CLASSES = 10;
/** The label of an image without a class. */
export const UNLABELLED = 255;

/**
 * What a class is called: by its name, where it has one, else by its number.
 *
 * @param {number} label
 * @param {string[]} [names] of class 0, 1, …
 */
export const calledBy = (label, names = []) => names[label] || String(label);

/**
 * The nearest of many points.
 *
 * @param {ArrayLike<number>} points one after another
 * @param {ArrayLike<number>} z
 */
export function nearest(points, z) {
  const n = z.length;
  let [best, index] = [Infinity, -1];
  for (let i = 0, start = 0; start < points.length; i++, start += n) {
    let square = 0;
    for (let j = 0; j < n; j++) {
      const difference = points[start + j] - z[j];
      square += difference * difference;
    }
    if (square < best) {
      best = square;
      index = i;
    }
  }
  return { index, distance: Math.sqrt(best) };
}

/**
 * The mean code of each class; `null` for a class without codes.
 *
 * @param {Float32Array} codes
 * @param {Uint8Array} labels
 * @returns {(number[] | null)[]}
 */
export function classMeans(codes, labels) {
  const n = codes.length / labels.length;
  const sums = Array.from({ length: CLASSES }, () => new Float64Array(n));
  const counts = new Uint32Array(CLASSES);
  labels.forEach((label, row) => {
    if (label >= CLASSES) return;
    counts[label] += 1;
    for (let j = 0; j < n; j++) sums[label][j] += codes[row * n + j];
  });
  return sums.map((sum, label) => (counts[label] ? Array.from(sum, (value) => value / counts[label]) : null));
}

/**
 * Mean and standard deviation of the codes in each of n dimensions.
 *
 * @param {Float32Array} codes
 * @param {number} n
 */
export function spread(codes, n) {
  const count = codes.length / n;
  return Array.from({ length: n }, (_, j) => {
    let [sum, squares] = [0, 0];
    for (let at = j; at < codes.length; at += n) sum += codes[at];
    const mean = sum / count;
    for (let at = j; at < codes.length; at += n) squares += (codes[at] - mean) ** 2;
    return { mean, deviation: Math.sqrt(squares / count) };
  });
}

/**
 * The mean over images of KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1 − log σ²) in each of n dimensions, in nats.
 *
 * @param {Float32Array} means
 * @param {Float32Array} logVariances
 * @param {number} n
 */
export function meanKl(means, logVariances, n) {
  const sums = new Float64Array(n);
  means.forEach((mean, at) => {
    sums[at % n] += 0.5 * (mean * mean + Math.expm1(logVariances[at]) - logVariances[at]);
  });
  return Array.from(sums, (sum) => (sum * n) / means.length);
}
