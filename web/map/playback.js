// Which moment of the films is shown: they play side by side, as far as all of them have come.

const FILM_RATE = 14; // frames a second
const LONGEST = 0.1; // seconds between two frames on screen that are made up for

/**
 * @typedef {import("./film.js").Film} Film
 * @typedef {Pick<Film, "frames" | "stage" | "isOver" | "isFinished" | "wasReady" | "cancel" | "again">} Playable
 */

/** @template {Playable} F */
export class Playback {
  /** @type {number | undefined} when the last frame was on screen */
  #before;
  #wasShown = false;

  /** @param {F[]} films */
  constructor(films) {
    this.films = films;
    /** The frame that is shown, or a place between two. */
    this.head = 0;
    this.isPlaying = true;
  }

  /** The last frame that all have. */
  get last() {
    return this.films.length ? Math.max(0, Math.min(...this.films.map((film) => film.frames.length)) - 1) : 0;
  }

  get areOver() {
    return this.films.every((film) => film.isOver);
  }

  get areFinished() {
    return this.films.every((film) => film.isFinished);
  }

  /** Whether what is shown is what the server measures. */
  get isAtEnd() {
    return this.areFinished && this.head >= this.last;
  }

  /**
   * Frames have come, or it is over. What was finished before anybody looked is shown as it is; what forms now is
   * followed.
   *
   * @param {boolean} isStill whether somebody has asked for a page that does not move by itself
   */
  hear(isStill) {
    const isReady = this.areFinished && this.films.every((film) => film.wasReady) && !this.#wasShown;
    if (!isReady && !(this.isPlaying && isStill)) return;
    this.head = this.last;
    this.isPlaying = this.isPlaying && !this.areFinished;
    this.#wasShown = this.areFinished;
  }

  /**
   * Go on to what is shown at `now`, in milliseconds; whether there will be more.
   *
   * @param {number} now
   */
  advance(now) {
    const seconds = Math.min(LONGEST, (now - (this.#before ?? now)) / 1000);
    this.#before = now;
    if (!this.films.length || !this.isPlaying) return false;
    this.head = Math.min(this.last, this.head + FILM_RATE * seconds);
    if (this.head < this.last) return true;
    this.#before = undefined;
    if (this.areOver) this.isPlaying = false;
    return false;
  }

  /** @param {number} frame */
  scrub(frame) {
    this.isPlaying = false;
    this.head = frame;
  }

  /** Play, or pause; from the beginning, where it has come to its end. */
  toggle() {
    this.isPlaying = !this.isPlaying;
    if (this.isPlaying && this.head >= this.last && this.areOver) this.head = 0;
  }

  /** Compute no more; or, after that, anew. */
  cancelOrBegin() {
    if (!this.areOver) {
      this.films.filter((film) => !film.isOver).forEach((film) => film.cancel());
      return;
    }
    this.head = 0;
    this.isPlaying = true;
    this.films.filter((film) => film.stage !== "finished").forEach((film) => film.again());
  }
}
