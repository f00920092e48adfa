// What is on screen, of what the worker has told last.

import { WEIGHTINGS } from "../learning/course.js";

/** @type {("x_hat" | "mu")[]} the colour of each network */
export const SYMBOLS = ["x_hat", "mu"];

/**
 * @param {import("./learn.js").Settings} place
 * @param {import("./training.js").Training["news"]} news
 * @param {import("./scene.js").Scene} scene
 * @param {Record<string, string>} text
 * @returns {import("./pictures.js").Seen | null} `null` before anything has been told
 */
export function seenOf({ t, weighting, view }, { parameters, least, excess }, scene, text) {
  if (!parameters || !least || !excess) return null;
  const number = WEIGHTINGS.indexOf(weighting);
  const isAbove = view === "above";
  const networks = excess.map((above, i) => ({
    symbol: SYMBOLS[i],
    values: isAbove ? above : above.map((value, step) => value + least[step]),
  }));
  return {
    t,
    last: least.length,
    noise: scene.schedule.noise[t],
    truth: scene.truth(t),
    learned: scene.learned(t, parameters[number]),
    symbol: SYMBOLS[number],
    curves: isAbove ? networks : [{ symbol: "z", values: least }, ...networks],
    isAbove,
    title: text[isAbove ? "chart_above" : "chart_loss"],
  };
}
