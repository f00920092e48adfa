// A browser's seat in a class: it stays for as long as the page does, whichever lesson is on it.

import { Channel } from "../base/channel.js";
import { fromServer } from "../base/server.js";
import { Following } from "./following.js";
import { Keys } from "./keys.js";
import { Link } from "./link.js";

/**
 * @typedef {import("./view.js").View} View
 * @typedef {{ do: string, [part: string]: any }} Message
 * @typedef {{ message: Message, isHeard: (view: any) => boolean }} Unheard
 * @typedef {{ is: "view" } | { is: "line" } | { is: "over" } | { is: "error", sentence: string }} News
 */

const AWAY = "vae-playground:away:"; // for a page that is loaded again

export class Seat {
  /**
   * @param {string} code
   * @param {string} socket the address that ui/addresses.py names
   * @param {() => string} language the reader's
   */
  constructor(code, socket, language) {
    this.code = code;
    this.socket = fromServer(socket);
    this.language = language;
    this.keys = new Keys(() => localStorage);
    this.following = new Following(this.wasAway());
    /** @type {Channel<News>} */
    this.news = new Channel();
    /** @type {View | null} the class as it was told last */
    this.view = null;
    this.isOpen = false;
    this.isOver = false;
    /** Where a teacher's page has led to last. @type {import("./view.js").Place | null} */
    this.led = null;
    /** Whether a link has brought the teacher's right to this page: then it goes where the class is. */
    this.isMoved = false;
    /** What was said last of each kind, until the class shows that it has heard it. @type {Map<string, Unheard>} */
    this.unheard = new Map();
    this.isNewLine = false;
    /** @type {AbortController | null} */
    this.sitting = null;
    if (this.token) this.sitDown();
  }

  get token() {
    return this.keys.of(this.code);
  }

  /** @param {string} token */
  take(token) {
    this.keys.put(this.code, token);
    this.isOver = false;
    this.sitDown();
  }

  sitDown() {
    this.sitting?.abort();
    this.sitting = new AbortController();
    const heard = {
      view: (/** @type {View} */ view) => {
        this.view = view;
        this.catchUp();
        this.news.tell({ is: "view" });
      },
      error: (/** @type {string} */ sentence) => this.news.tell({ is: "error", sentence }),
      over: () => this.end(),
      line: (/** @type {boolean} */ isOpen) => {
        this.isNewLine = isOpen;
        if (isOpen === this.isOpen) return;
        this.isOpen = isOpen;
        this.news.tell({ is: "line" });
      },
    };
    const entry = () => ({ token: this.token, language: this.language().replace("-", "_") });
    this.link = new Link(this.socket, entry, heard, this.sitting.signal);
  }

  end() {
    this.leave();
    this.isOver = true;
    this.news.tell({ is: "over" });
  }

  /** Get up, and be known no more. */
  leave() {
    this.keys.drop(this.code);
    this.sitting?.abort();
    this.view = null;
    this.isOpen = false;
  }

  /** @param {Message} message */
  send(message) {
    this.link?.send(message);
  }

  /**
   * Send something, and again by each new line until it was heard: a line breaks, and one that is dead does not say so.
   *
   * @param {Message} message
   * @param {(view: any) => boolean} isHeard
   */
  insist(message, isHeard) {
    this.unheard.set(message.do, { message, isHeard });
    this.send(message);
  }

  catchUp() {
    for (const [name, { message, isHeard }] of this.unheard) {
      if (isHeard(this.view)) this.unheard.delete(name);
      else if (this.isNewLine) this.send(message);
    }
    if (this.isNewLine && this.following.isAway) this.tellWhere();
    this.isNewLine = false;
  }

  /** Whether somebody is with the class. Whoever has wandered off still has when the page is loaded again. */
  tellWhere() {
    this.rememberAway();
    this.send({ do: "with", on: !this.following.isAway });
  }

  rememberAway() {
    try {
      sessionStorage.setItem(AWAY + this.code, this.following.isAway ? "1" : "");
    } catch {
      // Then the page goes back to the class.
    }
  }

  wasAway() {
    try {
      return sessionStorage.getItem(AWAY + this.code) === "1";
    } catch {
      return false;
    }
  }
}

/** @type {Map<string, Seat>} */
const seats = new Map();

/**
 * The seat of this page in a class.
 *
 * @param {string} code
 * @param {string} socket
 * @param {() => string} language
 */
export function seatIn(code, socket, language) {
  const seat = seats.get(code) ?? new Seat(code, socket, language);
  seats.set(code, seat);
  return seat;
}
