// The strip of a way from noise to a digit, in a file.

import { timesOnSlide } from "../pictures/mount.js";

const TEXT = 30; // pixels high, on a slide

/**
 * @param {import("../pictures/sheet.js").Sheet} sheet
 * @param {string[]} words its title, and what its rows are
 * @returns {import("../pictures/layout.js").Layout}
 */
export function stripLayout(sheet, [title, now, guess]) {
  const scale = timesOnSlide(sheet.width);
  const [left, top] = [4 * TEXT, 2 * TEXT];
  const row = sheet.height * scale / 2;
  /** @type {(text: string, number: number) => import("../pictures/layout.js").PlacedText} */
  const named = (text, number) => ({
    text,
    left: left - TEXT / 2,
    top: top + (number + 0.5) * row,
    size: TEXT,
    anchor: "end",
  });
  return {
    width: left + sheet.width * scale + TEXT,
    height: top + sheet.height * scale + TEXT,
    sheets: [{ sheet, left, top, scale }],
    texts: [{ text: title, left, top: 1.3 * TEXT, size: TEXT }, named(now, 0), named(guess, 1)],
  };
}
