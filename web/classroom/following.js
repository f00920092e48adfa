// Whether a page is where the teacher is: when it goes there, and when its owner has wandered off.

/**
 * @typedef {import("./view.js").Place} Place
 * @typedef {import("./view.js").Lead} Lead
 * @typedef {Pick<import("./view.js").Common, "lead" | "mode" | "call" | "collecting">} Led
 */

/** What the page itself still does to its address after it has come, is nobody's hand. */
export const SETTLES_MS = 1500;

export class Following {
  /** @param {boolean} [isAway] whether somebody had wandered off when the page was left */
  constructor(isAway = false) {
    this.isAway = isAway;
    /** @type {Led} */
    this.led = { lead: null, mode: "follow", call: 0, collecting: null };
    /** @type {number | undefined} */
    this.call = undefined;
    /** Which step of the teacher's was asked for, and which the page has taken over. */
    this.going = this.followed = 0;
    this.followedAt = -Infinity;
  }

  /**
   * The class has moved on.
   *
   * @param {Led} led
   * @param {Place} here
   * @returns {Lead | null} where the page is to go
   */
  see(led, here) {
    if (this.call !== undefined && led.call !== this.call) this.isAway = false;
    this.call = led.call;
    this.led = led;
    return this.next(here);
  }

  /**
   * @param {Place} here
   * @returns {Lead | null}
   */
  next(here) {
    const { lead } = this.led;
    if (!lead || this.isAway || this.going === lead.number) return null;
    const isFree = this.isFree(here);
    this.going = lead.number;
    if (!isFree) return lead;
    this.followed = lead.number;
    return null;
  }

  /**
   * Whether everybody does as they like where they are: within a lesson, or on a step whose hands are collected.
   *
   * @param {Place} here
   */
  isFree(here) {
    const { lead, mode, collecting } = this.led;
    if (!lead || lead.page !== here.page) return false;
    return mode === "roam" || (collecting?.page === here.page && this.going >= collecting.number);
  }

  /**
   * The server has taken a step over.
   *
   * @param {number} number
   * @param {number} now in milliseconds
   */
  arrived(number, now) {
    if (number === this.followed) return;
    this.followed = number;
    this.followedAt = now;
  }

  /**
   * The address of the page is another.
   *
   * @param {Place} here
   * @param {number} now
   * @returns {boolean} whether somebody has wandered off by that
   */
  moved(here, now) {
    const { lead } = this.led;
    if (!lead || this.isAway || this.going !== this.followed || now - this.followedAt < SETTLES_MS) return false;
    this.isAway = !this.isFree(here) && !isSamePlace(here, lead);
    return this.isAway;
  }

  /** Back to the class, wherever it is. @returns {Lead | null} */
  comeBack() {
    this.isAway = false;
    this.going = this.led.lead?.number ?? 0;
    return this.led.lead;
  }
}

/**
 * @param {Place} one
 * @param {Place} other
 */
export function isSamePlace(one, other) {
  const names = Object.keys({ ...one.query, ...other.query });
  return one.page === other.page && names.every((name) => one.query[name] === other.query[name]);
}

/**
 * Where an address leads to.
 *
 * @param {string} address
 * @param {string} base of the app
 * @param {string[]} own settings that are each person's own
 * @returns {Place}
 */
export function placeOf(address, base, own) {
  const { pathname, searchParams } = new URL(address);
  const page = pathname.slice(new URL(base).pathname.length).replace(/\/$/, "");
  return { page: page || "home", query: Object.fromEntries([...searchParams].filter(([name]) => !own.includes(name))) };
}
