// A question of the teacher's own, on the spot: up to six answers, of which one may be marked as right.

import { button, element } from "../base/elements.js";
import { filled } from "../base/formats.js";

const FEWEST = 2, MOST = 6; // answers: classroom/acts.py
const PROMPT = 300, OPTION = 120; // letters

export class Asking {
  /**
   * @param {import("./classroom.js").Classroom} room
   * @param {() => void} done
   */
  constructor(room, done) {
    this.room = room;
    this.done = done;
    this.prompt = element("textarea", { rows: 2, maxLength: PROMPT, required: true });
    this.options = element("ol");
    this.node = element("form", { className: "asking", onsubmit: (event) => this.pose(event) });
    this.shown = "";
  }

  draw() {
    const { text } = this.room.data;
    if (this.shown === text.lang) return;
    this.shown = text.lang;
    this.prompt.placeholder = this.prompt.ariaLabel = text.prompt;
    if (!this.options.children.length) { for (let number = 0; number < FEWEST; number += 1) this.add(); }
    const add = button(text.add, () => this.add());
    this.more = add;
    const pose = element("button", { type: "submit", className: "main", textContent: text.pose });
    this.node.replaceChildren(this.prompt, this.options, element("div", { className: "row" }, [add, pose]));
  }

  add() {
    const number = this.options.children.length, { text } = this.room.data;
    const label = filled(text.option, { n: number + 1 });
    const words = element("input", { type: "text", maxLength: OPTION, placeholder: label, ariaLabel: label });
    words.required = number < FEWEST;
    const right = element("input", { type: "checkbox", title: text.mark, ariaLabel: `${label}: ${text.mark}` });
    right.onchange = () => {
      for (const other of this.marks) if (other !== right) other.checked = false;
    };
    this.options.append(element("li", {}, [words, right]));
    if (this.more) this.more.disabled = number + 1 >= MOST;
  }

  get marks() {
    return /** @type {HTMLInputElement[]} */ ([...this.options.querySelectorAll("input[type=checkbox]")]);
  }

  /** @param {Event} event */
  pose(event) {
    event.preventDefault();
    if (!this.room.seat.isOpen) return; // what is written stays, and the bar says why
    const words = /** @type {HTMLInputElement[]} */ ([...this.options.querySelectorAll("input[type=text]")]);
    const filledIn = words.map((input, number) => ({ words: input.value.trim(), isRight: this.marks[number].checked }))
      .filter(({ words }) => words);
    const right = filledIn.findIndex(({ isRight }) => isRight);
    this.room.seat.send({
      do: "ask",
      prompt: this.prompt.value,
      options: filledIn.map(({ words }) => words),
      right: right < 0 ? null : right,
    });
    this.clear();
    this.done();
  }

  clear() {
    this.prompt.value = "";
    this.options.replaceChildren();
    this.shown = "";
  }
}
