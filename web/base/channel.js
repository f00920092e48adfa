// What components on a page tell one another, without the server.

/** @template T */
export class Channel {
  /** @type {Set<(message: T) => void>} */
  #listeners = new Set();

  /**
   * @param {(message: T) => void} listener
   * @param {AbortSignal} signal until when it listens
   */
  listen(listener, signal) {
    this.#listeners.add(listener);
    signal.addEventListener("abort", () => this.#listeners.delete(listener));
  }

  /** @param {T} message */
  tell(message) {
    for (const listener of this.#listeners) listener(message);
  }
}
