// How a map is looked at: what is in the middle of its square, how large it is, and, in three dimensions, from where.

const MARGIN = 0.92; // of the half side, which the reach of the points fills at zoom 1
const [LEAST_ZOOM, MOST_ZOOM] = [0.5, 60];
const STEEPEST = 1.5; // radians: the poles are not passed
const TURN_PIXELS = 120; // of a drag, for one radian
const FARTHEST = 100; // reaches, of what goes into an address

/**
 * @typedef {[x: number, y: number]} Corner a place on a map, in reaches of its points from their middle
 * @typedef {import("../base/canvas.js").Place} Place a place on the square, in CSS pixels
 *
 * @typedef {object} Camera
 * @property {number} x what is in the middle of the square, in reaches
 * @property {number} y
 * @property {number} zoom
 * @property {number} yaw radians
 * @property {number} pitch radians
 */

/** @type {Readonly<Camera>} */
export const START = { x: 0, y: 0, zoom: 1, yaw: 0.5, pitch: 0.35 };
/** @type {(keyof Camera)[]} */
const PARTS = ["x", "y", "zoom", "yaw", "pitch"];

/**
 * CSS pixels of one reach, on a square of `side`.
 *
 * @param {Camera} camera
 * @param {number} side
 */
export const reachOf = ({ zoom }, side) => (side / 2) * MARGIN * zoom;

/**
 * From a flat map to the screen.
 *
 * @param {Camera} camera
 * @param {number} side
 * @param {Corner} corner
 * @returns {Place}
 */
export function toScreen(camera, side, [x, y]) {
  const reach = reachOf(camera, side);
  return [side / 2 + (x - camera.x) * reach, side / 2 - (y - camera.y) * reach];
}

/**
 * From the screen to a flat map.
 *
 * @param {Camera} camera
 * @param {number} side
 * @param {Place} place
 * @returns {Corner}
 */
export function toMap(camera, side, [left, top]) {
  const reach = reachOf(camera, side);
  return [camera.x + (left - side / 2) / reach, camera.y - (top - side / 2) / reach];
}

/**
 * A flat map is larger by `factor`, and what is at `place` stays there.
 *
 * @param {Camera} camera
 * @param {number} factor
 * @param {number} side
 * @param {Place} place
 * @returns {Camera}
 */
export function zoomed(camera, factor, side, place) {
  const [x, y] = toMap(camera, side, place);
  const nearer = magnified(camera, factor);
  const reach = reachOf(nearer, side);
  return { ...nearer, x: x - (place[0] - side / 2) / reach, y: y + (place[1] - side / 2) / reach };
}

/**
 * Larger by `factor`, with the same in the middle.
 *
 * @param {Camera} camera
 * @param {number} factor
 * @returns {Camera}
 */
export function magnified(camera, factor) {
  return { ...camera, zoom: Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, camera.zoom * factor)) };
}

/**
 * A flat map dragged by so many pixels.
 *
 * @param {Camera} camera
 * @param {number} side
 * @param {Place} by
 * @returns {Camera}
 */
export function panned(camera, side, [across, down]) {
  const reach = reachOf(camera, side);
  return { ...camera, x: camera.x - across / reach, y: camera.y + down / reach };
}

/**
 * A map in three dimensions dragged by so many pixels.
 *
 * @param {Camera} camera
 * @param {Place} by
 * @returns {Camera}
 */
export function turned(camera, [across, down]) {
  const pitch = Math.max(-STEEPEST, Math.min(STEEPEST, camera.pitch + down / TURN_PIXELS));
  return { ...camera, yaw: camera.yaw + across / TURN_PIXELS, pitch };
}

/**
 * A number as an address holds it: four digits, and no −0.
 *
 * @param {number} value
 */
export const rounded = (value) => Number(Math.max(-FARTHEST, Math.min(FARTHEST, value)).toPrecision(4)) + 0;

/**
 * Cameras as an address has them, five numbers each; nothing where none has moved.
 *
 * @param {Camera[]} cameras
 */
export function packLook(cameras) {
  const isMoved = cameras.some((camera) => PARTS.some((part) => camera[part] !== START[part]));
  return isMoved ? cameras.flatMap((camera) => PARTS.map((part) => rounded(camera[part]))) : [];
}

/**
 * The camera of map `number` that packLook() has put into an address.
 *
 * @param {number[]} look
 * @param {number} number
 * @returns {Camera}
 */
export function unpackLook(look, number) {
  const [x, y, zoom, yaw, pitch] = look.slice(PARTS.length * number, PARTS.length * (number + 1));
  return zoom ? { x, y, zoom, yaw, pitch } : { ...START };
}
