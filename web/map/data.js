// What Python says of the maps: ui/components/map/__init__.py.

/**
 * @typedef {object} Own what the maps are given beside what every component is
 * @property {import("../networks/network.js").Model} model
 * @property {number} count of points
 * @property {number} dimensions
 * @property {import("./panel.js").Spec[]} panels
 * @property {string | null} images path of an original, with {number} in it; `null`: there are none
 * @property {boolean} plain nothing can be chosen
 * @property {number[]} selected
 * @property {boolean} is_known whether the server has seen the maps finished
 * @property {import("./strips.js").Strip[]} strips
 * @property {import("./placing.js").Drop | null} drop
 * @property {import("./palette.js").Colours} colours
 *
 * @typedef {import("../base/component.js").Given & Own} Data
 */

/**
 * All that the maps are built of.
 *
 * @param {Data} data
 */
export const shapeOf = ({ model, count, panels, text }) => JSON.stringify([model, count, panels, text]);

/**
 * Where points are.
 *
 * @param {Data} data
 */
export const mapsOf = ({ model, count, panels }) =>
  JSON.stringify([model.encodings, count, panels.map(({ url, basis }) => url ?? basis)]);

/**
 * Whose points they are.
 *
 * @param {Data} data
 */
export const imagesOf = ({ count, images }) => JSON.stringify([count, images]);
