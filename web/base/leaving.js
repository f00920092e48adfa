// Whoever turns a step, takes something back or starts over lets those finish who still hold a move back: the end of a
// burst of keys, or an answer that is on its way. What the hand has just done is lost otherwise.

export const PATIENCE_MS = 500; // then it is gone on without them

/** @typedef {() => unknown} LetGo tells what is held back; a promise, where that takes a while */

/** @type {Set<LetGo>} */
const holders = new Set();

/**
 * @param {LetGo} letGo
 * @param {AbortSignal} signal until when there is anything to hold back
 */
export function beforeLeaving(letGo, signal) {
  holders.add(letGo);
  signal.addEventListener("abort", () => holders.delete(letGo));
}

/** Have everybody let go; done once all have told what they held back, or after {@link PATIENCE_MS}. */
export function allLetGo() {
  const slow = [...holders].map((letGo) => letGo()).filter((told) => told instanceof Promise);
  if (!slow.length) return Promise.resolve();
  return Promise.race([Promise.all(slow), new Promise((done) => setTimeout(done, PATIENCE_MS))]);
}
