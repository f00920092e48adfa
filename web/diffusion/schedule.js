// The noise of a schedule, from the logarithms of signal to noise: all else follows from them.

/**
 * @param {number[]} logSnr λ of step 0 to T
 * @returns {import("./sampling.js").Schedule}
 */
export const scheduleOf = (logSnr) => ({
  logSnr,
  signal: logSnr.map(share),
  noise: logSnr.map((level) => share(-level)),
});

/**
 * √(1/(1 + e^−λ)): α of λ, and σ of −λ.
 *
 * @param {number} level
 */
const share = (level) => Math.sqrt(1 / (1 + Math.exp(-level)));
