// The line to a class: open for as long as the page is, and opened again whenever it breaks.

/**
 * @typedef {object} Heard
 * @property {(view: any) => void} view the class has changed
 * @property {(sentence: string) => void} error something could not be done
 * @property {() => void} over there is no such class any more, or no right to be in it
 * @property {(isOpen: boolean) => void} line it has broken, or there is a new one
 */

const NOBODY = 4401; // ui/in_class/routes.py
const FIRST_MS = 300, LONGEST_MS = 8000; // until it is tried again
const ASLEEP_MS = 15_000; // after so long out of sight a line may be dead without anybody knowing

/**
 * How long to wait before the next try: longer each time, and not all at the same moment after a server's restart.
 *
 * @param {number} tries
 * @param {number} chance between 0 and 1
 */
export const delay = (tries, chance) => Math.min(FIRST_MS * 2 ** tries, LONGEST_MS) * (0.5 + chance / 2);

export class Link {
  /**
   * @param {string} address of the socket
   * @param {() => object} entry what it begins with
   * @param {Heard} heard
   * @param {AbortSignal} signal until when
   */
  constructor(address, entry, heard, signal) {
    this.address = address.replace(/^http/, "ws");
    this.entry = entry;
    this.heard = heard;
    this.signal = signal;
    this.tries = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    this.hiddenAt = Infinity;
    addEventListener("online", () => this.reopen(), { signal });
    document.addEventListener("visibilitychange", () => this.look(), { signal });
    signal.addEventListener("abort", () => this.close());
    this.open();
  }

  open() {
    clearTimeout(this.waiting);
    const socket = new WebSocket(this.address);
    this.socket = socket;
    this.isHeard = false;
    socket.onopen = () => socket.send(JSON.stringify({ do: "enter", ...this.entry() }));
    socket.onmessage = ({ data }) => this.socket === socket && this.hear(JSON.parse(data));
    socket.onclose = ({ code }) => this.socket === socket && this.closed(code);
  }

  /** @param {{ is: string, [name: string]: any }} message */
  hear(message) {
    this.tries = 0;
    if (!this.isHeard) this.heard.line(true);
    this.isHeard = true;
    if (message.is === "view") this.heard.view(message);
    if (message.is === "error") this.heard.error(message.sentence);
    if (message.is === "over") this.end();
  }

  /** @param {number} code */
  closed(code) {
    if (this.signal.aborted) return;
    if (code === NOBODY) {
      this.end();
      return;
    }
    this.heard.line(false);
    this.waiting = setTimeout(() => this.open(), delay(this.tries, Math.random()));
    this.tries += 1;
  }

  end() {
    this.close();
    this.heard.over();
  }

  close() {
    clearTimeout(this.waiting);
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  /** The page is in sight again, or out of it. */
  look() {
    if (document.visibilityState === "hidden") this.hiddenAt = performance.now();
    else if (performance.now() - this.hiddenAt > ASLEEP_MS) this.reopen();
  }

  reopen() {
    if (this.socket === undefined) return;
    const old = this.socket;
    this.tries = 0;
    this.open();
    old.close();
  }

  /** @param {object} message */
  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}
