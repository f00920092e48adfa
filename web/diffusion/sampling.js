// From noise back to data: the steps of vae_core/diffusion/sampling.py, one at a time.

/**
 * @typedef {object} Schedule of step 0 to T; step 0 is clean
 * @property {number[]} signal α
 * @property {number[]} noise σ
 * @property {number[]} logSnr λ
 *
 * @typedef {object} Sampler
 * @property {"ancestral" | "ddim" | "flow"} kind
 * @property {number} steps how many of the schedule's
 * @property {number} eta of DDIM: 0 is without chance
 *
 * @typedef {(x: Float64Array, t: number) => Float64Array} Denoise from x_t to x̂_0
 * @typedef {{ t: number, x: Float64Array, guess: Float64Array }} Stop a stop on the way, and x̂_0 as seen from there
 */

/**
 * The steps of a schedule that are gone through, from T, or from where one sets out, to 0.
 *
 * @param {number} T
 * @param {number} steps
 */
export function timesOf(T, steps) {
  const count = Math.min(steps, T);
  return Array.from({ length: count + 1 }, (_, i) => i === count ? 0 : halfToEven(T + i * (-T / count)));
}

/**
 * The nearest whole number; as in NumPy, of two as near the even one.
 *
 * @param {number} x
 */
function halfToEven(x) {
  const low = Math.floor(x);
  if (x - low !== 0.5) return Math.round(x);
  return low % 2 ? low + 1 : low;
}

/** @param {Sampler} sampler */
export const hasChance = ({ kind, eta }) => kind === "ancestral" || (kind === "ddim" && eta > 0);

/**
 * One particle's way, stop by stop; the last one, at t = 0, is its own guess.
 *
 * @param {Sampler} sampler
 * @param {Schedule} schedule
 * @param {Denoise} denoise
 * @param {Float64Array} start x_T, or x_t where it sets out from an earlier step
 * @param {(at: number) => Float64Array} fresh noise for the step after stop `at`
 * @param {number} [from] which step that is
 * @returns {Generator<Stop, void>}
 */
export function* sample(sampler, schedule, denoise, start, fresh, from = schedule.signal.length - 1) {
  const times = timesOf(from, sampler.steps);
  let x = start;
  for (let at = 0; at + 1 < times.length; at++) {
    const [t, s] = [times[at], times[at + 1]];
    const guess = denoise(x, t);
    yield { t, x, guess };
    if (s === 0) x = guess;
    else if (sampler.kind === "flow") x = alongTheFlow(schedule, denoise, { t, s, x, guess });
    else x = withChance(sampler, schedule, { t, s, x, guess }, () => fresh(at + 1));
  }
  yield { t: 0, x, guess: x };
}

/**
 * A stop of each way in turn, round and round, until all have come to their end.
 *
 * @param {Iterator<Stop, void>[]} ways
 * @returns {Generator<Stop & { way: number }, void>} with the number of the way
 */
export function* inTurn(ways) {
  const going = new Map(ways.entries());
  while (going.size) {
    for (const [way, stops] of going) {
      const { done, value } = stops.next();
      if (done) going.delete(way);
      else yield { ...value, way };
    }
  }
}

/** @typedef {Stop & { s: number }} Leg from t to s */

/** @type {Sampler} */
const STRAIGHT = { kind: "ddim", steps: 1, eta: 0 };

/**
 * @param {Sampler} sampler
 * @param {Schedule} schedule
 * @param {Leg} leg
 * @param {() => Float64Array} [fresh]
 */
function withChance(sampler, { signal, noise, logSnr }, { t, s, x, guess }, fresh) {
  const share = sampler.kind === "ancestral" ? 1 : sampler.eta;
  // the variance of q(x_t∣x_s): 1 − α_t²/α_s², from logarithms, for it may be small
  const added = -Math.expm1(logKept(logSnr[t]) - logKept(logSnr[s]));
  const deviation = share * Math.sqrt(added) * noise[s] / noise[t];
  const kept = Math.sqrt(noise[s] ** 2 - deviation ** 2);
  const old = noiseIn(x, guess, signal[t], noise[t]);
  const drawn = share > 0 && fresh ? fresh() : null;
  return guess.map((value, i) => signal[s] * value + kept * old[i] + (drawn ? deviation * drawn[i] : 0));
}

/**
 * Once with the guess at t, then with the mean of that and of the one where it leads.
 *
 * @param {Schedule} schedule
 * @param {Denoise} denoise
 * @param {Leg} leg
 */
function alongTheFlow(schedule, denoise, { t, s, x, guess }) {
  const straight = (/** @type {Float64Array} */ of) => withChance(STRAIGHT, schedule, { t, s, x, guess: of });
  const second = denoise(straight(guess), s);
  return straight(guess.map((value, i) => (value + second[i]) / 2));
}

/**
 * ε̂ = (x_t − α x̂_0)/σ
 *
 * @param {Float64Array} x
 * @param {Float64Array} guess
 * @param {number} signal
 * @param {number} noise
 */
export const noiseIn = (x, guess, signal, noise) => x.map((value, i) => (value - signal * guess[i]) / noise);

/**
 * log α², from λ.
 *
 * @param {number} logSnr
 */
const logKept = (logSnr) => -Math.log1p(Math.exp(-logSnr));
