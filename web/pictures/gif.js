// Films as GIF89a, in 256 greys: the format's own palette, no loss.

const GREYS = 256;
const CODE_BITS = 8;
const [CLEAR, END, MOST_CODES, MOST_BITS] = [GREYS, GREYS + 1, 4096, 12];
const BLOCK = 255; // bytes

/**
 * The bytes of a film that repeats.
 *
 * @param {Uint8Array[]} frames greys, row after row; one that comes again is packed once
 * @param {number} width
 * @param {number} height
 * @param {number} seconds that each stays
 */
export function gif(frames, width, height, seconds) {
  const head = [...ascii("GIF89a"), ...word(width), ...word(height), 0xf7, 0, 0];
  for (let grey = 0; grey < GREYS; grey++) head.push(grey, grey, grey);
  head.push(0x21, 0xff, 11, ...ascii("NETSCAPE2.0"), 3, 1, ...word(0), 0); // again and again
  const each = [0x21, 0xf9, 4, 0, ...word(Math.round(100 * seconds)), 0, 0];
  each.push(0x2c, ...word(0), ...word(0), ...word(width), ...word(height), 0, CODE_BITS);
  const table = new Uint16Array(MOST_CODES * GREYS);
  /** @type {Map<Uint8Array, Uint8Array>} */
  const packed = new Map();
  for (const frame of frames) if (!packed.has(frame)) packed.set(frame, inBlocks(compressed(frame, table)));
  return joined([head, ...frames.flatMap((frame) => [each, packed.get(frame) ?? []]), [0x3b]]);
}

/**
 * The variable-length codes of Lempel, Ziv & Welch (1984), least significant bit first.
 *
 * @param {Uint8Array} pixels
 * @param {Uint16Array} table written over: the code of a code and the grey after it; 0, where there is none
 */
function compressed(pixels, table) {
  const out = new Uint8Array(Math.ceil((MOST_BITS * (pixels.length + 3)) / 8) + 3); // a code for each, at most
  let [length, held, bits, size, next] = [0, 0, 0, CODE_BITS + 1, END + 1];
  table.fill(0);
  const emit = (/** @type {number} */ code) => {
    held |= code << bits;
    for (bits += size; bits >= 8; bits -= 8, held >>>= 8) out[length++] = held & 255;
  };
  emit(CLEAR);
  let prefix = pixels[0];
  for (let i = 1; i < pixels.length; i++) {
    const key = (prefix << 8) | pixels[i];
    if (table[key]) {
      prefix = table[key];
      continue;
    }
    emit(prefix);
    if (next < MOST_CODES) {
      if (next === 1 << size) size += 1; // the reader is one entry behind
      table[key] = next++;
    } else {
      emit(CLEAR);
      [size, next] = [CODE_BITS + 1, END + 1];
      table.fill(0);
    }
    prefix = pixels[i];
  }
  emit(prefix);
  if (next === 1 << size && size < MOST_BITS) size += 1;
  emit(END);
  if (bits) out[length++] = held & 255;
  return out.subarray(0, length);
}

/** @param {Uint8Array} bytes each block after its length, and an empty one */
function inBlocks(bytes) {
  const out = new Uint8Array(bytes.length + Math.ceil(bytes.length / BLOCK) + 1);
  for (let at = 0, to = 0; at < bytes.length; at += BLOCK) {
    const block = bytes.subarray(at, at + BLOCK);
    out[to] = block.length;
    out.set(block, to + 1);
    to += block.length + 1;
  }
  return out;
}

/** @param {ArrayLike<number>[]} parts */
function joined(parts) {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** @param {string} text */
const ascii = (text) => [...text].map((letter) => letter.charCodeAt(0));
/** @param {number} value */
const word = (value) => [value & 255, value >> 8];
