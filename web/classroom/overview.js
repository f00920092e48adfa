// All of a class for its teacher: who is there, what was asked and answered, what was kept, and how it ends.

import { button, element, save } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { once } from "../base/once.js";
import { fromServer } from "../base/server.js";
import { movingAddress } from "./keys.js";
import { badge, spoken } from "./names.js";
import { report } from "./report.js";
import { summary } from "./summary.js";
import { nodes } from "./wording.js";

/**
 * @typedef {import("./view.js").TeacherView} View
 * @typedef {import("./view.js").Asked} Asked
 * @typedef {{ name: string, title: string, steps: { name: string, title: string }[] }} Lesson
 */

const outlined = once(async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const { parts } = await answer.json();
  return /** @type {Lesson[]} */ (parts.flatMap((/** @type {{ lessons: Lesson[] }} */ { lessons }) => lessons));
});

export class Overview {
  /** @param {import("./classroom.js").Classroom} room */
  constructor(room) {
    this.room = room;
    this.node = element("div", { className: "overview" });
    this.shown = "";
    /** @type {Lesson[]} */
    this.lessons = [];
    this.isSure = false;
  }

  get view() {
    return /** @type {View} */ (this.room.seat.view);
  }

  draw() {
    const { data } = this.room, { members, asked, snapshots } = this.view;
    const shown = JSON.stringify([members, asked, snapshots, data.text.lang, this.lessons.length, this.isSure]);
    if (shown === this.shown) return;
    this.shown = shown;
    if (!this.lessons.length) this.learnTitles();
    this.node.replaceChildren(
      ...this.members(),
      ...this.questions(),
      ...this.kept(),
      element("div", { className: "row" }, this.acts()),
    );
  }

  async learnTitles() {
    this.lessons = await outlined(fromServer(this.room.data.outline)).catch(() => []);
    if (this.lessons.length) this.draw();
  }

  members() {
    const { text } = this.room.data;
    const people = this.view.members.map((member) => {
      const made = button("", () => this.room.seat.send({ do: "hide", member: member.member, on: !member.hidden }), {
        className: `member${member.here ? "" : " is-gone"}${member.hidden ? " is-hidden" : ""}`,
        title: member.hidden ? text.show : text.hide,
      });
      made.append(badge(member, text), spoken(member, text));
      return made;
    });
    const none = element("p", { className: "quiet", textContent: text.nobody });
    const hint = people.length ? [element("p", { className: "quiet", textContent: text.press_hides })] : [];
    return [
      element("h2", { textContent: text.members }),
      ...hint,
      people.length ? element("div", { className: "members" }, people) : none,
    ];
  }

  questions() {
    const { text } = this.room.data, { asked } = this.view;
    const list = asked.map((question) => this.question(question));
    const none = element("p", { className: "quiet", textContent: text.nothing_asked });
    return [element("h2", { textContent: text.asked }), ...(list.length ? list : [none])];
  }

  /** @param {Asked} question */
  question(question) {
    const rows = question.options.map((option, number) => {
      const mark = question.answer === number ? ["✓ "] : [];
      return element("tr", {}, [
        element("td", {}, [...mark, ...nodes(option)]),
        element("td", { textContent: question.tally?.[number] ?? "…" }),
      ]);
    });
    const words = nodes(question.prompt);
    const title = question.page ? [this.link(question.page, question.query ?? {}, words)] : words;
    return element("details", {}, [
      element("summary", {}, [`${question.number}. `, ...title, ` (${question.all})`]),
      element("table", {}, rows),
    ]);
  }

  kept() {
    const { text } = this.room.data, { snapshots } = this.view;
    const none = element("p", { className: "quiet", textContent: text.no_snapshots });
    const list = snapshots.map(({ page, query }) =>
      element("li", {}, [this.link(page, query, [this.titleOf(page, query.step)])])
    );
    return [element("h2", { textContent: text.snapshots }), list.length ? element("ol", {}, list) : none];
  }

  /**
   * An address for homework: without the class.
   *
   * @param {string} page
   * @param {Record<string, string>} query
   * @param {(Node | string)[]} words
   */
  link(page, query, words) {
    return element("a", { href: this.room.addressOf({ page, query }), target: "_blank" }, words);
  }

  /**
   * @param {string} page
   * @param {string | undefined} step
   */
  titleOf(page, step) {
    const lesson = this.lessons.find(({ name }) => name === page);
    if (!lesson) return page;
    const { title } = lesson.steps.find(({ name }) => name === step) ?? lesson.steps[0] ?? { title: "" };
    return `${lesson.title}: ${title}`;
  }

  acts() {
    const { data: { text }, seat } = this.room;
    const sure = button(text.end_sure, () => this.end(), { className: "main" });
    const ask = button(text.end, () => {
      this.isSure = true;
      this.draw();
    });
    return [
      button(text.csv, () => this.save()),
      button(text.report, () => this.show()),
      button(text.move, () => this.copy(movingAddress(location.href, seat.token ?? ""))),
      this.isSure ? sure : ask,
    ];
  }

  /** @param {Asked} asked */
  addressOf({ page, query }) {
    return page ? this.room.addressOf({ page, query: query ?? {} }) : "";
  }

  /** The summary as a page of its own. */
  show() {
    const { text, code } = this.room.data;
    const kept = this.view.snapshots.map((place) => ({
      address: this.room.addressOf(place),
      words: this.titleOf(place.page, place.query.step),
    }));
    const class_title = filled(text.class_title, { code, date: new Date().toLocaleDateString(text.lang) });
    const written = (/** @type {import("./wording.js").Part[]} */ parts) => element("p", {}, nodes(parts)).innerHTML;
    const page = report(this.view.asked, kept, (asked) => this.addressOf(asked), { ...text, class_title }, written);
    globalThis.open(URL.createObjectURL(new Blob([page], { type: "text/html" })));
  }

  save() {
    const table = summary(this.view.asked, (asked) => this.addressOf(asked));
    save(new Blob(["\ufeff", table], { type: "text/csv" }), `class-${this.view.code}.csv`);
  }

  /** @param {string} address */
  async copy(address) {
    try {
      await navigator.clipboard.writeText(address);
      this.room.notify(this.room.data.text.copied);
    } catch {
      globalThis.prompt(this.room.data.text.move, address);
    }
  }

  end() {
    this.room.seat.send({ do: "end" });
    this.isSure = false;
  }
}
