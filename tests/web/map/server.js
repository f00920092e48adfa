// A server that gives prepared answers.

/**
 * The bytes of a safetensors file, as ui/embeddings.py packs a record with frames.
 *
 * @param {object} record
 * @param {number[]} frames
 */
export function packed(record, frames) {
  const told = new TextEncoder().encode(JSON.stringify(record));
  const values = new Uint8Array(Float32Array.from(frames).buffer);
  const [end, all] = [told.length, told.length + values.length];
  const header = new TextEncoder().encode(JSON.stringify({
    record: { dtype: "U8", shape: [end], data_offsets: [0, end] },
    frames: { dtype: "F32", shape: [frames.length], data_offsets: [end, all] },
  }));
  const bytes = new Uint8Array(8 + header.length + all);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  bytes.set(told, 8 + header.length);
  bytes.set(values, 8 + header.length + end);
  return bytes;
}

/** @typedef {Response | Promise<Response> | Uint8Array<ArrayBuffer> | null} Answer `null`: an empty one */

/**
 * From now on each fetch gets the next of these answers; another question is a mistake. Returns the questions.
 *
 * @param {Answer[]} answers
 */
export function answering(answers) {
  /** @type {{ url: URL, method: string, body: any }[]} */
  const questions = [];
  globalThis.fetch = (input, { method = "GET", body = null } = {}) => {
    const answer = answers[questions.length];
    questions.push({ url: new URL(String(input)), method, body });
    if (answer === undefined) return Promise.reject(new Error(`nobody expected the question ${input}`));
    return Promise.resolve(answer instanceof Uint8Array || answer === null ? new Response(answer) : answer);
  };
  return questions;
}
