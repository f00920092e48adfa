// What takes pictures away: onto the full screen, or into a file.

import { button, element } from "../base/elements.js";
import { filled } from "../base/formats.js";

/**
 * A row of buttons.
 *
 * @param {Record<string, any>} text
 * @param {import("./present.js").Presenter} presenter
 * @param {Record<string, () => unknown>} keepers what makes a file, by its kind
 */
export function takeAway(text, presenter, keepers) {
  const files = Object.entries(keepers).map(([kind, keep]) =>
    button(kind, keep, { className: kind.toLowerCase(), label: filled(text.save_as, { kind }) })
  );
  const full = button(text.present, () => presenter.toggle(), { className: "present", title: text.present_help });
  return [full, element("span", { textContent: text.save }), ...files];
}
