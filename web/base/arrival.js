// The end of a page's beginning.

// Streamlit still runs the page, or shows something in place of a part that it cannot draw yet.
const UNDONE =
  '[data-test-script-state]:not([data-test-script-state="notRunning"]), .stMain [data-testid="stSkeleton"]';

/** All that a page begins with is to be seen at once, as soon as it has come (ui/first_paint.py). */
export function showPage() {
  // What has just come is drawn in the same frame.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.querySelector(UNDONE)) showPage();
      else document.documentElement.dataset.arrived = "";
    })
  );
}
