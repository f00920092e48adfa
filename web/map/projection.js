// Where the points of a map come to lie on a square of the screen, in two or three dimensions.

import { reachOf } from "./camera.js";

const DISTANCE = 4; // of the eye from the middle, in reaches: a gentle perspective
const DEEPEST = 1.2; // reaches before and behind the middle, between which nearness is told apart
const LEVELS = 255; // of nearness, in which points are put in order

/**
 * @typedef {import("./camera.js").Camera} Camera
 * @typedef {{ centre: number[], radius: number }} Fit the middle of points, and their reach in any direction
 */

/**
 * The middle and the reach of points that lie one after another.
 *
 * @param {Float32Array} points
 * @param {number} dimensions
 * @returns {Fit}
 */
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

/**
 * Between two fits, as between two frames of a film.
 *
 * @param {Fit} a
 * @param {Fit} b
 * @param {number} t from 0 to 1
 * @returns {Fit}
 */
export function mixFits(a, b, t) {
  // The reach grows by factors, so what lies between two of them is a geometric mean.
  const radius = a.radius * (b.radius / a.radius) ** t;
  return { centre: a.centre.map((value, axis) => value + t * (b.centre[axis] - value)), radius };
}

/**
 * x and y of each point into `screen`, in CSS pixels of a square of `side`; of points in three dimensions, the
 * nearness from 0 (far) to 1 into `depth`.
 *
 * @param {Float32Array} points
 * @param {Fit} fit
 * @param {Camera} camera
 * @param {number} side
 * @param {Float32Array} screen
 * @param {Float32Array} depth
 */
export function project(points, fit, camera, side, screen, depth) {
  const reach = reachOf(camera, side);
  const [middleX, middleY] = [side / 2 - camera.x * reach, side / 2 + camera.y * reach];
  const [cx, cy, cz] = fit.centre;
  if (cz === undefined) {
    const scale = reach / fit.radius;
    for (let i = 0; i < points.length; i += 2) {
      screen[i] = middleX + (points[i] - cx) * scale;
      screen[i + 1] = middleY - (points[i + 1] - cy) * scale;
    }
    return;
  }
  const turn = turning(camera);
  for (let i = 0, at = 0; at < points.length; i++, at += 3) {
    const x = (points[at] - cx) / fit.radius;
    const y = (points[at + 1] - cy) / fit.radius;
    const z = (points[at + 2] - cz) / fit.radius;
    const toward = turn[6] * x + turn[7] * y + turn[8] * z;
    const scale = (reach * DISTANCE) / (DISTANCE - toward);
    screen[2 * i] = middleX + (turn[0] * x + turn[1] * y + turn[2] * z) * scale;
    screen[2 * i + 1] = middleY - (turn[3] * x + turn[4] * y + turn[5] * z) * scale;
    depth[i] = Math.max(0, Math.min(1, (toward + DEEPEST) / (2 * DEEPEST)));
  }
}

/**
 * The rotation matrix, row after row: first about the vertical axis, then about the horizontal one.
 *
 * @param {{ yaw: number, pitch: number }} angles in radians
 */
export function turning({ yaw, pitch }) {
  const [cosYaw, sinYaw, cosPitch, sinPitch] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return [
    ...[cosYaw, 0, sinYaw],
    ...[sinPitch * sinYaw, cosPitch, -sinPitch * cosYaw],
    ...[-cosPitch * sinYaw, sinPitch, cosPitch * cosYaw],
  ];
}

/**
 * Numbers of the points from far to near, by counting: a sort of 10 000 numbers would take ten times as long.
 *
 * @param {Float32Array} depth from 0 to 1
 * @param {Uint32Array} order written over
 */
export function farToNear(depth, order) {
  const starts = new Uint32Array(LEVELS + 2);
  for (let i = 0; i < depth.length; i++) starts[Math.floor(depth[i] * LEVELS) + 1]++;
  for (let level = 1; level < starts.length; level++) starts[level] += starts[level - 1];
  for (let i = 0; i < depth.length; i++) order[starts[Math.floor(depth[i] * LEVELS)]++] = i;
}
