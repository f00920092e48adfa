// A click on an empty place of a panel.

import { TREMBLE } from "../base/elements.js";
import { axesOf, fromCorner, isInside, toData } from "./plotly.js";

/**
 * @typedef {object} Press as ui/components/figure/controls.py says it
 * @property {string} name
 * @property {string} label what it does
 * @property {[across: string, up: string]} axes
 */

/**
 * @param {HTMLElement} stage
 * @param {AbortSignal} signal
 * @param {(event: MouseEvent) => void} press
 */
export function onClick(stage, signal, press) {
  /** @type {PointerEvent | null} */
  let start = null;
  const isEmpty = (/** @type {EventTarget | null} */ target) =>
    target instanceof Element && !target.closest(".live-handle");
  const down = (/** @type {PointerEvent} */ event) => {
    start = event.button === 0 && isEmpty(event.target) ? event : null;
  };
  const click = (/** @type {MouseEvent} */ event) => {
    if (start && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < TREMBLE) press(event);
    start = null;
  };
  stage.addEventListener("pointerdown", down, { capture: true, signal });
  // Not pointerup: while the pointer is down, plotly lays a cover of its own over the whole page.
  stage.addEventListener("click", click, { capture: true, signal });
}

/**
 * Where in the data's coordinates the panel of `press` was clicked; `null` outside of it.
 *
 * @param {import("./plotly.js").Plot} plot
 * @param {Press} press
 * @param {MouseEvent} event
 */
export function placeIn(plot, press, event) {
  const axes = axesOf(plot, press.axes);
  if (!axes) return null;
  const place = toData(axes, fromCorner(plot, event));
  return axes.every((axis, i) => isInside(axis, place[i])) ? place : null;
}
