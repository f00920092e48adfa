// The doors of plotly that it does not promise to keep open: who needs to know where on screen a value is drawn comes
// here. tests/browser/test_plotly.py says which of them a new version has closed.

/** @typedef {[number, number]} Pair across and up */

/**
 * @typedef {object} Axis
 * @property {string} type "linear", "log" and others
 * @property {Pair} range as in a layout: of a logarithmic axis, the logarithms
 * @property {number} _offset pixels from the figure's corner to where it begins
 * @property {number} _length pixels
 * @property {(value: number) => number} d2p data to pixels from where it begins
 * @property {(pixels: number) => number} p2d
 * @property {(end: number) => number} r2l an end of its range as a number
 *
 * @typedef {object} Trace as it is drawn, its numbers in arrays
 * @property {ArrayLike<number>} x
 * @property {ArrayLike<number>} y
 * @property {string} [type]
 * @property {string} xaxis such as "x2"
 * @property {string} yaxis
 *
 * @typedef {object} Doors
 * @property {Record<string, Axis | undefined>} [_fullLayout]
 * @property {(Trace | undefined)[]} [_fullData]
 * @property {boolean} [_dragging]
 * @property {(event: string, listener: (change: object) => void) => void} on a public one, once a figure is drawn
 *
 * @typedef {HTMLElement & Doors} Plot what plotly draws in
 */

/**
 * @param {Plot} plot
 * @param {string} name such as "xaxis2"
 */
export const axisOf = (plot, name) => plot._fullLayout?.[name];

/**
 * Whether a pointer that was pressed on it goes on being asked where it is.
 *
 * @param {Plot} plot
 */
export const isDragged = (plot) => plot._dragging === true;

/**
 * The axes of a panel; `null` where there is none.
 *
 * @param {Plot} plot
 * @param {[across: string, up: string]} names
 * @returns {[Axis, Axis] | null}
 */
export function axesOf(plot, names) {
  const [across, up] = names.map((name) => axisOf(plot, name));
  return across && up ? [across, up] : null;
}

/**
 * A trace, and the axes it is drawn on; `null` where there is none.
 *
 * @param {Plot} plot
 * @param {number} number
 */
export function traceOf(plot, number) {
  const trace = plot._fullData?.[number];
  if (!trace) return null;
  const axes = axesOf(plot, [`xaxis${trace.xaxis.slice(1)}`, `yaxis${trace.yaxis.slice(1)}`]);
  return axes && { x: trace.x, y: trace.y, axes };
}

/**
 * A copy of an axis' range, as a layout has it.
 *
 * @param {Axis} axis
 * @returns {Pair}
 */
export const rangeOf = ({ range: [low, high] }) => [low, high];

/**
 * The ranges that plotly tells of when somebody zooms, by axis: `xaxis.range`, or `xaxis.range[0]` and `[1]`.
 *
 * @param {Record<string, any>} change
 * @returns {Record<string, Pair>}
 */
export function rangesIn(change) {
  /** @type {Record<string, Pair>} */
  const ranges = {};
  for (const name of Object.keys(change).map((key) => key.match(/^([xy]axis\d*)\.range/)?.[1])) {
    if (name) ranges[name] = change[`${name}.range`] ?? [change[`${name}.range[0]`], change[`${name}.range[1]`]];
  }
  return ranges;
}

/**
 * The ends of an axis as numbers; of a logarithmic one, as logarithms.
 *
 * @param {Axis} axis
 * @returns {Pair}
 */
export const endsOf = (axis) => [axis.r2l(axis.range[0]), axis.r2l(axis.range[1])];

/** @param {Axis} axis */
export const isLog = (axis) => axis.type === "log";

/**
 * Whether a value lies between the ends of an axis.
 *
 * @param {Axis} axis
 * @param {number} value
 */
export function isInside(axis, value) {
  const at = isLog(axis) ? Math.log10(value) : value;
  const ends = endsOf(axis);
  return at >= Math.min(...ends) && at <= Math.max(...ends);
}

/**
 * The first and the last pixel of an axis, from the figure's corner.
 *
 * @param {Axis} axis
 * @returns {Pair}
 */
export const edgesOf = ({ _offset, _length }) => [_offset, _offset + _length];

/**
 * The data's coordinates as pixels from the figure's corner.
 *
 * @param {[Axis, Axis]} axes
 * @param {Pair} place
 * @returns {Pair}
 */
export const toPixels = ([across, up], [x, y]) => [across._offset + across.d2p(x), up._offset + up.d2p(y)];

/**
 * Pixels from the figure's corner as the data's coordinates.
 *
 * @param {[Axis, Axis]} axes
 * @param {Pair} pixels
 * @returns {Pair}
 */
export const toData = ([across, up], [left, top]) => [across.p2d(left - across._offset), up.p2d(top - up._offset)];

/**
 * Where the pointer is, in pixels from the figure's corner.
 *
 * @param {Plot} plot
 * @param {MouseEvent} event
 * @returns {Pair}
 */
export function fromCorner(plot, { clientX, clientY }) {
  const { left, top } = plot.getBoundingClientRect();
  return [clientX - left, clientY - top];
}

/**
 * Where a handle is drawn, in pixels from the figure's corner, and how far `away` its own place is: one outside the
 * panel waits at its edge. `null` where it has none.
 *
 * @param {[Axis, Axis] | null} axes
 * @param {Pair} value
 */
export function placeOf(axes, value) {
  const [left, top] = axes ? toPixels(axes, value) : [NaN, NaN];
  if (!axes || !Number.isFinite(left) || !Number.isFinite(top)) return null;
  const [[first, last], [ceiling, bottom]] = axes.map(edgesOf);
  const across = Math.min(Math.max(left, first), last);
  const height = Math.min(Math.max(top, ceiling), bottom);
  return { across, height, first, bottom, away: Math.hypot(across - left, height - top) };
}

const MOST_MARKS = 400; // of a trace that letters keep clear of; of more, every so manieth

/**
 * Where the points of all traces are drawn, x and y of one after the other, in pixels from the figure's corner.
 *
 * @param {Plot} plot
 */
export function marksOf(plot) {
  /** @type {number[]} */
  const marks = [];
  (plot._fullData ?? []).forEach((trace, number) => {
    const curve = trace?.type === "scatter" ? traceOf(plot, number) : null;
    if (!curve?.x || !curve.y) return;
    const every = Math.ceil(curve.x.length / MOST_MARKS);
    for (let i = 0; i < curve.x.length; i += every) marks.push(...toPixels(curve.axes, [curve.x[i], curve.y[i]]));
  });
  return marks;
}

/**
 * The boxes of all words that stand in a figure, in pixels from its corner.
 *
 * @param {Plot} plot
 */
export function wordsOf(plot) {
  const { left, top } = plot.getBoundingClientRect();
  return [...plot.querySelectorAll(".annotation, .legend, .textpoint")].map((words) => {
    const box = words.getBoundingClientRect();
    return { left: box.left - left, top: box.top - top, right: box.right - left, bottom: box.bottom - top };
  });
}

/**
 * The traces and shapes of a figure, bars one by one.
 *
 * @param {Plot} plot
 * @returns {Element[]}
 */
export const onPlot = (plot) => [...plot.querySelectorAll(".trace.scatter, .contour, .bars .point, .shapelayer path")];
