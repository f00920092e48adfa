// What a view of a walk is, and what it is given.

/**
 * @typedef {object} Settings of all views; each has its own of them
 * @property {string} model kind of the model whose pictures a grid shows
 * @property {"probability" | "steps"} spacing of the plane
 * @property {number} cells along a side of the plane
 * @property {number} range of the rows, in standard deviations of the codes
 * @property {string[]} ends tokens of the two codes between which a way leads
 * @property {number} t from 0 to 1 on that way
 * @property {string[]} terms tokens of A, B and C
 * @property {number} seed of the tour
 * @property {number} speed of the tour
 *
 * @typedef {object} Options what else the server tells a view; each has its own of them
 * @property {Record<string, Record<number, number[]>>} coordinates of the plane's cells, by spacing and number
 * @property {number} columns in each row
 * @property {{ low: number, high: number }} range
 * @property {number} frames of a strip
 * @property {number} seeds the highest
 *
 * @typedef {object} Stage where a view stands
 * @property {Record<string, string>} text
 * @property {Options} options
 * @property {Settings} place
 * @property {import("./models.js").Model[]} models of one size
 * @property {Float64Array} z
 * @property {number[]} axes the two dimensions on the map, counted from 0
 * @property {import("../base/ink.js").Colour} ink
 * @property {<K extends keyof Settings>(name: K, value: Settings[K], isDone?: boolean) => void} set on screen at once;
 *   in the address and on the server when the hand is done
 * @property {(words: string) => void} say
 * @property {() => void} schedule the tasks anew, in the next frame
 *
 * @typedef {(layout: import("../pictures/layout.js").Layout) => import("../pictures/layout.js").Layout} Mount adds what
 *   every file carries
 *
 * @typedef {object} View built once, by its constructor
 * @property {HTMLElement[]} hand its controls
 * @property {HTMLElement} scene its pictures
 * @property {() => void} show the settings, in words and marks
 * @property {() => import("./queue.js").Task[]} tasks the pictures that are due, in the order in which they are
 * @property {() => import("../pictures/layout.js").Layout} layout of its pictures in a file
 * @property {(mount: Mount) => import("../pictures/layout.js").Film} [film] of its pictures
 * @property {import("../base/clock.js").Clock} [clock] that plays by itself
 * @property {boolean} [isMoving] whether its settings change by themselves
 * @property {() => void} [follow] where z is
 * @property {boolean} [isFollowing] whether other pictures are due when z moves
 * @property {() => void} [interrupted] before all tasks of the last time were done
 * @property {(isOn: boolean) => void} [presented] or no longer
 */

export {};
