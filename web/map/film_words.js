// What is said of a film: what it waits for, and how good the map is at a step.

import { filled } from "../base/formats.js";

/** @typedef {Record<string, string>} Text */

/**
 * Why nothing is on screen yet, or nothing more will come.
 *
 * @param {Pick<import("./film.js").Film, "stage" | "ahead" | "message" | "frames">} film
 * @param {Text} text
 */
export function waitingFor({ stage, ahead, message, frames }, text) {
  if (stage === "waiting") return ahead ? filled(text.ahead, { n: ahead }) : text.waiting;
  if (stage === "forming") return frames.length ? "" : text.waiting;
  if (stage === "cancelled") return text.cancelled;
  return stage === "failed" ? message || text.failed : "";
}

/**
 * The KL of a frame, or of the last one that is there.
 *
 * @param {Pick<import("./film.js").Film, "kls">} film
 * @param {number} at
 * @param {Text} text
 */
export function klOf({ kls }, at, text) {
  const kl = kls[Math.min(at, kls.length - 1)] ?? null;
  return kl === null ? "" : filled(text.kl, { kl: kl.toFixed(2) });
}
