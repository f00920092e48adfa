// Time that passes when a test says so.

export class Clock {
  constructor() {
    this.now = 1000; // milliseconds
    /** @type {Map<number, { at: number, action: () => void }>} */
    this.timers = new Map();
    this.made = 0;
  }

  /**
   * What runs inside, and whatever it calls, goes by this clock.
   *
   * @param {() => unknown} test
   */
  async rule(test) {
    const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: performance.now };
    const setTimeout = (/** @type {() => void} */ action, wait = 0) => {
      this.timers.set(++this.made, { at: this.now + wait, action });
      return this.made;
    };
    const clearTimeout = (/** @type {number} */ timer) => this.timers.delete(timer);
    Object.assign(globalThis, { setTimeout, clearTimeout });
    performance.now = () => this.now;
    try {
      await test();
    } finally {
      performance.now = real.now;
      Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
    }
  }

  /**
   * So many milliseconds go by, and what was due in them happens; promises are kept in between.
   *
   * @param {number} milliseconds
   */
  async pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      await settled();
      const due = [...this.timers].filter(([_, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      const [timer, { at, action }] = due;
      this.timers.delete(timer);
      this.now = at;
      action();
    }
    this.now = end;
    await settled();
  }
}

/** All that waits for a promise which is kept by now has gone on. */
async function settled() {
  for (let i = 0; i < 50; i++) await null;
}
