// A cloud of thousands of points on a canvas, in two or three dimensions: where each comes to lie on the
// screen, its dot, which one is nearest to the mouse, which ones a lasso holds. Nothing here knows of digits.

/** The middle and the reach of points that lie one after another, `dimensions` numbers each. */
export function fitOf(points, dimensions) {
  const [low, high] = [new Array(dimensions).fill(Infinity), new Array(dimensions).fill(-Infinity)];
  for (let i = 0; i < points.length; i++) {
    const axis = i % dimensions;
    if (points[i] < low[axis]) low[axis] = points[i];
    if (points[i] > high[axis]) high[axis] = points[i];
  }
  const centre = low.map((value, axis) => (value + high[axis]) / 2);
  return { centre, radius: Math.max(...low.map((value, axis) => (high[axis] - value) / 2)) || 1 };
}

/** Between two fits, as between two frames. */
export function mixFits(a, b, t) {
  // The reach grows by factors, so what lies between two of them is a geometric mean.
  const radius = a.radius * (b.radius / a.radius) ** t;
  return { centre: a.centre.map((value, axis) => value + t * (b.centre[axis] - value)), radius };
}

const DISTANCE = 4; // of the eye from the middle, in reaches: a gentle perspective
export const MARGIN = 0.92; // of the half side, which the reach fills at zoom 1

/**
 * Where points lie on a square of `side` CSS pixels: x and y into `screen`, and, of points in three
 * dimensions, the nearness from 0 (far) to 1 into `depth`. `camera` is {x, y, zoom, yaw, pitch}; x and y
 * are what is in the middle of the square, in reaches.
 */
export function project(points, dimensions, fit, camera, side, screen, depth) {
  const half = (side / 2) * MARGIN * camera.zoom;
  const [cx, cy] = fit.centre;
  const [middleX, middleY] = [side / 2 - camera.x * half, side / 2 + camera.y * half];
  if (dimensions === 2) {
    const scale = half / fit.radius;
    for (let i = 0, at = 0; at < points.length; i += 2, at += 2) {
      screen[i] = middleX + (points[at] - cx) * scale;
      screen[i + 1] = middleY - (points[at + 1] - cy) * scale;
    }
    return;
  }
  const turn = turning(camera);
  const cz = fit.centre[2];
  for (let i = 0, at = 0; at < points.length; i++, at += 3) {
    const [x, y, z] = [
      (points[at] - cx) / fit.radius,
      (points[at + 1] - cy) / fit.radius,
      (points[at + 2] - cz) / fit.radius,
    ];
    const toward = turn[6] * x + turn[7] * y + turn[8] * z;
    const scale = (half * DISTANCE) / (DISTANCE - toward);
    screen[2 * i] = middleX + (turn[0] * x + turn[1] * y + turn[2] * z) * scale;
    screen[2 * i + 1] = middleY - (turn[3] * x + turn[4] * y + turn[5] * z) * scale;
    depth[i] = Math.max(0, Math.min(1, (toward + 1.2) / 2.4));
  }
}

/** The rotation matrix, row after row: first about the vertical axis, then about the horizontal one. */
export function turning({ yaw, pitch }) {
  const [cosYaw, sinYaw, cosPitch, sinPitch] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return [
    cosYaw,
    0,
    sinYaw,
    sinPitch * sinYaw,
    cosPitch,
    -sinPitch * cosYaw,
    -cosPitch * sinYaw,
    sinPitch,
    cosPitch * cosYaw,
  ];
}

/** Numbers of the points from far to near, by counting: a sort of 10 000 numbers would take ten times as long. */
export function farToNear(depth, order) {
  const counts = new Uint32Array(258);
  for (let i = 0; i < depth.length; i++) counts[Math.floor(depth[i] * 255) + 1]++;
  for (let level = 1; level < counts.length; level++) counts[level] += counts[level - 1];
  for (let i = 0; i < depth.length; i++) order[counts[Math.floor(depth[i] * 255)]++] = i;
}

/** The offsets and the coverage of a disc, to be laid into pixels. */
export function disc(radius) {
  const [reach, cells] = [Math.ceil(radius), []];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const coverage = Math.max(0, Math.min(1, radius + 0.5 - Math.hypot(dx, dy)));
      if (coverage > 0.05) cells.push([dx, dy, Math.round(255 * coverage)]);
    }
  }
  return {
    reach,
    dx: Int32Array.from(cells, (c) => c[0]),
    dy: Int32Array.from(cells, (c) => c[1]),
    coverage: Uint8Array.from(cells, (c) => c[2]),
  };
}

