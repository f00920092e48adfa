// What every component is: mounted by Streamlit, told settings by ui/components/hand.py, moved by a hand, and heard
// when the hand lets go.

import { writeAddress } from "./address.js";
import { describeSoon } from "./described.js";
import { find } from "./elements.js";
import { allLetGo, beforeLeaving } from "./leaving.js";

/** A burst of key presses, or of turns of a wheel, is one move: it is over when none has come for so long. */
export const SETTLE_MS = 300;

const KEPT = 1000;

/**
 * @typedef {Record<string, any>} Place the settings that a hand moves, by the component's own names
 * @typedef {object} Given what every component is given
 * @property {Place} place
 * @property {import("./address.js").Names} address
 * @property {number} answered the number of the last message that `place` answers
 * @property {Record<string, any> & { lang: string }} text
 */

/** @typedef {Pick<Mounted, "stop" | "send"> & { root?: HTMLElement, update(data: any): unknown }} View */

/**
 * The function that Streamlit calls for a component, at first and whenever its data or the theme change. A view stays
 * the same for as long as its element does.
 *
 * @param {new (parent: ParentNode) => View} View
 * @param {string} [trigger] the name under which its messages arrive
 */
export function mounting(View, trigger = "place") {
  /** @type {WeakMap<ParentNode, View>} */
  const mounted = new WeakMap();
  return (/** @type {Mount} */ { data: [data], parentElement, setTriggerValue }) => {
    const view = mounted.get(parentElement) ?? new View(parentElement);
    mounted.set(parentElement, view);
    view.send = (message) => setTriggerValue(trigger, message);
    view.update(data);
    if (view.root) describeSoon(view.root);
    return () => {
      // Streamlit also gives up a call that was overtaken while its script was loaded: then the element stays.
      if (parentElement.isConnected) return;
      mounted.delete(parentElement);
      view.stop();
    };
  };
}

/**
 * @typedef {object} Mount what Streamlit hands over
 * @property {[any]} data
 * @property {ParentNode} parentElement
 * @property {(name: string, value: unknown) => void} setTriggerValue
 */

/** What stands in a component's element, and ends with it. */
export class Mounted {
  /**
   * @param {ParentNode} parent
   * @param {string} selector of the component's own element
   */
  constructor(parent, selector) {
    this.root = find(parent, selector);
    Object.assign(this.root, { view: this }); // for the browser tests
    /** @type {(message: object) => void} */
    this.send = () => {};
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.settling = undefined;
    /** @type {number | null} */
    this.frame = null;
    this.ending = () => {}; // what a burst of keys ends with
    this.lifetime = new AbortController();
    beforeLeaving(() => this.letGo(), this.signal);
  }

  /** Ends with the component: for everything that listens. */
  get signal() {
    return this.lifetime.signal;
  }

  stop() {
    this.lifetime.abort();
    clearTimeout(this.settling);
    if (this.frame !== null) cancelAnimationFrame(this.frame);
  }

  /**
   * A key was pressed: when no other follows, `done` is called.
   *
   * @param {() => void} done
   * @param {number} [wait] milliseconds
   */
  settle(done, wait = SETTLE_MS) {
    clearTimeout(this.settling);
    this.ending = done;
    this.settling = setTimeout(() => this.endAtOnce(), wait);
  }

  /** The burst, if there is one, is over. */
  endAtOnce() {
    if (this.settling === undefined) return;
    this.endBurst();
    this.ending();
  }

  /** @returns {unknown} see {@link beforeLeaving} */
  letGo() {
    return this.endAtOnce();
  }

  /**
   * Tell the server what leads on, or back, once it has heard what the hand has just done.
   *
   * @param {object} message
   */
  async goOn(message) {
    await allLetGo();
    this.send(message);
  }

  endBurst() {
    clearTimeout(this.settling);
    this.settling = undefined;
  }

  /** Draw in the next frame, however often this is asked. */
  schedule() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.render();
    });
  }

  render() {}
}

/**
 * What follows settings that ui/components/hand.py tells it, and tells what a hand makes of them.
 *
 * @template {Given} D
 */
export class Component extends Mounted {
  /**
   * @param {ParentNode} parent
   * @param {string} selector of the component's own element
   */
  constructor(parent, selector) {
    super(parent, selector);
    /** @type {D} */
    this.data;
    /** Of the last message that went out. */
    this.sequence = 0;
    /** The settings, as last taken over or told. */
    this.known = "";
  }

  /** Whether the hand is at work: what the server says of settings is older than what is on screen. */
  get isHeld() {
    return this.settling !== undefined;
  }

  /**
   * Take data over. What the hand has set comes back as it was told; other settings are Undo, Start over, or the
   * address at first: only then, they are returned.
   *
   * @param {D} data
   * @param {string[]} [names] of the settings that count; all, if not given
   * @returns {Place | null}
   */
  receive(data, names = Object.keys(data.place)) {
    if (this.data === undefined) this.sequence = data.answered;
    this.data = data;
    this.root.lang = data.text.lang;
    if (data.answered < this.sequence || this.isHeld) return null;
    const place = Object.fromEntries(names.map((name) => [name, data.place[name]]));
    const found = asText(place);
    if (found === this.known) return null;
    this.known = found;
    return place;
  }

  /**
   * The hand has let go: the settings go into the address and to the server.
   *
   * @param {Place} place
   * @param {Place} [more] settings that are told but not followed
   * @param {object} [message] what else the server is told
   */
  tell(place, more = {}, message = {}) {
    this.endBurst();
    this.sequence += 1;
    this.known = asText(place);
    writeAddress(this.data.address, { ...place, ...more });
    this.send({ sequence: this.sequence, place: { ...place, ...more }, ...message });
  }
}

/** @param {Place} place */
const asText = (place) => JSON.stringify(Object.entries(place).sort());

/**
 * Keep the last so many timings.
 *
 * @param {number[]} timings
 * @param {number} milliseconds
 */
export function note(timings, milliseconds) {
  timings.push(milliseconds);
  if (timings.length > KEPT) timings.shift();
}
