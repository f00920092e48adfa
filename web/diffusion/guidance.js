// What a network thinks x_0 is, told a class more or less loudly.

/** @typedef {import("../networks/denoiser.js").Denoiser} Denoiser */

/**
 * x̂_0 = α x_t − σ v, with v = v(all) + (1 + w) (v(class) − v(all))   (Ho & Salimans 2022, eq. 6)
 *
 * @param {Denoiser} denoiser
 * @param {import("./sampling.js").Schedule} schedule
 * @param {number | null} label `null`: of all classes
 * @param {number} guidance w; at 0 it is told the class, and no more
 * @returns {import("./sampling.js").Denoise}
 */
export function guessOf(denoiser, { signal, noise, logSnr }, label, guidance) {
  return (x, t) => {
    const input = new Float32Array(x);
    const told = new Float64Array(denoiser.velocity(input, denoiser.condition(logSnr[t], label)));
    if (label !== null && guidance > 0) {
      const all = denoiser.velocity(input, denoiser.condition(logSnr[t]));
      for (let i = 0; i < told.length; i++) told[i] = all[i] + (1 + guidance) * (told[i] - all[i]);
    }
    return told.map((v, i) => signal[t] * x[i] - noise[t] * v);
  };
}

/**
 * The same, but ways that set out from one x_t share its guess, which takes most of the time.
 *
 * @param {import("./sampling.js").Denoise} denoise
 * @returns {import("./sampling.js").Denoise}
 */
export function remembering(denoise) {
  /** @type {{ x: Float64Array, t: number, guess: Float64Array } | null} */
  let last = null;
  return (x, t) => {
    if (last?.x !== x || last.t !== t) last = { x, t, guess: denoise(x, t) };
    return last.guess;
  };
}
