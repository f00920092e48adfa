// What the controls of a figure share: one hand, that holds one of them at a time.

/**
 * What a hand does to the control of this name.
 *
 * @typedef {{ name: string, x: number, y?: number } | { name: string, remove: true }} Move
 *
 * @typedef {object} Hand
 * @property {string | null} held the name of the control in it
 * @property {(name: string) => boolean} isHeld also while the server has not been asked for its last move
 * @property {boolean} isWaiting for an answer of the server
 * @property {(move: Move, isDone: boolean) => void} tell the server; `isDone` when the hand lets go
 * @property {(done: () => void) => void} settle call `done` when no other key is pressed
 * @property {(since: number) => void} follow draw in the next frame what has moved since then, by performance.now()
 * @property {(colour: string) => string} inTheme a symbol's colour, in the theme on screen
 */

export {};
