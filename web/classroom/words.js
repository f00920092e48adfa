// All words of a class: ui/components/classroom in the reader's language.

/**
 * @typedef {import("./names.js").Words & Record<
 *   | "lang" | "code" | "here" | "with" | "away" | "back" | "broken" | "over" | "leave" | "not_now" | "close_panel"
 *   | "join" | "join_title" | "privacy" | "another" | "pause_cover" | "hand_counts"
 *   | "predict" | "fold" | "unfold" | "change" | "closed" | "right" | "not_right" | "answered" | "right_is"
 *   | "own_pages" | "follow" | "roam" | "pause" | "mode" | "call" | "ask" | "collect" | "collect_end"
 *   | "snap" | "snapped" | "overview" | "close" | "reveal" | "dismiss" | "prompt" | "option" | "add" | "mark" | "pose"
 *   | "address" | "alone" | "move" | "copied" | "end" | "end_sure" | "members" | "nobody" | "hide" | "show"
 *   | "press_hides" | "asked" | "nothing_asked" | "snapshots" | "no_snapshots" | "csv"
 *   | "report" | "class_title" | "answered_by",
 *   string>} Words
 */

export {};
