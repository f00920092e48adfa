import assert from "node:assert/strict";
import { escaped } from "../../../web/base/formats.js";
import { report } from "../../../web/classroom/report.js";
import { summary } from "../../../web/classroom/summary.js";
import { spokenParts } from "../../../web/classroom/wording.js";

/** @typedef {import("../../../web/classroom/view.js").Asked} Asked */

/** @typedef {Omit<Asked, "prompt" | "options"> & { prompt: string, options: string[] }} InWords */

/** @param {Partial<InWords>} [more] @returns {Asked} */
const asked = ({ prompt = "Which?", options = ["this", "that"], ...more } = {}) => ({
  number: 1,
  stage: "revealed",
  page: "elbo",
  step: "known",
  query: { step: "known" },
  answer: 1,
  prompt: [{ text: prompt }],
  options: options.map((text) => [{ text }]),
  tally: [2, 5],
  all: 8,
  own: 1,
  own_right: 1,
  ...more,
});

/** Read as RFC 4180 has it. @param {string} text */
function read(text) {
  const rows = [[""]];
  let isQuoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const row = rows[rows.length - 1], last = row.length - 1;
    if (isQuoted && text[i] === '"' && text[i + 1] === '"') row[last] += text[++i];
    else if (text[i] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && text[i] === ",") row.push("");
    else if (!isQuoted && text.startsWith("\r\n", i)) (i += 1, rows.push([""]));
    else row[last] += text[i];
  }
  assert.deepEqual(rows.pop(), [""], "the last line ends as all do");
  return rows;
}

const addressOf = (/** @type {Asked} */ { page, step }) => page && `http://host/${page}?step=${step}`;

Deno.test("each answer of each question is a row", () => {
  const [head, ...rows] = read(summary([asked()], addressOf));
  assert.deepEqual(rows, [
    ["1", "Which?", "this", "2", "0", "8", "1", "1", "http://host/elbo?step=known"],
    ["1", "Which?", "that", "5", "1", "8", "1", "1", "http://host/elbo?step=known"],
  ]);
  assert.equal(head.length, rows[0].length);
});

Deno.test("what has no right answer, or is still open, has empty places", () => {
  const table = summary(
    [asked({ answer: null, page: "", step: "", query: null, tally: null, stage: "open" })],
    addressOf,
  );
  assert.deepEqual(read(table)[1], ["1", "Which?", "this", "", "", "8", "1", "1", ""]);
});

Deno.test("where nothing was asked the table has its head", () => assert.equal(read(summary([], addressOf)).length, 1));

Deno.test("commas, quotes and new lines are in the words, not between them", () => {
  const prompt = 'So, what is "x"?\nThe\r\nfirst,\rsecond', options = ['"', ",", "\n"];
  const rows = read(summary([asked({ prompt, options, tally: [1, 2, 3] })], addressOf));
  assert.deepEqual(rows.slice(1).map(([, words, option, many]) => [words, option, many]), [
    [prompt, '"', "1"],
    [prompt, ",", "2"],
    [prompt, "\n", "3"],
  ]);
});

Deno.test("no spreadsheet takes words for a formula, and numbers stay numbers", () => {
  const options = ['=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "1 = 1", "−1"];
  const rows = read(summary([asked({ options, tally: options.map((_, i) => i) })], addressOf)).slice(1);
  assert.deepEqual(
    rows.map(([, , option]) => option),
    [...options.slice(0, 6).map((option) => `'${option}`), "1 = 1", "−1"],
  );
  assert.deepEqual(rows.map(([, , , many]) => many), options.map((_, i) => String(i)));
});

Deno.test("bold words and formulas are words, too", () => {
  const prompt = [{ text: "Is " }, { bold: "this" }, { math: "<math></math>", tex: "$x^2$" }, { text: "?" }];
  assert.equal(read(summary([{ ...asked(), prompt }], addressOf))[1][1], "Is this$x^2$?");
});

// ---- the same as a page --------------------------------------------------------------------------

const text = {
  lang: "en",
  class_title: "Class FRG2Y7",
  asked: "What was asked",
  nothing_asked: "Nothing",
  snapshots: "Snapshots",
  no_snapshots: "None",
  answered_by: "Answered by",
};

/** As a browser does it; formulas are left to it. @param {import("../../../web/classroom/wording.js").Part[]} parts */
const written = (parts) => escaped(spokenParts(parts));

Deno.test("a page has each question with what was chosen and what was right", () => {
  const page = report(
    [asked()],
    [{ address: "http://host/elbo?w=2&q=1", words: "ELBO: known" }],
    addressOf,
    text,
    written,
  );
  assert.match(page, /<html lang="en">/);
  assert.match(page, /<a href="http:\/\/host\/elbo\?step=known">Which\?<\/a>/);
  assert.match(page, /<li style="--share: 29%"><span>this<\/span><b>2 · 29 %<\/b>/);
  assert.match(page, /<li class="right" style="--share: 71%"><span>that<\/span><b>5 · 71 %<\/b>/);
  assert.match(page, /Answered by 8/);
  assert.match(page, /<a href="http:\/\/host\/elbo\?w=2&amp;q=1">ELBO: known<\/a>/);
});

Deno.test("what a teacher has written is words on the page, not a part of it", () => {
  const evil = `<script>"&'</script>`;
  const page = report(
    [asked({ prompt: evil, options: [evil, evil], page: "" })],
    [{ address: `http://host/"onclick="x`, words: evil }],
    addressOf,
    { ...text, class_title: evil },
    written,
  );
  assert.ok(!page.includes("<script>"));
  assert.ok(!page.includes('"onclick='));
});

Deno.test("of nothing there is a page that says so", () => {
  const page = report([], [], addressOf, text, written);
  assert.match(page, /<p>Nothing<\/p>/);
  assert.match(page, /<p>None<\/p>/);
});
