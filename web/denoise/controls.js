// What is asked of a network: which one, for which digit and how loudly, by which sampler, in how many steps.

import { button } from "../base/elements.js";
import { Segments } from "../base/segments.js";
import { Slide } from "../base/slide.js";

const SEEDS = 10_000;
const DIGITS = Array.from({ length: 10 }, (_, digit) => /** @type {[number, string]} */ ([digit, String(digit)]));

/**
 * @typedef {import("./view.js").Stage} Stage
 * @typedef {import("./view.js").Settings} Settings
 *
 * @typedef {object} Control
 * @property {HTMLElement} node
 * @property {(place: Settings) => void} show
 */

/**
 * Controls of settings, but for those that are chosen elsewhere on the page.
 *
 * @param {Stage} stage
 * @param {Record<string, (stage: Stage) => Control>} makers by the setting
 */
export const controlsOf = (stage, makers) =>
  Object.entries(makers).filter(([name]) => !stage.data.elsewhere.includes(name)).map(([, make]) => make(stage));

/** @param {Stage} stage @returns {Control} */
export function chooseModel(stage) {
  const { text, models } = stage.data;
  const names = Object.entries(models).map(([name, { label }]) => /** @type {[string, string]} */ ([name, label]));
  const made = new Segments(text.model, names, (model) => stage.set({ model }));
  return { node: made.node, show: () => made.show(stage.model) };
}

/** @param {Stage} stage @returns {Control} */
export function chooseDigit(stage) {
  const { text } = stage.data;
  const made = new Segments(text.digit, [[-1, text.any], ...DIGITS], (digit) => stage.set({ digit }));
  made.node.classList.add("digits");
  return { node: made.node, show: ({ digit }) => made.show(digit) };
}

/** @param {Stage} stage @returns {Control} */
export function chooseSampler(stage) {
  const { text } = stage.data;
  const made = new Segments(
    text.sampler,
    [["ancestral", text.ancestral], ["ddim", "DDIM"], ["flow", text.flow]],
    (sampler) => stage.set({ sampler: /** @type {Settings["sampler"]} */ (sampler) }),
  );
  return { node: made.node, show: ({ sampler }) => made.show(sampler) };
}

/** @param {Stage} stage @returns {Control} */
export function choosePath(stage) {
  const { text } = stage.data;
  const made = new Segments(
    text.path,
    [["arc", text.arc], ["line", text.line]],
    (path) => stage.set({ path: /** @type {Settings["path"]} */ (path) }),
  );
  return { node: made.node, show: ({ path }) => made.show(path) };
}

/** @param {Stage} stage @returns {Control} */
export function slideGuidance(stage) {
  const made = slide(stage, "guidance", 0.1);
  return {
    node: made.node,
    show({ guidance = 0, digit }) {
      made.show(guidance, guidance.toFixed(1));
      made.input.disabled = digit < 0;
    },
  };
}

/** @param {Stage} stage @returns {Control} */
export function slideSteps(stage) {
  const made = slide(stage, "steps", 1);
  return { node: made.node, show: ({ steps }) => made.show(steps, String(steps)) };
}

/** @param {Stage} stage @returns {Control} how far a drawing is noised */
export function slideNoised(stage) {
  const made = slide(stage, "noised", 0.01);
  return {
    node: made.node,
    show: ({ noised }) => made.show(noised, `t = ${Math.round(noised * (stage.noise.signal.length - 1))}`),
  };
}

/**
 * @param {Stage} stage
 * @param {"guidance" | "steps" | "noised"} name
 * @param {number} step
 */
function slide(stage, name, step) {
  const { text, limits: { [name]: [low, high] } } = stage.data;
  return new Slide(text[name], { low, high, step }, (value, isDone) => stage.set({ [name]: value }, isDone));
}

/**
 * A button for other noise.
 *
 * @param {"seed" | "other"} name whose seed is moved on
 * @returns {(stage: Stage) => Control}
 */
export const another = (name) => (stage) => {
  const { text } = stage.data;
  const next = () => stage.set({ [name]: (stage.place[name] + 1) % SEEDS });
  return { node: button(text[`another_${name}`], next, { className: "another" }), show() {} };
};
