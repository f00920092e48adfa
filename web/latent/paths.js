// Ways through latent space, as in vae_core/analysis/paths.py.

const TURNED = 1e-9; // sine of an angle below which two directions are one, or opposite

/** From a to b in equal steps: (1 − t) a + t b. */
export const straight = (a, b, t) => Array.from(a, (value, i) => (1 - t) * value + t * b[i]);

/**
 * From a to b along a great circle (Shoemake 1985; White 2016): the direction turns at an even pace, the length
 * grows at an even pace. Where one end is 0 there is no direction, and the way is straight.
 */
export function spherical(a, b, t) {
  const [short, long] = [length(a), length(b)];
  if (short === 0 || long === 0) return straight(a, b, t);
  const [from, to] = [scaled(a, 1 / short), scaled(b, 1 / long)];
  const cosine = dot(from, to);
  let side = to.map((value, i) => value - cosine * from[i]);
  const sine = length(side);
  if (sine < TURNED && cosine > 0) return straight(a, b, t);
  if (sine < TURNED) side = across(from);
  side = scaled(side, 1 / length(side));
  const angle = t * Math.atan2(sine, cosine);
  const size = (1 - t) * short + t * long;
  return from.map((value, i) => size * (Math.cos(angle) * value + Math.sin(angle) * side[i]));
}

/** At a right angle to a direction: the axis that it has least of, made perpendicular. */
function across(from) {
  const least = from.reduce((best, value, i) => (Math.abs(value) < Math.abs(from[best]) ? i : best), 0);
  return from.map((value, i) => (i === least ? 1 : 0) - from[least] * value);
}

/** Slow at both ends: 3t² − 2t³. */
export const eased = (t) => t * t * (3 - 2 * t);

/** The mean code of each class, [classes][latent]; null for a class without codes. */
export function classMeans(codes, labels, classes) {
  const n = codes.length / labels.length;
  const sums = Array.from({ length: classes }, () => new Float64Array(n));
  const counts = new Uint32Array(classes);
  labels.forEach((label, row) => {
    if (label >= classes) return;
    counts[label] += 1;
    for (let j = 0; j < n; j++) sums[label][j] += codes[row * n + j];
  });
  return sums.map((sum, label) => (counts[label] ? Array.from(sum, (value) => value / counts[label]) : null));
}

/** Mean and standard deviation of the codes in each dimension. */
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

/** The mean over images of KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1 − log σ²) in each dimension, in nats. */
export function meanKl(means, logVariances, n) {
  const sums = new Float64Array(n);
  means.forEach((mean, at) => {
    sums[at % n] += 0.5 * (mean * mean + Math.expm1(logVariances[at]) - logVariances[at]);
  });
  return Array.from(sums, (sum) => (sum * n) / means.length);
}

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const length = (a) => Math.sqrt(Array.from(a).reduce((sum, value) => sum + value * value, 0));
const scaled = (a, by) => Array.from(a, (value) => value * by);
