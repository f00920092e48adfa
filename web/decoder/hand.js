// What a hand does on the map and at the sliders: it draws a pointer along, it presses arrow keys.

import { ARROWS, isShortcut } from "../base/elements.js";

const STEP = 0.1; // of an arrow key
const LEAP = 0.5; // with the shift key held

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
    const [across, up] = ARROWS[event.key];
    nudge(across ? 0 : 1, (across || up) * (event.shiftKey ? LEAP : STEP));
  };
}
