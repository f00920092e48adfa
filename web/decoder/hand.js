// What a hand does on the map and at the sliders: it draws a pointer along, it presses arrow keys.

import { isShortcut } from "../base/elements.js";

const STEP = 0.1; // of an arrow key
const LEAP = 0.5; // with the shift key held

/** @type {Record<string, [which: number, direction: number]>} across (0) or up (1), and which way */
const ARROWS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [1, 1], ArrowDown: [1, -1] };

/**
 * Follow a pointer from where it is pressed until it is lifted.
 *
 * @param {HTMLElement} pad
 * @param {{ isReady(): boolean, move(event: PointerEvent): void, lift(): void }} hand
 */
export function followPointer(pad, { isReady, move, lift }) {
  pad.onpointerdown = (event) => {
    if (event.button !== 0 || !isReady()) return;
    pad.setPointerCapture(event.pointerId);
    pad.onpointermove = move;
    move(event);
  };
  pad.onpointerup = pad.onpointercancel = () => {
    pad.onpointermove = null;
    lift();
  };
}

/**
 * Follow the arrow keys.
 *
 * @param {HTMLElement} node
 * @param {(which: number, by: number) => void} nudge across (0) or up (1), and how far
 */
export function followArrows(node, nudge) {
  node.onkeydown = (event) => {
    if (isShortcut(event) || !(event.key in ARROWS)) return;
    event.preventDefault();
    const [which, direction] = ARROWS[event.key];
    nudge(which, direction * (event.shiftKey ? LEAP : STEP));
  };
}
