// The course on the first page: each lesson, what it takes and what it needs, and how far somebody has come.

import { Mounted, mounting } from "../base/component.js";
import { button, element, icon, isShortcut } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { fromServer } from "../base/server.js";
import { styled } from "../base/styles.js";
import { Marks } from "../contents/marks.js";
import { lessonsOf } from "./outline.js";
import { nextStep, seenOf } from "./progress.js";

/**
 * @typedef {import("./outline.js").Lesson} Lesson
 *
 * @typedef {object} Data
 * @property {import("./outline.js").Outline} outline
 * @property {string} query of every address: what holds for the whole app
 * @property {Record<"lang" | "begin" | "go_on" | "again" | "all" | "done" | "minutes" | "after" | "steps", string>}
 *   text
 */

class Course extends Mounted {
  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".course");
    this.marks = new Marks(() => localStorage);
    /** @type {Data} */
    this.data;
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    this.marks.read();
    this.root.lang = data.text.lang;
    const parts = data.outline.parts.map((part) => this.part(part));
    this.root.replaceChildren(this.way(), element("div", { className: "parts" }, parts));
  }

  /** Where to begin, or to go on. */
  way() {
    const { outline, text } = this.data;
    const lessons = lessonsOf(outline);
    const next = nextStep(outline, this.marks);
    const [lesson, step] = next ? [next.lesson, next.step] : [lessons[0], lessons[0].steps[0]];
    const seen = lessons.reduce((all, each) => all + seenOf(each, this.marks), 0);
    const words = next ? (seen ? text.go_on : text.begin) : text.again;
    const title = seen ? `${lesson.title} · ${step.title}` : lesson.title;
    const go = button("", () => this.goOn({ page: lesson.name, step: step.name }), { className: "main" });
    go.append(icon(lesson.icon), filled(words, { title }));
    return element("div", { className: "way" }, [go, this.done(lessons, seen)]);
  }

  /** @param {Lesson[]} lessons @param {number} seen */
  done(lessons, seen) {
    const all = lessons.reduce((sum, { steps }) => sum + steps.length, 0);
    const hours = Math.round(lessons.reduce((sum, { minutes }) => sum + minutes, 0) / 60);
    const words = seen ? this.data.text.done : this.data.text.all;
    return element("span", { className: "done", textContent: filled(words, { seen, all, hours }) });
  }

  /** @param {{ title: string, lessons: Lesson[] }} part */
  part({ title, lessons }) {
    const items = lessons.map((lesson) => element("li", {}, this.lesson(lesson)));
    return element("section", {}, [element("h3", { textContent: title }), element("ul", {}, items)]);
  }

  /** @param {Lesson} lesson */
  lesson(lesson) {
    const { outline, query, text } = this.data;
    const { name, title, question, minutes, needs, steps } = lesson;
    const onclick = (/** @type {MouseEvent} */ event) => {
      if (isShortcut(event) || event.shiftKey) return;
      event.preventDefault();
      this.goOn({ page: name });
    };
    const href = fromServer(`${name}${query && `?${query}`}`);
    const link = element("a", { href, onclick }, [icon(lesson.icon), element("span", { textContent: title })]);
    const needed = lessonsOf(outline).filter((each) => needs.includes(each.name)).map((each) => each.title);
    const after = needed.length ? [filled(text.after, { lessons: needed.join(", ") })] : [];
    const about = [filled(text.minutes, { minutes }), ...after].join(" · ");
    const bar = steps.map((step) => element("i", { className: this.marks.of(name, step.name) ?? "" }));
    const progress = element("div", { className: "bar" }, bar);
    progress.setAttribute("role", "img");
    progress.ariaLabel = filled(text.steps, { seen: seenOf(lesson, this.marks), all: steps.length });
    progress.title = progress.ariaLabel;
    const line = (/** @type {string} */ className, /** @type {string} */ words) =>
      element("p", { className, textContent: words });
    return [link, line("question", question), line("about", about), progress];
  }
}

export default await styled(mounting(Course, "go"), "base/controls.css", "base/icons.css", "course/course.css");
