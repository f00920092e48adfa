// How far two pictures are from each other.

/**
 * The share of the ink of two pictures that lies elsewhere, Σ|a − b| / Σ(a + b): 0 if they are alike, 1 if no pixel has
 * ink in both (Bray & Curtis 1957).
 *
 * @param {ArrayLike<number>} a from 0 to 1, paper and ink
 * @param {ArrayLike<number>} b
 */
export function inkElsewhere(a, b) {
  let [apart, all] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    apart += Math.abs(a[i] - b[i]);
    all += a[i] + b[i];
  }
  return all && apart / all;
}
