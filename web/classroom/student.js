// A student's half of a class: with it or on their own, and one button back; its questions; and a break.

import { button, element, icon } from "../base/elements.js";
import { badge, spoken } from "./names.js";
import { Sheet } from "./sheet.js";

/**
 * @typedef {import("./view.js").Place} Place
 * @typedef {import("./view.js").StudentView} View
 */

const GIVE_MS = 1000; // between two hands that a page gives, at least

export class Student {
  /** @param {import("./classroom.js").Classroom} room */
  constructor(room) {
    this.room = room;
    this.shown = this.given = "";
    this.sheet = new Sheet(room);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.giving = undefined;
    room.signal.addEventListener("abort", () => clearTimeout(this.giving));
  }

  /** @returns {View} */
  get view() {
    return /** @type {View} */ (this.room.seat.view);
  }

  draw() {
    const { seat, data } = this.room;
    if (!this.view) return;
    const wasAway = seat.following.isAway;
    const to = seat.following.see(this.view, this.room.here, performance.now());
    if (to) this.room.follow(to);
    if (wasAway !== seat.following.isAway) seat.tellWhere();
    this.pause();
    this.sheet.draw(this.view, this.answering());
    this.give();
    const shown = JSON.stringify([
      this.view.me,
      this.view.here,
      seat.isOpen,
      seat.following.isAway,
      this.counts,
      data.text,
    ]);
    if (shown !== this.shown) {
      this.room.place("bar").replaceChildren(...this.bar());
      this.room.place("bar").classList.toggle("is-away", seat.following.isAway);
    }
    this.shown = shown;
  }

  /** What can be pressed while a question is open. */
  answering() {
    const { question, mine } = this.view;
    if (!question) return null;
    const { seat } = this.room, said = seat.unheard.get("answer")?.message;
    const chosen = said?.question === question.number ? said.option : mine?.option;
    const choose = (/** @type {number} */ option) => {
      seat.insist(
        { do: "answer", question: question.number, option },
        (/** @type {View} */ view) =>
          view.question?.number !== question.number || view.question.stage !== "open" || view.mine?.option === option,
      );
      this.draw();
    };
    return { mine, chosen, choose };
  }

  bar() {
    const { seat, data: { text } } = this.room;
    const where = element("span", { className: "where" }, [this.where()]);
    const back = seat.following.isAway ? [button(text.back, () => this.comeBack(), { className: "main" })] : [];
    const rename = button("", () => seat.send({ do: "rename" }), { title: text.another, label: text.another });
    rename.append(icon("shuffle"));
    const leave = button("", () => this.room.leave(), { title: text.leave, label: text.leave });
    leave.append(icon("logout"));
    return [
      badge(this.view.me, text),
      element("b", { className: "me", textContent: spoken(this.view.me, text) }),
      where,
      ...back,
      element("span", { className: "end" }, [rename, leave]),
    ];
  }

  where() {
    const { seat, data: { text } } = this.room;
    if (!seat.isOpen) return text.broken;
    if (seat.following.isAway) return text.away;
    return this.counts ? text.hand_counts : text.with;
  }

  /** Whether what is set on this page becomes a part of the class's picture. */
  get counts() {
    const { collecting } = this.view, { page, step } = this.room.data;
    return collecting !== null && collecting.page === page && collecting.step === step;
  }

  comeBack() {
    const to = this.room.seat.following.comeBack(this.room.here, performance.now());
    this.room.seat.tellWhere();
    if (to) this.room.follow(to);
    this.draw();
  }

  pause() {
    const cover = this.room.place("cover"), { text } = this.room.data;
    const isPaused = this.view.mode === "pause" && !this.room.seat.following.isAway;
    if (cover.hidden === !isPaused) return;
    cover.hidden = !isPaused;
    cover.replaceChildren(...(isPaused ? [icon("co_present"), element("p", { textContent: text.pause_cover })] : []));
  }

  /** @param {Place} here */
  moved(here) {
    if (!this.view) return;
    if (this.room.seat.following.moved(here, performance.now())) this.wanderOff();
    this.give();
  }

  /** @param {Place} here */
  settle(here) {
    if (this.room.seat.following.settle(here, performance.now())) this.wanderOff();
  }

  wanderOff() {
    this.room.seat.tellWhere();
    if (this.view) this.draw();
  }

  /** Show the class what this page says, where that is collected: a moving hand now and then, and where it ends. */
  give() {
    if (!this.counts || this.giving !== undefined) return;
    const { page } = this.room.data, { query } = this.room.here;
    const given = JSON.stringify([this.view.collecting, query]);
    if (given === this.given) return;
    this.given = given;
    this.room.seat.send({ do: "give", page, query });
    this.giving = setTimeout(() => {
      this.giving = undefined;
      this.give();
    }, GIVE_MS);
  }
}
