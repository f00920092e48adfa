// Files of tensors, as they are read.

/**
 * @typedef {{ shape: number[], values: Float32Array }} Tensor
 * @typedef {Record<string, Tensor>} Tensors
 * @typedef {{ shape: number[], values: Float32Array | Uint8Array }} Stored as it is in a file
 */

/**
 * Codes of images, with their classes: the file that a model's `encodings` leads to.
 *
 * @typedef {object} Encodings
 * @property {Float32Array} mean a row of `n` numbers for each image
 * @property {Float32Array | undefined} logVariance of a VAE
 * @property {Uint8Array} labels
 *
 * @param {Record<string, Stored>} tensors
 * @returns {Encodings}
 */
export const encodingsOf = ({ mean, log_variance: logVariance, label }) => ({
  mean: /** @type {Float32Array} */ (mean.values),
  logVariance: /** @type {Float32Array | undefined} */ (logVariance?.values),
  labels: /** @type {Uint8Array} */ (label.values),
});

/**
 * The tensors by name, from the bytes of a safetensors file.
 *
 * @param {ArrayBuffer} buffer
 * @returns {Record<string, Stored>}
 */
export function parseSafetensors(buffer) {
  const headerLength = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerLength)));
  delete header.__metadata__;
  /** @type {Record<string, Stored>} */
  const tensors = {};
  for (const [name, { dtype, shape, data_offsets: [start, end] }] of Object.entries(header)) {
    tensors[name] = { shape, values: READERS[dtype](buffer.slice(8 + headerLength + start, 8 + headerLength + end)) };
  }
  return tensors;
}

/** @type {Record<string, (bytes: ArrayBuffer) => Float32Array | Uint8Array>} */
const READERS = {
  F16: (bytes) => halvesToFloats(new Uint16Array(bytes)),
  F32: (bytes) => new Float32Array(bytes),
  U8: (bytes) => new Uint8Array(bytes),
};

/** @type {Float32Array | null} */
let everyHalf = null;

/**
 * Half-precision bit patterns to numbers, by a table of all 65 536 of them.
 *
 * @param {Uint16Array} halves
 */
export function halvesToFloats(halves) {
  everyHalf ??= new Float32Array(1 << 16).map((_, bits) => halfToFloat(bits));
  // A loop: Float32Array.from(halves, …) goes through an iterator, ten times as slow.
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) floats[i] = everyHalf[halves[i]];
  return floats;
}

/** @param {number} bits */
function halfToFloat(bits) {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
