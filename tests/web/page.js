// As much of a page as scripts without a browser need: elements that hold attributes, an address, and frames that come
// when they are asked for.

class FakeElement {
  dataset = {};
  lang = "";
}

export class Page {
  /** Of the history's last entry. */
  address = new URL("http://localhost/lesson");
  entries = 1;
  /** @type {Map<number, () => void>} */
  frames = new Map();
  asked = 0;

  /** Put this page in the place of the browser's. */
  constructor() {
    const replaceState = (/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {URL} */ address) => {
      this.address = new URL(address);
    };
    const globals = {
      HTMLElement: FakeElement,
      location: this.address,
      history: { state: null, replaceState, pushState: () => this.entries++ },
      requestAnimationFrame: (/** @type {() => void} */ draw) => {
        this.frames.set(++this.asked, draw);
        return this.asked;
      },
      cancelAnimationFrame: (/** @type {number} */ frame) => this.frames.delete(frame),
    };
    for (const [name, value] of Object.entries(globals)) {
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
    Object.defineProperty(globalThis, "location", { get: () => this.address, configurable: true });
  }

  /** The next frame. */
  draw() {
    const due = [...this.frames.values()];
    this.frames.clear();
    due.forEach((draw) => draw());
  }

  /** What a component is mounted in. @returns {any} */
  parent() {
    const root = new FakeElement();
    return { root, querySelector: () => root };
  }
}
