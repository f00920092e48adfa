// Which steps somebody has seen, and on which they have answered: kept by the browser, without an account.

const PLACE = "vae-playground:steps";

/** @typedef {"seen" | "answered"} Mark */

export class Marks {
  /** @param {() => Pick<Storage, "getItem" | "setItem">} shelf throws where the browser keeps nothing */
  constructor(shelf) {
    this.shelf = shelf;
    /** By the names of a lesson and of a step of it. @type {Map<string, Mark>} */
    this.marks = new Map();
    this.read();
  }

  /** Take in what is kept; another window may have added to it. */
  read() {
    try {
      const kept = Object.entries(JSON.parse(this.shelf().getItem(PLACE) ?? "{}"));
      for (const [step, mark] of kept) if (mark === "seen" || mark === "answered") this.add(step, mark);
    } catch {
      // It keeps nothing, or nonsense: these marks begin anew.
    }
  }

  /**
   * @param {string} step
   * @param {Mark} mark
   */
  add(step, mark) {
    if (this.marks.get(step) !== "answered") this.marks.set(step, mark);
  }

  /**
   * @param {string} lesson
   * @param {string} step
   */
  of(lesson, step) {
    return this.marks.get(`${lesson}/${step}`);
  }

  /**
   * Whoever has answered is not taken back to having seen.
   *
   * @param {string} lesson
   * @param {string} step
   * @param {Mark} mark
   */
  put(lesson, step, mark) {
    if ([mark, "answered"].includes(this.of(lesson, step) ?? "")) return;
    this.read();
    this.add(`${lesson}/${step}`, mark);
    try {
      this.shelf().setItem(PLACE, JSON.stringify(Object.fromEntries(this.marks)));
    } catch {
      // They hold until the page is left.
    }
  }
}
