// What a class has answered, as a page of its own: to keep, to print, to hand on. It outlives the class.

import { escaped } from "../base/formats.js";

/**
 * @typedef {import("./view.js").Asked} Asked
 * @typedef {{ address: string, words: string }} Kept a step that was kept along the way
 * @typedef {"lang" | "class_title" | "asked" | "nothing_asked" | "snapshots" | "no_snapshots" | "answered_by"} Word
 * @typedef {Record<Word, string>} Text
 */

const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, "Noto Sans CJK SC", sans-serif; }
section { break-inside: avoid; margin-block: 1.5rem; }
h2 { font-size: 1.1rem; }
ol { padding-left: 1.2rem; }
.options { display: grid; gap: 0.3rem; padding: 0; list-style: none; }
.options li { display: flex; justify-content: space-between; gap: 1rem; padding: 0.25rem 0.6rem; }
.options li { border: 1px solid #8888; border-radius: 0.4rem; print-color-adjust: exact; }
.options li { background: linear-gradient(to right, #56b4e955 var(--share), transparent 0); }
.right { border: 2px solid #009e73 !important; font-weight: 600; }
.right span::before { content: "✓ "; }`;

/**
 * The page, as HTML.
 *
 * @param {Asked[]} asked
 * @param {Kept[]} kept
 * @param {(asked: Asked) => string} addressOf a question's step; empty for a teacher's own
 * @param {Text} text
 * @param {(parts: import("./wording.js").Part[]) => string} written words and formulas, as HTML
 */
export function report(asked, kept, addressOf, text, written) {
  const questions = asked.map((each) => question(each, addressOf(each), text, written));
  const steps = kept.map(({ address, words }) => `<li>${link(address, escaped(words))}</li>`);
  return `<!doctype html>
<html lang="${escaped(text.lang)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${
    escaped(text.class_title)
  }</title>
<style>${STYLE}</style></head>
<body>
<h1>${escaped(text.class_title)}</h1>
<h2>${escaped(text.asked)}</h2>
${questions.join("\n") || `<p>${escaped(text.nothing_asked)}</p>`}
<h2>${escaped(text.snapshots)}</h2>
${steps.length ? `<ol>${steps.join("")}</ol>` : `<p>${escaped(text.no_snapshots)}</p>`}
</body>
</html>
`;
}

/**
 * @param {Asked} asked
 * @param {string} address
 * @param {Text} text
 * @param {(parts: import("./wording.js").Part[]) => string} written
 */
function question({ number, prompt, options, tally, answer, all }, address, text, written) {
  const sum = (tally ?? []).reduce((sum, each) => sum + each, 0);
  const rows = options.map((option, place) => {
    const count = tally?.[place] ?? 0, share = sum ? Math.round((100 * count) / sum) : 0;
    const kind = place === answer ? ' class="right"' : "";
    return `<li${kind} style="--share: ${share}%"><span>${written(option)}</span><b>${count} · ${share} %</b></li>`;
  });
  const title = address ? link(address, written(prompt)) : written(prompt);
  return `<section><p>${number}. ${title}<br><small>${escaped(text.answered_by)} ${all}</small></p>
<ul class="options">${rows.join("")}</ul></section>`;
}

/**
 * @param {string} address
 * @param {string} words as HTML
 */
const link = (address, words) => `<a href="${escaped(address).replaceAll('"', "&quot;")}">${words}</a>`;
