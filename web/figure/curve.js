// A curve through points whose x ascends.

/** @typedef {{ x: ArrayLike<number>, y: ArrayLike<number> }} Points */

/**
 * The height of a curve, by a straight line between its points; beyond its ends, as high as those.
 *
 * @param {Points} points
 * @param {number} at
 */
export function heightOf({ x, y }, at) {
  let [low, high] = [0, x.length - 1];
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

/**
 * The corners of the area between a curve and zero, from `low` to `high`.
 *
 * @param {Points} points
 * @param {number} low
 * @param {number} high
 * @returns {[x: number, y: number][]}
 */
export function areaUnder(points, low, high) {
  const inner = Array.from(points.x).filter((x) => x > low && x < high);
  const top = [low, ...inner, high].map((x) => /** @type {[number, number]} */ ([x, heightOf(points, x)]));
  return [[low, 0], ...top, [high, 0]];
}
