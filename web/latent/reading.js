// What is said of the code nearest to a point.

import { filled } from "../base/formats.js";
import { calledBy, nearest, UNLABELLED } from "./codes.js";

/**
 * The sentence about the nearest code; none, where there are no codes.
 *
 * @param {Pick<import("./models.js").Coded, "codes" | "labels"> & { class_names?: string[] }} model
 * @param {ArrayLike<number>} z
 * @param {Record<string, any>} text
 */
export function reading({ codes, labels, class_names: names }, z, text) {
  if (!labels.length) return "";
  const { index, distance } = nearest(codes, z);
  const sentence = labels[index] === UNLABELLED ? text.reading_unlabelled : text.reading;
  return filled(sentence, { digit: calledBy(labels[index], names), distance: distance.toFixed(2) });
}
