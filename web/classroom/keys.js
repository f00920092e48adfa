// What somebody is known by in a class: kept by the browser, and shown to nobody but the server.

const PLACE = "vae-playground:class:";
const MOVED = "#teach=";

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Shelf */

export class Keys {
  /** @param {() => Shelf} shelf throws where the browser keeps nothing */
  constructor(shelf) {
    this.shelf = shelf;
    /** Where it does not: for as long as the page is there. @type {Map<string, string>} */
    this.held = new Map();
  }

  /** @param {string} code */
  of(code) {
    try {
      return this.shelf().getItem(PLACE + code) ?? this.held.get(code) ?? null;
    } catch {
      return this.held.get(code) ?? null;
    }
  }

  /**
   * @param {string} code
   * @param {string} token
   */
  put(code, token) {
    this.held.set(code, token);
    try {
      this.shelf().setItem(PLACE + code, token);
    } catch {
      // It is known until the page is left.
    }
  }

  /** The classes that this browser has a place in. */
  codes() {
    try {
      return Object.keys(this.shelf()).filter((name) => name.startsWith(PLACE)).map((name) => name.slice(PLACE.length));
    } catch {
      return [...this.held.keys()];
    }
  }

  /** @param {string} code */
  drop(code) {
    this.held.delete(code);
    try {
      this.shelf().removeItem(PLACE + code);
    } catch {
      // It was never kept.
    }
  }
}

/**
 * The address that makes another browser the teacher's. What follows # is not sent to any server.
 *
 * @param {string} address of a page in the class
 * @param {string} token
 */
export function movingAddress(address, token) {
  const moved = new URL(address);
  moved.hash = MOVED + token;
  return moved.href;
}

/**
 * The token that an address brings, if it does; and the address without it, which may be shown.
 *
 * @param {string} address
 * @returns {{ token: string, address: string } | null}
 */
export function broughtBy(address) {
  const found = new URL(address);
  if (!found.hash.startsWith(MOVED)) return null;
  const token = found.hash.slice(MOVED.length);
  found.hash = "";
  return { token, address: found.href };
}
