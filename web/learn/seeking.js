// A hand on the chart takes the step along.

import { stepAt } from "./chart.js";

/**
 * @param {HTMLCanvasElement} chart
 * @param {() => number} last T
 * @param {(t: number, isDone: boolean) => void} seek hears every move, and when the hand lets go
 */
export function seekOn(chart, last, seek) {
  const follow = (/** @type {PointerEvent} */ { clientX }, /** @type {boolean} */ isDone) => {
    const { left, width } = chart.getBoundingClientRect();
    seek(stepAt(clientX - left, width, last()), isDone);
  };
  chart.onpointerdown = (event) => {
    if (event.button !== 0) return;
    chart.setPointerCapture(event.pointerId);
    chart.onpointermove = (moved) => follow(moved, false);
    follow(event, false);
  };
  chart.onpointerup = chart.onpointercancel = (event) => {
    if (!chart.onpointermove) return;
    chart.onpointermove = null;
    follow(event, true);
  };
}
