// A teacher's half of a class: who is there, how it is led, what it is asked.

import { button, element, icon } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { Segments } from "../base/segments.js";
import { Asking } from "./asking.js";
import { isSamePlace } from "./following.js";
import { Invitation } from "./invitation.js";
import { Overview } from "./overview.js";
import { Sheet } from "./sheet.js";

/**
 * @typedef {import("./view.js").Place} Place
 * @typedef {import("./view.js").TeacherView} View
 * @typedef {import("./view.js").Mode} Mode
 * @typedef {"invite" | "ask" | "overview"} PanelName
 */

const RESTS_MS = 300; // a hand that has not moved for so long
const MOVES_MS = 1000; // one that goes on is followed so often: each time all pages run

export class Teacher {
  /** @param {import("./classroom.js").Classroom} room */
  constructor(room) {
    this.room = room;
    this.shown = "";
    this.sheet = new Sheet(room);
    this.panels = {
      invite: new Invitation(room),
      ask: new Asking(room, () => this.open(null)),
      overview: new Overview(room),
    };
    /** @type {string | undefined} */
    this.asked = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined;
    /** @type {number | undefined} */
    this.movingSince = undefined;
    /** @type {PanelName | null} */
    this.panel = null;
    const { signal } = room;
    signal.addEventListener("abort", () => clearTimeout(this.resting));
    addEventListener("focus", () => this.lead(), { signal });
    document.addEventListener("visibilitychange", () => this.lead(), { signal });
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.panel && this.open(null), { signal });
  }

  /** @returns {View} */
  get view() {
    return /** @type {View} */ (this.room.seat.view);
  }

  draw() {
    if (!this.view) return;
    if (this.room.seat.led === null && this.room.seat.isOpen) this.begin();
    this.sheet.draw(this.view, null, this.below());
    this.renew();
    this.drawBar();
    if (this.panel) this.panels[this.panel].draw();
  }

  /**
   * Whoever comes by the code alone, or by the link that moves a class, comes to where it is; whoever opens a lesson
   * leads there.
   */
  begin() {
    const { seat, here } = this.room, { lead } = this.view;
    seat.led = lead ?? { page: "", query: {} };
    const isBack = lead !== null && (here.page === "home" || seat.isMoved) && !isSamePlace(here, lead);
    const to = isBack ? seat.following.see(this.view, here, performance.now()) : null;
    if (to) this.room.follow(to);
    else this.lead();
    if (!lead) this.open("invite");
  }

  /**
   * What the page itself shows, of a question and of what all do, follows what becomes of it. A question is read by
   * all: nothing lies over it.
   */
  renew() {
    const { question, collecting } = this.view;
    const asked = `${question?.number} ${question?.stage} ${collecting?.number}`;
    if (this.asked !== undefined && asked !== this.asked) {
      this.room.send({ news: true });
      if (question?.stage === "open" && this.panel) this.open(null);
    }
    this.asked = asked;
  }

  /** Where this page is, the class goes; of several, the one in front leads. */
  lead() {
    const { here, seat } = this.room;
    if (!seat.led || document.visibilityState !== "visible" || isSamePlace(here, seat.led)) return;
    if (seat.following.isOnItsWay(performance.now())) return;
    clearTimeout(this.resting);
    this.movingSince = undefined;
    seat.led = here;
    this.tell(here);
  }

  /** @param {Place} here */
  tell(here) {
    const before = this.view.lead?.number ?? 0;
    const isHeard = (/** @type {View} */ view) => (view.lead?.number ?? 0) > before;
    this.room.seat.insist({ do: "lead", ...here }, isHeard);
  }

  /**
   * The address of this page is another. What a hand moves is followed when it rests, or has moved for a while.
   *
   * @param {Place} here
   */
  moved(here) {
    clearTimeout(this.resting);
    const { led } = this.room.seat;
    const isElsewhere = here.page !== led?.page || here.query.step !== led?.query.step;
    this.movingSince ??= performance.now();
    if (isElsewhere || performance.now() - this.movingSince > MOVES_MS) this.lead();
    else this.resting = setTimeout(() => this.lead(), RESTS_MS);
  }

  // ---- the question on screen ----------------------------------------------------------------------

  below() {
    const { question, answers } = this.view, { seat, data: { text } } = this.room;
    if (!question || !answers) return [];
    const act = (/** @type {"close" | "reveal" | "dismiss"} */ name, main = false) =>
      button(text[name], () => seat.send({ do: name }), { className: main ? "main" : "" });
    const count = filled(text.answered, { n: answers.all, all: Math.max(this.view.here, answers.all) });
    const own = answers.own ? ` ${filled(text.own_pages, { n: answers.own, right: answers.own_right })}` : "";
    const acts = {
      open: [act("close", true)],
      closed: this.hasAnswer(question.number) ? [act("reveal", true)] : [],
      revealed: [],
    };
    return [
      element("p", { className: "count", role: "status", textContent: count + own }),
      element("div", { className: "row" }, [...acts[question.stage], act("dismiss")]),
    ];
  }

  /** @param {number} number of a question */
  hasAnswer(number) {
    return this.view.asked.some((asked) => asked.number === number && asked.answer !== null);
  }

  // ---- the bar -------------------------------------------------------------------------------------

  drawBar() {
    const { data, seat } = this.room;
    const { here, mode, collecting, hands, code } = this.view;
    const shown = JSON.stringify([here, this.view.with, mode, collecting, hands, code, this.panel, seat.isOpen, data]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.room.place("bar").replaceChildren(...this.bar());
  }

  bar() {
    const { seat, data: { text } } = this.room, { view } = this;
    const invite = this.opener("invite", "qr_code_2", view.code);
    invite.classList.add("code");
    /** @type {[Mode, string][]} */
    const modes = [["follow", text.follow], ["roam", text.roam], ["pause", text.pause]];
    const mode = new Segments(text.mode, modes, (chosen) => seat.send({ do: "mode", mode: chosen }));
    mode.show(view.mode);
    const here = seat.isOpen ? filled(text.here, { n: view.here, with: view.with }) : text.broken;
    return [
      invite,
      element("span", { className: "where", role: "status", textContent: here }),
      mode.node,
      this.button("campaign", text.call, () => seat.send({ do: "call" })),
      this.opener("ask", "help", text.ask),
      ...this.collecting(),
      this.button("photo_camera", text.snap, () => this.snap()),
      this.opener("overview", "list_alt", text.overview),
    ];
  }

  collecting() {
    const { seat, data: { page, step, pools, text } } = this.room, { collecting, hands } = this.view;
    if (collecting) {
      const words = `${text.collect_end} (${hands})`;
      return [this.button("pan_tool", words, () => seat.send({ do: "collect", on: false }))];
    }
    if (!pools) return [];
    return [this.button("back_hand", text.collect, () => seat.send({ do: "collect", on: true, page, step }))];
  }

  snap() {
    this.room.seat.send({ do: "snap" });
    this.room.notify(this.room.data.text.snapped);
  }

  /**
   * @param {string} sign
   * @param {string} words
   * @param {() => void} press
   */
  button(sign, words, press) {
    const made = button("", press, { title: words, label: words });
    made.append(icon(sign), element("span", { className: "word", textContent: words }));
    return made;
  }

  /**
   * @param {PanelName} name
   * @param {string} sign
   * @param {string} words
   */
  opener(name, sign, words) {
    const made = this.button(sign, words, () => this.open(this.panel === name ? null : name));
    made.setAttribute("aria-expanded", String(this.panel === name));
    return made;
  }

  /** @param {PanelName | null} name */
  open(name) {
    this.panel = name;
    const place = this.room.place("panel");
    place.hidden = name === null;
    place.className = `panel ${name ?? ""}`;
    if (name) {
      place.replaceChildren(this.panels[name].node, this.closing());
      this.panels[name].draw();
    }
    this.drawBar();
  }

  closing() {
    const { text } = this.room.data;
    const made = button("", () => this.open(null), {
      className: "closing",
      label: text.close_panel,
      title: text.close_panel,
    });
    made.append(icon("close"));
    return made;
  }
}
