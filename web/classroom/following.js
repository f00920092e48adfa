// Whether a page is where the teacher is: when it goes there, and when its owner has wandered off.

/**
 * @typedef {import("./view.js").Place} Place
 * @typedef {import("./view.js").Lead} Lead
 * @typedef {Pick<import("./view.js").Common, "lead" | "mode" | "call" | "collecting">} Led
 */

/** What the page itself still does to its address after it has come, is nobody's hand. */
export const SETTLES_MS = 1500;

/**
 * How long a page that was asked for may take before it is asked for again: what is said while the server is away is
 * lost. A class of a hundred takes turns; each further try waits twice as long.
 */
const PATIENCE_MS = 5000;

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
    /** Whether the page is to go there though it has been there before. */
    this.isBehind = false;
    this.followedAt = this.askedAt = -Infinity;
    this.patience = PATIENCE_MS;
    this.isSettled = true;
  }

  /**
   * The class has moved on.
   *
   * @param {Led} led
   * @param {Place} here
   * @param {number} now in milliseconds
   * @returns {Lead | null} where the page is to go
   */
  see(led, here, now) {
    const isCalled = this.call !== undefined && led.call !== this.call;
    if (isCalled || (this.led.mode === "roam" && led.mode !== "roam" && !this.isAway)) this.fetch();
    this.call = led.call;
    this.led = led;
    return this.next(here, now);
  }

  /** Wherever the page is, it goes to where the class is. */
  fetch() {
    this.isAway = false;
    this.isBehind = true;
  }

  /**
   * @param {Place} here
   * @param {number} now
   * @returns {Lead | null}
   */
  next(here, now) {
    const { lead } = this.led;
    if (!lead || this.isAway || (this.going === lead.number && !this.isBehind)) return null;
    const isFree = this.isFree(here);
    this.isBehind = false;
    this.going = lead.number;
    if (isFree) this.followed = lead.number;
    return isFree ? null : this.ask(lead, now);
  }

  /**
   * @param {Lead} lead
   * @param {number} now
   */
  ask(lead, now) {
    this.askedAt = now;
    this.patience = PATIENCE_MS;
    this.isSettled = false;
    if (this.followed === this.going) this.followedAt = now; // the server tells no other number
    return lead;
  }

  /**
   * @param {number} now
   * @returns {Lead | null} where the page is to go once more, for it has not come there
   */
  again(now) {
    const { lead } = this.led;
    if (!lead || this.isAway || this.followed >= this.going || now - this.askedAt < this.patience) return null;
    this.askedAt = now;
    this.patience *= 2;
    return lead;
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
   * The server has taken a step over. It knows nothing of those that were roamed past, nor, started again, of any.
   *
   * @param {number} number
   * @param {number} now
   */
  arrived(number, now) {
    if (number <= this.followed) return;
    this.followed = number;
    this.followedAt = now;
  }

  /**
   * Whether what happens to the address is the page's own doing.
   *
   * @param {number} now
   */
  isOnItsWay(now) {
    return this.going !== this.followed || now - this.followedAt < SETTLES_MS;
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
    if (!lead || this.isAway || this.isOnItsWay(now)) return false;
    this.isAway = !this.isFree(here) && !isSamePlace(here, lead);
    return this.isAway;
  }

  /**
   * Once the page has settled, it is at the teacher's step, or somebody has gone to another meanwhile.
   *
   * @param {Place} here
   * @param {number} now
   * @returns {boolean} whether somebody has
   */
  settle(here, now) {
    const { lead } = this.led;
    if (!lead || this.isAway || this.isSettled || this.isOnItsWay(now)) return false;
    this.isSettled = true;
    const isElsewhere = here.page !== lead.page || here.query.step !== lead.query.step;
    this.isAway = isElsewhere && !this.isFree(here);
    return this.isAway;
  }

  /**
   * Back to the class, wherever it is.
   *
   * @param {Place} here
   * @param {number} now
   * @returns {Lead | null}
   */
  comeBack(here, now) {
    this.fetch();
    return this.next(here, now);
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
