// What a class has answered, without anybody's name: a table that any program reads.

import { spokenParts } from "./wording.js";

/** @typedef {import("./view.js").Asked} Asked */

/**
 * A row for each answer of each question.
 *
 * @param {Asked[]} asked
 * @param {(asked: Asked) => string} addressOf a question's step; empty for a teacher's own
 */
export function summary(asked, addressOf) {
  const head = ["number", "question", "answer", "chosen", "right", "answered", "own_page", "own_page_right", "address"];
  const rows = asked.flatMap((question) =>
    question.options.map((option, number) => [
      question.number,
      spokenParts(question.prompt),
      spokenParts(option),
      question.tally?.[number] ?? "",
      question.answer === null ? "" : Number(question.answer === number),
      question.all,
      question.own,
      question.own_right,
      addressOf(question),
    ])
  );
  return [head, ...rows].map((row) => row.map(quoted).join(",")).join("\r\n") + "\r\n";
}

/**
 * As RFC 4180 has it; what a spreadsheet would take for a formula is told to be text.
 *
 * @param {string | number} value
 */
function quoted(value) {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
