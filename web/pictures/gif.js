// Films as GIF89a, in 256 greys: the format's own palette, no loss.

const GREYS = 256;
const CODE_BITS = 8;
const [CLEAR, END, MOST_CODES] = [GREYS, GREYS + 1, 4096];

/**
 * The bytes of a film that repeats.
 *
 * @param {Uint8Array[]} frames greys, row after row
 * @param {number} width
 * @param {number} height
 * @param {number} seconds that each stays
 */
export function gif(frames, width, height, seconds) {
  const bytes = [...ascii("GIF89a"), ...word(width), ...word(height), 0xf7, 0, 0];
  for (let grey = 0; grey < GREYS; grey++) bytes.push(grey, grey, grey);
  bytes.push(0x21, 0xff, 11, ...ascii("NETSCAPE2.0"), 3, 1, ...word(0), 0); // again and again
  // A frame that comes back on the way back is packed once.
  const packed = new Map(Array.from(new Set(frames), (frame) => [frame, compressed(frame)]));
  for (const frame of frames) {
    bytes.push(0x21, 0xf9, 4, 0, ...word(Math.round(100 * seconds)), 0, 0);
    bytes.push(0x2c, ...word(0), ...word(0), ...word(width), ...word(height), 0, CODE_BITS);
    const codes = /** @type {number[]} */ (packed.get(frame));
    for (let at = 0; at < codes.length; at += 255) {
      const block = codes.slice(at, at + 255);
      bytes.push(block.length);
      for (const byte of block) bytes.push(byte);
    }
    bytes.push(0);
  }
  bytes.push(0x3b);
  return Uint8Array.from(bytes);
}

/**
 * The variable-length codes of Lempel, Ziv & Welch (1984), least significant bit first.
 *
 * @param {Uint8Array} pixels
 */
function compressed(pixels) {
  /** @type {number[]} */
  const out = [];
  let [held, bits, size, next] = [0, 0, CODE_BITS + 1, END + 1];
  const table = new Uint16Array(MOST_CODES * GREYS); // the code of a code and the grey after it; 0: there is none
  const emit = (/** @type {number} */ code) => {
    held |= code << bits;
    for (bits += size; bits >= 8; bits -= 8, held >>>= 8) out.push(held & 255);
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
  if (next === 1 << size && size < 12) size += 1;
  emit(END);
  if (bits) out.push(held & 255);
  return out;
}

/** @param {string} text */
const ascii = (text) => [...text].map((letter) => letter.charCodeAt(0));
/** @param {number} value */
const word = (value) => [value & 255, value >> 8];