/**
 * Lay a disc for each point into the pixels of an ImageData, written as 32-bit words: 10 000 dots take about
 * 2 ms, where the canvas itself would take five times as long. `colour(i)` is 0xBBGGRR; `order` is who comes first.
 */
export function splat(pixels, width, height, screen, ratio, mark, colours, order, from = 0, to = order.length) {
  const { reach, dx, dy, coverage } = mark;
  for (let k = from; k < to; k++) {
    const i = order[k];
    const [x, y] = [Math.round(screen[2 * i] * ratio), Math.round(screen[2 * i + 1] * ratio)];
    if (!(x >= reach && y >= reach && x < width - reach && y < height - reach)) continue;
    const [start, colour] = [y * width + x, colours[i]];
    for (let cell = 0; cell < dx.length; cell++) {
      const at = start + dy[cell] * width + dx[cell];
      const alpha = coverage[cell];
      // Whoever covers more of a pixel has it; of two that cover most of it, the later.
      if (alpha > 127 || alpha >= pixels[at] >>> 24) pixels[at] = ((alpha << 24) | colour) >>> 0;
    }
  }
}

/** The nearest point to (x, y) within `reach` CSS pixels, or −1. A look at all 10 000 takes 0.03 ms: less than an index would cost to keep. */
export function nearestOnScreen(screen, x, y, reach) {
  let [best, index] = [reach * reach, -1];
  for (let i = 0; i < screen.length; i += 2) {
    const [across, down] = [screen[i] - x, screen[i + 1] - y];
    const square = across * across + down * down;
    if (square <= best) [best, index] = [square, i / 2];
  }
  return index;
}

/** The nearest point from point `from` in a direction, [1, 0] to the right; −1 where there is none. */
export function nextInDirection(screen, from, [right, down], side) {
  let [best, index] = [Infinity, -1];
  for (let i = 0; i < screen.length / 2; i++) {
    const [across, along] = [screen[2 * i] - screen[2 * from], screen[2 * i + 1] - screen[2 * from + 1]];
    const forward = across * right + along * down;
    const aside = Math.abs(across * down) + Math.abs(along * right);
    const isOn = screen[2 * i] >= 0 && screen[2 * i] <= side && screen[2 * i + 1] >= 0 && screen[2 * i + 1] <= side;
    if (i === from || !isOn || forward < 1 || aside > forward) continue;
    const cost = forward + 2 * aside;
    if (cost < best) [best, index] = [cost, i];
  }
  return index;
}

/** Whether (x, y) lies in a closed polygon [[x, y], …]: a ray from it crosses the outline an odd number of times. */
export function isInside(polygon, x, y) {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [[ax, ay], [bx, by]] = [polygon[i], polygon[j]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** At most `most` corners of an outline, evenly chosen. */
export function thinned(polygon, most) {
  if (polygon.length <= most) return polygon;
  return Array.from({ length: most }, (_, i) => polygon[Math.floor((i * polygon.length) / most)]);
}

/** The mean of the fullest of 24 × 24 cells for each class: where its numeral stands. Their overall mean may lie among others. */
export function densestPlaces(screen, labels, side, classes) {
  const [cells, across] = [24, side / 24];
  const counts = new Uint32Array(classes * cells * cells);
  const sums = new Float32Array(2 * counts.length);
  for (let i = 0; i < labels.length; i++) {
    const [column, row] = [Math.floor(screen[2 * i] / across), Math.floor(screen[2 * i + 1] / across)];
    if (!(column >= 0 && row >= 0 && column < cells && row < cells) || labels[i] >= classes) continue;
    const cell = (labels[i] * cells + row) * cells + column;
    counts[cell]++;
    sums[2 * cell] += screen[2 * i];
    sums[2 * cell + 1] += screen[2 * i + 1];
  }
  return Array.from({ length: classes }, (_, label) => {
    const first = label * cells * cells;
    let best = first;
    for (let cell = first; cell < first + cells * cells; cell++) if (counts[cell] > counts[best]) best = cell;
    return counts[best] ? [sums[2 * best] / counts[best], sums[2 * best + 1] / counts[best]] : null;
  });
}
