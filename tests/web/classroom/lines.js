// A page's surroundings, as far as a line to a class has to do with them.

import assert from "node:assert/strict";

/** A line of which a test is the other end. */
export class Socket {
  static OPEN = 1;
  /** @type {Socket[]} */
  static all = [];
  readyState = 0;
  /** @type {any[]} */
  sent = [];
  onopen = () => {};
  onmessage = (/** @type {{ data: string }} */ _event) => {};
  onclose = (/** @type {{ code: number }} */ _event) => {};

  /** @param {string} address */
  constructor(address) {
    this.address = address;
    Socket.all.push(this);
  }

  /** @param {string} text */
  send(text) {
    assert.equal(this.readyState, Socket.OPEN, "a browser would refuse it");
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.end(1000);
  }

  open() {
    this.readyState = Socket.OPEN;
    this.onopen();
  }

  /** @param {object} message */
  say(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }

  /** @param {number} code */
  end(code) {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose({ code });
  }
}

export class Screen extends EventTarget {
  visibilityState = "visible";

  /** @param {"visible" | "hidden"} state */
  turn(state) {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}
