// Bytes that come as text, in base64 or in the alphabet of it that addresses allow.

/** @param {string} text */
export function bytesOf(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/**
 * Numbers of single precision, the lowest byte first.
 *
 * @param {string} text
 */
export const floatsOf = (text) => new Float32Array(bytesOf(text).buffer);
