// The networks in plain JavaScript: the same weights and the same arithmetic as vae_core/models,
// fast enough to follow a hand.

// Of the whole page: each component has a copy of this script, and all of them share what was fetched.
const files = (globalThis.vaePlaygroundFiles ??= new Map());

/** The tensors of a safetensors file, fetched once per page and then shared. */
export function fetchTensors(url) {
  if (!files.has(url)) {
    const request = fetch(url).then((response) => {
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      return response.arrayBuffer();
    });
    files.set(url, request.then(parseSafetensors));
    request.catch(() => files.delete(url));
  }
  return files.get(url);
}

/** name -> {shape, values: Float32Array | Uint8Array}, from the bytes of a safetensors file. */
export function parseSafetensors(buffer) {
  const headerLength = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerLength)));
  const tensors = {};
  for (const [name, { dtype, shape, data_offsets: [start, end] }] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const bytes = buffer.slice(8 + headerLength + start, 8 + headerLength + end);
    tensors[name] = { shape, values: READERS[dtype](bytes) };
  }
  return tensors;
}

const READERS = {
  F16: (bytes) => halvesToFloats(new Uint16Array(bytes)),
  F32: (bytes) => new Float32Array(bytes),
  U8: (bytes) => new Uint8Array(bytes),
};

let everyHalf = null;

/** Half-precision bit patterns to numbers, by a table of all 65 536 of them. */
export function halvesToFloats(halves) {
  everyHalf ??= new Float32Array(1 << 16).map((_, bits) => halfToFloat(bits));
  // A loop: Float32Array.from(halves, …) goes through an iterator, ten times as slow.
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) floats[i] = everyHalf[halves[i]];
  return floats;
}

function halfToFloat(bits) {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const ACTIVATIONS = {
  relu: (a) => (a > 0 ? a : 0),
  silu: (a) => a / (1 + Math.exp(-a)),
  tanh: Math.tanh,
};
const sigmoid = (a) => 1 / (1 + Math.exp(-a));
const asItIs = (a) => a;
// log σ² stays between these, as in vae_core/models/vae.py.
const LOG_VARIANCE_RANGE = [-20, 6];
const clampLogVariance = (a) => Math.max(LOG_VARIANCE_RANGE[0], Math.min(LOG_VARIANCE_RANGE[1], a));

/** The decoder's layers in order: trunk.0, trunk.2, ..., then logits, whose sigmoid is the picture. */
export function buildDecoder(tensors, activation) {
  return [...trunk(tensors, "decoder.trunk", activation), layer(tensors, "decoder.logits", sigmoid)];
}

/** The encoder: its trunk, and the heads for μ (an autoencoder's z) and log σ² (null for an autoencoder). */
export function buildEncoder(tensors, activation) {
  const hasVariance = "encoder.log_variance.weight" in tensors;
  return {
    trunk: trunk(tensors, "encoder.trunk", activation),
    mean: [layer(tensors, "encoder.mean", asItIs)],
    logVariance: hasVariance ? [layer(tensors, "encoder.log_variance", clampLogVariance)] : null,
  };
}

function trunk(tensors, prefix, activation) {
  return Object.keys(tensors)
    .map((name) => name.match(/^(.*)\.(\d+)\.weight$/))
    .filter((match) => match && match[1] === prefix)
    .map((match) => Number(match[2]))
    .sort((a, b) => a - b)
    .map((index) => layer(tensors, `${prefix}.${index}`, ACTIVATIONS[activation]));
}

/** A layer keeps what it has computed last: its sums W·input + b, and what the activation made of them. */
function layer(tensors, name, activation) {
  const { shape, values } = tensors[`${name}.weight`];
  const [sums, output] = [new Float32Array(shape[0]), new Float32Array(shape[0])];
  return { weights: values, bias: tensors[`${name}.bias`].values, activation, sums, output };
}

// <decode>
/** The picture x̂ at z: each layer computes activation(W·input + b). Values from 0 to 1. */
export function decode(layers, z) {
  return pass(layers, Float32Array.from(z));
}

/** What comes out of the last layer. */
function pass(layers, input) {
  for (const { weights, bias, activation, sums, output } of layers) {
    affine(weights, bias, input, sums);
    for (let i = 0; i < output.length; i++) output[i] = activation(sums[i]);
    input = output;
  }
  return input;
}

/** output = W·input + b, with W stored row after row. */
function affine(weights, bias, input, output) {
  const n = input.length;
  let i = 0;
  // Four rows at a time, so that each input is read once for four products: 1.5 times as fast.
  for (; i + 3 < output.length; i += 4) {
    let a = bias[i], b = bias[i + 1], c = bias[i + 2], d = bias[i + 3];
    for (let j = 0, at = i * n; j < n; j++, at++) {
      const x = input[j];
      a += weights[at] * x;
      b += weights[at + n] * x;
      c += weights[at + 2 * n] * x;
      d += weights[at + 3 * n] * x;
    }
    output[i] = a;
    output[i + 1] = b;
    output[i + 2] = c;
    output[i + 3] = d;
  }
  for (; i < output.length; i++) {
    let a = bias[i];
    for (let j = 0; j < n; j++) a += weights[i * n + j] * input[j];
    output[i] = a;
  }
}
// </decode>

// <encode>
/** q(z|x) of a VAE, as its μ and log σ²; an autoencoder's point has no log σ². */
export function encode({ trunk, mean, logVariance }, x) {
  const features = pass(trunk, x);
  return {
    mean: pass(mean, features),
    logVariance: logVariance && pass(logVariance, features),
  };
}
// </encode>

/** One draw from N(0, 1), by the method of Box & Muller (1958). */
export function standardNormal(random = Math.random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The nearest of many points: {index, distance}. `points` holds them one after another. */
export function nearest(points, z) {
  const n = z.length;
  let best = Infinity, index = -1;
  for (let i = 0, start = 0; start < points.length; i++, start += n) {
    let square = 0;
    for (let j = 0; j < n; j++) {
      const difference = points[start + j] - z[j];
      square += difference * difference;
    }
    if (square < best) {
      best = square;
      index = i;
    }
  }
  return { index, distance: Math.sqrt(best) };
}
