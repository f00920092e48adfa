// Where an axis has its numbers: at round values, evenly apart.

const ROUND = [1, 2, 5, 10];

/**
 * Multiples of the least round step (1, 2 or 5 times a power of ten) of which no more than `most` lie from `low` to
 * `high`.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} [most]
 * @returns {{ values: number[], digits: number }} and how many digits they have after the point
 */
export function evenTicks(low, high, most = 7) {
  const power = 10 ** Math.floor(Math.log10((high - low) / most));
  for (const factor of ROUND) {
    const step = factor * power;
    // What is a multiple may lie a rounding error beyond an end.
    const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
    if (last - first + 1 > most) continue;
    const values = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)) + 0);
    return { values, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
  }
  throw new Error(`no axis leads from ${low} to ${high}`);
}
