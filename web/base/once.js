// What is fetched once for the page, whoever asks for it.

/**
 * A `fetch` that keeps what it has fetched, by address. Where that failed, it can be asked for again.
 *
 * @template T
 * @param {(address: string) => Promise<T>} fetch
 * @returns {(address: string) => Promise<T>}
 */
export function once(fetch) {
  /** @type {Map<string, Promise<T>>} */
  const kept = new Map();
  return (address) => {
    let content = kept.get(address);
    if (!content) {
      content = fetch(address);
      kept.set(address, content);
      content.catch(() => kept.delete(address));
    }
    return content;
  };
}
