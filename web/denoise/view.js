// What a view of noise that is taken away is, and what it is given.

/**
 * @typedef {object} Settings of all views; each has its own of them
 * @property {string} [model] by its name
 * @property {number} seed of the noise
 * @property {number} digit −1: any
 * @property {number} [guidance]
 * @property {"ancestral" | "ddim" | "flow"} sampler
 * @property {number} steps
 * @property {number} at 0 at the noise, 1 at the digit
 * @property {number} noised how far a drawing is, from 0, itself, to 1, noise alone
 * @property {number} other seed of the noise at the end of a walk
 * @property {"arc" | "line"} path to there
 * @property {number} between the two, from 0 to 1
 *
 * @typedef {object} Options what else the server tells a view; each has its own of them
 * @property {Record<string, number[]>} counts of steps that stand beside each other, by model
 * @property {Record<string, number>} whole steps of a whole way, by model
 * @property {number} ways back from a drawing
 * @property {string} image to begin with, 784 grey levels in base64
 * @property {string | null} channel whose pad is listened to
 *
 * @typedef {object} Own
 * @property {string} view
 * @property {Record<string, import("./pictured.js").Described>} models
 * @property {Record<string, import("../base/ink.js").Shades>} colours
 * @property {Record<string, [low: number, high: number]>} limits of settings that are numbers
 * @property {string[]} elsewhere settings that are chosen in another part of the page
 * @property {Options} options
 *
 * @typedef {import("../base/component.js").Given & Own} Data
 *
 * @typedef {object} Stage where a view stands
 * @property {Data} data
 * @property {Settings} place
 * @property {import("../base/ink.js").Colour} ink
 * @property {import("./runs.js").Runs} runs
 * @property {string} model the name of the one that is chosen
 * @property {import("./pictured.js").Described} described that model
 * @property {import("../diffusion/sampling.js").Schedule} noise of that model
 * @property {import("./pictured.js").Picture | null} picture of what it denoises, once its decoder is here
 * @property {(changed: Partial<Settings>, isDone?: boolean) => void} set on screen at once; in the address and on the
 *   server when the hand is done
 * @property {() => void} tellPlace the hand is done
 * @property {(settings: Partial<Settings>) => void} open the step with one way back, with these settings
 * @property {(ways: import("./worker.js").Way[]) => import("./runs.js").Asked} order
 * @property {() => void} begin the run that the settings ask for, unless it is under way or here
 * @property {() => void} schedule a new frame
 *
 * @typedef {object} View built once, by its constructor
 * @property {import("./controls.js").Control[]} controls
 * @property {HTMLElement} scene its pictures
 * @property {() => import("./worker.js").Way[] | null} ways to be gone; `null`: not yet
 * @property {(stop: import("./runs.js").Arrived) => void} [arrived] one has come
 * @property {() => void} repaint what has come already, for the picture or the ink is another
 * @property {() => void} render a frame
 * @property {(milliseconds: number) => string} done what is said at the end
 * @property {() => import("../pictures/layout.js").Layout} layout of its pictures in a file
 * @property {(mount: import("../walk/view.js").Mount) => import("../pictures/layout.js").Film} [film] of its pictures
 * @property {import("../base/clock.js").Clock} [clock] that plays by itself
 * @property {boolean} [isPatient] whether a run is awaited before the next begins: a hand that moves on sees some
 * @property {() => void} [receive] data that have changed
 * @property {() => void} [stop] it is given up
 */

export {};
