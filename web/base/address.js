// The address of the page, in which the settings are. While a hand moves, entries in the browser's history are
// replaced, where the server could only add one for each.

/** Tells of the first change of the address that somebody's hand has made. */
export class Changes {
  /**
   * @param {() => void} changed
   * @param {AbortSignal} signal
   */
  constructor(changed, signal) {
    this.changed = changed;
    /** @type {string | undefined} the address in which nobody has changed anything yet */
    this.before = undefined;
    this.canTell = "navigation" in globalThis; // else nobody tells of changes, and all may always be taken back
    const options = { capture: true, signal };
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => this.touch(), options);
    /** @type {any} */ (globalThis).navigation?.addEventListener("currententrychange", () => this.look(), { signal });
  }

  /** From here on, what the page itself does to its address is no change: only what follows somebody's touch. */
  await() {
    this.before = undefined;
  }

  touch() {
    this.before ??= location.search;
  }

  look() {
    if (this.before !== undefined && location.search !== this.before) this.changed();
  }
}

/** @typedef {Record<string, [name: string, usual: string]>} Names of settings in an address, and what is left out */

/**
 * Put the settings of a place into the address, as ui/state.py would a moment later.
 *
 * @param {Names} names
 * @param {Record<string, unknown>} place
 */
export function writeAddress(names, place) {
  const url = new URL(location.href);
  for (const [setting, found] of Object.entries(place)) {
    const [name, usual] = names[setting];
    const value = [found].flat().map(formatted).join("_");
    if (isSame(value, usual)) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  history.replaceState(history.state, "", url);
}

/**
 * As Python prints it.
 *
 * @param {unknown} value
 */
const formatted = (value) => (typeof value === "boolean" ? (value ? "True" : "False") : String(value));

/**
 * Whether two texts of an address mean the same: also as numbers, "1.50" and "1.5".
 *
 * @param {string} value
 * @param {string} usual
 */
export const isSame = (value, usual) =>
  value === usual || (value !== "" && usual !== "" && Number(value) === Number(usual));

/**
 * Change in the address what differs between two: what else it says may have been chosen meanwhile.
 *
 * @param {Record<string, string>} since
 * @param {Record<string, string>} query
 */
export function goOn(since, query) {
  const address = new URL(location.href);
  for (const name of Object.keys({ ...since, ...query })) {
    if (query[name] === since[name]) continue;
    if (name in query) address.searchParams.set(name, query[name]);
    else address.searchParams.delete(name);
  }
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}
