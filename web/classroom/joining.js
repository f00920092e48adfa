// Coming into a class by its address: what it is, what is known of whoever comes, and one button.

import { button, element } from "../base/elements.js";
import { filled } from "../base/formats.js";
import { fromServer } from "../base/server.js";

/**
 * Ask the server for something of a class.
 *
 * @param {string} path
 * @param {string} lang
 * @param {"POST" | "GET"} [method] `GET` only asks whether it is there
 * @returns {Promise<{ code: string, token: string }>}
 */
export async function request(path, lang, method = "POST") {
  const answer = await fetch(fromServer(`${path}?lang=${lang.replace("-", "_")}`), { method });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.sentence);
  return said;
}

export class Joining {
  /** @param {import("./classroom.js").Classroom} room */
  constructor(room) {
    this.room = room;
    this.shown = "";
    /** Why nobody can join. */
    this.missing = "";
    if (!room.seat.token) this.look();
  }

  /** Whether there is such a class at all. */
  async look() {
    const { data } = this.room;
    try {
      await request(data.address, data.text.lang, "GET");
    } catch (error) {
      if (error instanceof TypeError) return; // no line: joining will tell
      this.missing = error instanceof Error ? error.message : String(error);
      this.draw();
    }
  }

  draw() {
    const { seat, data: { code, text } } = this.room;
    const shown = JSON.stringify([seat.isOver, seat.token !== null, this.missing, text.lang]);
    if (shown === this.shown) return;
    this.shown = shown;
    const panel = this.room.place("panel");
    panel.hidden = seat.token !== null;
    panel.replaceChildren(
      ...(seat.isOver || this.missing ? this.end() : [
        element("h2", { textContent: filled(text.join_title, { code }) }),
        element("p", { textContent: text.privacy }),
        element("div", { className: "row" }, [
          button(text.join, () => this.join(), { className: "main" }),
          button(text.not_now, () => this.room.leave()),
        ]),
      ]),
    );
  }

  end() {
    const { code, text } = this.room.data;
    return [
      element("p", { textContent: this.missing || filled(text.over, { code }) }),
      element("div", { className: "row" }, [button(text.close_panel, () => this.room.leave(), { className: "main" })]),
    ];
  }

  async join() {
    const { data, seat } = this.room;
    try {
      seat.take((await request(data.members, data.text.lang)).token);
      this.draw();
    } catch (error) {
      this.room.notify(error instanceof Error ? error.message : String(error));
    }
  }

  moved() {}
}
