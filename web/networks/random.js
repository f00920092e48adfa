// Random numbers, from a seed where an address must reproduce them.

/**
 * Uniform numbers from a seed, by Tommy Ettinger's mulberry32 (2017).
 *
 * @param {number} seed
 */
export function mulberry32(seed) {
  let state = (seed + 1) * 0x9e3779b1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One draw from N(0, 1), by the method of Box & Muller (1958). */
export function standardNormal(random = Math.random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * ε for a seed: the same `n` numbers each time.
 *
 * @param {number} seed
 * @param {number} n
 */
export function noise(seed, n) {
  const random = mulberry32(seed);
  return Float32Array.from({ length: n }, () => standardNormal(random));
}
