// What depends on a hand is asked of the server, one question at a time: a slow server drops frames, it never queues
// them.

import { note } from "../base/component.js";
import { fromServer } from "../base/server.js";

/** Then a word that went out counts as lost. */
export const PATIENCE_MS = 3000;
const RETRY_MS = 500;
const SLOW_MS = 1500;

/**
 * @typedef {import("./hand.js").Move} Move
 *
 * @typedef {object} Question
 * @property {Move[]} moves what has been done since; none, to ask for what there is by now
 * @property {boolean} isDone whether the hand has let go
 * @property {number} at when it was asked, by performance.now()
 *
 * @typedef {object} Answer
 * @property {Record<string, string>} since the address that the hand set out from
 * @property {Record<string, string>} query the one that the moves lead to
 * @property {Record<string, import("./figure.js").Made>} shown the figures that follow from it, by key
 *
 * @typedef {object} Asker
 * @property {{ live: Live, language: string, text: { waiting: string } }} data
 * @property {HTMLElement} waiting where it says that the server is slow
 * @property {{ answers: number, roundTripMs: number[] }} stats
 * @property {AbortSignal} signal
 * @property {(answer: Answer, question: Question) => Promise<void>} take
 * @property {() => void} rest called when nothing is asked any more
 *
 * @typedef {{ url: string, section: string, page: string, key: string }} Live which figure asks, and where
 */

export class Asking {
  /**
   * @param {Asker} figure
   * @param {typeof fetchAnswer} fetched
   */
  constructor(figure, fetched = fetchAnswer) {
    this.figure = figure;
    this.fetched = fetched;
    /** @type {Map<string, Move>} what waits to be asked: of each name, the newest */
    this.pending = new Map();
    this.isDone = false;
    /** @type {Question | null} */
    this.asked = null;
    this.askedAt = -Infinity;
  }

  /**
   * @param {Move} move
   * @param {boolean} isDone
   */
  tell(move, isDone) {
    this.pending.set(move.name, move);
    this.isDone = isDone;
    this.flush();
  }

  flush() {
    if (this.pending.size && this.ask([...this.pending.values()])) this.pending.clear();
  }

  /**
   * Ask what moves lead to; false while an answer is on its way.
   *
   * @param {Move[]} moves
   */
  ask(moves) {
    if (this.asked || this.figure.signal.aborted) return false;
    this.askedAt = performance.now();
    this.asked = { moves, isDone: this.isDone, at: this.askedAt };
    this.hear(this.asked);
    return true;
  }

  /** @param {Question} question */
  async hear(question) {
    const { waiting, data, signal } = this.figure;
    const slow = setTimeout(() => (waiting.textContent = data.text.waiting), SLOW_MS);
    try {
      const answer = await this.fetched(data, question.moves);
      if (signal.aborted) return;
      await this.figure.take(answer, question);
      waiting.textContent = "";
      if (question.moves.length) await this.measure(question);
    } catch (error) {
      console.error(error);
      waiting.textContent = data.text.waiting;
      await this.keep(question.moves);
    } finally {
      clearTimeout(slow);
      this.asked = null;
    }
    this.flush();
    this.figure.rest();
  }

  /** @param {Question} question of which the answer is drawn now */
  async measure({ at }) {
    const { stats } = this.figure;
    note(stats.roundTripMs, (await nextFrame()) - at);
    stats.answers += 1;
  }

  /**
   * An answer did not come: its moves are asked again soon, where the hand has not gone on.
   *
   * @param {Move[]} moves
   */
  async keep(moves) {
    for (const move of moves) if (!this.pending.has(move.name)) this.pending.set(move.name, move);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/**
 * Ask the server what becomes of the page's address when these moves are made, and what it shows then.
 *
 * @param {Asker["data"]} data
 * @param {Move[]} moves
 * @returns {Promise<Answer>}
 */
async function fetchAnswer({ live: { url, ...figure }, language }, moves) {
  const since = Object.fromEntries(new URLSearchParams(location.search));
  const body = JSON.stringify({ ...figure, language, query: since, moves });
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(fromServer(url), { method: "POST", body, signal });
  if (!response.ok) throw new Error(await response.text());
  return { ...await response.json(), since };
}

/** @returns {Promise<number>} the time of the next frame, by performance.now() */
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
