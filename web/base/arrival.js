// The end of a page's beginning.

/** What the page begins with has come: from here on all is to be seen (ui/first_paint.py). */
export function showPage() {
  // What comes with it is drawn in the same frame.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      document.documentElement.dataset.arrived = "";
    })
  );
}
