// The class, on every page of somebody who is in one: a bar below, over it what the class is asked, and for a teacher
// all that leads it.

import { Mounted, mounting } from "../base/component.js";
import { find } from "../base/elements.js";
import { fromServer } from "../base/server.js";
import { styled } from "../base/styles.js";
import { placeOf } from "./following.js";
import { Joining } from "./joining.js";
import { broughtBy } from "./keys.js";
import { seatIn } from "./seat.js";
import { Student } from "./student.js";
import { Teacher } from "./teacher.js";

/**
 * @typedef {import("./view.js").Place} Place
 *
 * @typedef {object} Data
 * @property {string} code of the class
 * @property {string} page the one on screen
 * @property {string} step of it; empty where it has none
 * @property {number} followed the number of the teacher's step that was taken over last
 * @property {boolean} seated whether the server knows whose page it is
 * @property {boolean} pools whether what many hands do on the step becomes one picture
 * @property {string} socket where the class is heard
 * @property {string} address where it is asked whether there is such a class
 * @property {string} members where it is joined
 * @property {string[]} own settings of an address that are each person's own
 * @property {string} outline the address of the whole course
 * @property {{ address: string, picture: string, isAlone: boolean } | null} invitation to the class
 * @property {import("./words.js").Words} text
 */

const LOOK_MS = 250;
const NOTICE_MS = 6000;
const SEATED_MS = 5000; // in which the server has heard whose page it is, or is told again; each time twice as long

export class Classroom extends Mounted {
  /** @param {ParentNode} parent */
  constructor(parent) {
    super(parent, ".classroom");
    /** @type {Data} */
    this.data;
    /** @type {import("./seat.js").Seat} */
    this.seat;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.noticing = undefined;
    /** @type {Student | Teacher | Joining | undefined} */
    this.face = undefined;
    this.href = "";
    this.saidAt = -Infinity;
    this.patience = SEATED_MS;
    const looking = setInterval(() => this.look(), LOOK_MS);
    this.signal.addEventListener("abort", () => clearInterval(looking));
  }

  /** @param {"cover" | "panel" | "sheet" | "notice" | "bar"} name */
  place(name) {
    return find(this.root, `.${name}`);
  }

  /** @param {Data} data */
  update(data) {
    const isFirst = this.data === undefined;
    this.data = data;
    this.root.lang = data.text.lang;
    if (isFirst) this.begin();
    if (!this.root.matches(":popover-open")) this.root.showPopover(); // above the sidebar, too
    this.seat.following.arrived(data.followed, performance.now());
    this.sitDown();
    this.draw();
  }

  begin() {
    this.seat = seatIn(this.data.code, this.data.socket, () => this.data.text.lang);
    const brought = broughtBy(location.href);
    if (brought) {
      history.replaceState(history.state, "", brought.address);
      this.seat.isMoved = true;
      this.seat.take(brought.token);
    }
    this.seat.news.listen((news) => this.hear(news), this.signal);
  }

  /**
   * Tell the server whose page it is, until it knows: of two things that are said in one moment it hears the last, and
   * draws the page again as it was, of which nobody here is told.
   */
  sitDown() {
    if (this.data.seated) {
      this.saidAt = -Infinity;
      this.patience = SEATED_MS;
      return;
    }
    const now = performance.now();
    if (!this.seat.token || now - this.saidAt < this.patience) return;
    if (this.saidAt > -Infinity) this.patience *= 2;
    this.saidAt = now;
    this.send({ token: this.seat.token });
  }

  /** @param {import("./seat.js").News} news */
  hear(news) {
    if (news.is === "error") this.notify(news.sentence);
    else this.draw();
  }

  draw() {
    const { view } = this.seat;
    const Face = view === null ? Joining : view.role === "teacher" ? Teacher : Student;
    if (!(this.face instanceof Face)) {
      for (const name of /** @type {const} */ (["cover", "panel", "sheet", "bar"])) this.place(name).replaceChildren();
      for (const name of /** @type {const} */ (["cover", "panel", "sheet"])) this.place(name).hidden = true;
      this.face = new Face(this);
    }
    this.face.draw();
    document.documentElement.classList.toggle("in-class", view !== null);
  }

  /** Where this page is. */
  get here() {
    return placeOf(location.href, fromServer(""), this.data.own);
  }

  /** The address may have changed, by a hand or by the server; or not, though it was to. */
  look() {
    if (!this.data) return;
    this.sitDown();
    const to = this.seat.following.again(performance.now());
    if (to) this.follow(to);
    if (this.face instanceof Student) this.face.settle(this.here);
    if (location.href === this.href) return;
    this.href = location.href;
    this.face?.moved(this.here);
  }

  /** @param {import("./view.js").Lead} to */
  follow(to) {
    this.goOn({ follow: to });
  }

  /** @param {Place} place */
  addressOf(place) {
    const address = new URL(place.page === "home" ? "" : place.page, fromServer(""));
    for (const [name, value] of Object.entries(place.query)) address.searchParams.set(name, value);
    return address.href;
  }

  /** @param {string} sentence */
  notify(sentence) {
    const notice = this.place("notice");
    notice.textContent = sentence;
    notice.hidden = false;
    clearTimeout(this.noticing);
    this.noticing = setTimeout(() => notice.hidden = true, NOTICE_MS);
  }

  /** Get up: the page is one's own again. */
  leave() {
    this.seat.leave();
    document.documentElement.classList.remove("in-class");
    this.send({ leave: true });
  }
}

export default await styled(
  mounting(Classroom, "go"),
  "base/controls.css",
  "base/icons.css",
  "classroom/classroom.css",
);
