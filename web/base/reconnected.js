// A server that was lost and found again: the same one, one started anew in its place, or another behind one address.

const LINE = "data-test-connection-state";
const OPEN = "CONNECTED";

/**
 * Whether a line that was lost is open again, asked at each change of its state.
 */
export class Line {
  isLost = false;

  /** @param {string | null | undefined} state as Streamlit calls it */
  isBack(state) {
    const isBack = this.isLost && state === OPEN;
    this.isLost = state !== OPEN;
    return isBack;
  }
}

/**
 * Say when the page has found its server again. One that does not know it has run nothing for it yet: Streamlit would
 * wait for somebody to press something, and then not hear what that was.
 *
 * @param {() => void} done
 * @param {AbortSignal} signal until when
 */
export function whenReconnected(done, signal) {
  const app = document.querySelector(`[${LINE}]`), line = new Line();
  if (app === null) return;
  const changes = new MutationObserver(() => line.isBack(app.getAttribute(LINE)) && done());
  changes.observe(app, { attributeFilter: [LINE] });
  signal.addEventListener("abort", () => changes.disconnect());
}
