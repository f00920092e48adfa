// A question that a class is asked: to be answered; then how all have; then what is right, and why.

import { button, element, icon } from "../base/elements.js";
import { nodes } from "./wording.js";

/**
 * @typedef {import("./view.js").Question} Question
 * @typedef {object} Answering
 * @property {{ option: number, right: boolean | null } | null} mine what was counted
 * @property {number | undefined} chosen what was pressed
 * @property {(option: number) => void} choose
 */

export class Sheet {
  /** @param {import("./classroom.js").Classroom} room */
  constructor(room) {
    this.room = room;
    this.shown = "";
    /** @type {number | null} the question that somebody has folded, to see what is behind it */
    this.folded = null;
    /** @type {number | null} the one that was folded by itself */
    this.seen = null;
  }

  /**
   * @param {{ question: Question | null }} view
   * @param {Answering | null} answering what a student can do; `null` for the teacher
   * @param {HTMLElement[]} [below] what the teacher can do, and sees
   */
  draw({ question }, answering, below = []) {
    const sheet = this.room.place("sheet"), { text } = this.room.data;
    if (answering && question && !this.room.seat.following.isAway) this.foldAtLast(question);
    const isFolded = question !== null && question.number === this.folded;
    const seen = below.map(({ textContent }) => textContent);
    const shown = JSON.stringify([question, answering?.mine, answering?.chosen, seen, isFolded, text.lang]);
    if (shown === this.shown) return;
    this.shown = shown;
    sheet.hidden = question === null;
    sheet.classList.toggle("is-folded", isFolded);
    sheet.replaceChildren(...(question ? this.parts(question, answering, below, isFolded) : []));
  }

  /**
   * Once it is revealed, the page itself says why, beside the figure that shows it.
   *
   * @param {Question} question
   */
  foldAtLast({ number, stage, page }) {
    if (!page || stage !== "revealed" || this.seen === number) return;
    this.folded = this.seen = number;
  }

  /**
   * @param {Question} question
   * @param {Answering | null} answering
   * @param {HTMLElement[]} below
   * @param {boolean} isFolded
   */
  parts(question, answering, below, isFolded) {
    const head = element("header", {}, [element("h2", {}, nodes(question.prompt)), this.fold(question, isFolded)]);
    if (isFolded) return [head];
    return [
      head,
      element("ol", {}, question.options.map((option, number) => this.option(question, answering, option, number))),
      ...(answering ? this.words(question, answering) : this.reason(question)),
      ...below,
    ];
  }

  /**
   * @param {Question} question
   * @param {boolean} isFolded
   */
  fold({ number }, isFolded) {
    const { text } = this.room.data, words = isFolded ? text.unfold : text.fold;
    const made = button("", () => {
      this.folded = isFolded ? null : number;
      this.room.draw();
    }, { label: words, title: words });
    made.setAttribute("aria-expanded", String(!isFolded));
    made.append(icon(isFolded ? "expand_less" : "expand_more"));
    return made;
  }

  /**
   * @param {Question} question
   * @param {Answering | null} answering
   * @param {import("./wording.js").Part[]} option
   * @param {number} number
   */
  option(question, answering, option, number) {
    const { tally, answer, stage } = question;
    const isMine = answering?.chosen === number;
    const item = element("li", { className: answer === number ? "is-right" : "" });
    if (answering && stage === "open") {
      const made = button("", () => answering.choose(number));
      made.append(...nodes(option));
      made.setAttribute("aria-pressed", String(isMine));
      item.append(made);
      return item;
    }
    const all = (tally ?? []).reduce((sum, each) => sum + each, 0);
    const share = tally && all ? tally[number] / all : 0;
    const bar = element("span", { className: "share" });
    bar.style.setProperty("--share", `${100 * share}%`);
    item.append(bar, element("span", { className: "option" }, nodes(option)));
    if (isMine) item.classList.add("is-mine");
    if (tally) item.append(element("b", { textContent: `${tally[number]} · ${Math.round(100 * share)} %` }));
    return item;
  }

  /**
   * @param {Question} question
   * @param {Answering} answering
   */
  words(question, { mine }) {
    const { text } = this.room.data;
    if (question.stage === "open") return [element("p", { textContent: mine ? text.change : text.predict })];
    if (question.stage === "closed" || question.answer === null) return [element("p", { textContent: text.closed })];
    const judged = mine === null ? [] : [element("b", { textContent: mine.right ? text.right : text.not_right })];
    return [element("p", {}, judged), ...this.reason(question)];
  }

  /** @param {Question} question */
  reason({ answer, options, reason }) {
    if (answer === null) return [];
    const label = element("b", { textContent: `${this.room.data.text.right_is} ` });
    return [element("p", { className: "reason" }, [label, ...nodes(options[answer]), ". ", ...nodes(reason)])];
  }
}
