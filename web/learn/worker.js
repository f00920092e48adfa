// Trains beside the page, which stays free for the hand.

import { Course } from "../learning/course.js";
import { Finder } from "../learning/finder.js";
import { Excess, leastLoss } from "../learning/losses.js";
import { mulberry32 } from "../networks/random.js";

/**
 * @typedef {object} Order any part of it may be left out
 * @property {{ schedule: import("../diffusion/sampling.js").Schedule, seed: number, id: number }} [begin] anew
 * @property {import("../learning/mixture.js").Mixture} [mixture] the data from now on
 * @property {boolean} [isOn] whether to go on by itself
 * @property {boolean} [once] go one step
 *
 * @typedef {object} News
 * @property {number} id of the beginning that it belongs to
 * @property {number} steps
 * @property {Float64Array[]} parameters of each network
 * @property {number[]} [least] loss of each step from 1
 * @property {number[][]} [excess] of each network
 * @property {boolean} isOn whether there is more to come by itself
 * @property {boolean} isOver
 */

const LAST = 10_000; // steps: more are not seen
const [SHOW_MS, JUDGE_MS] = [80, 500]; // between two pictures, between two looks at all the losses
const DRAWS = 24; // of each step, to judge by
const JUDGE = 20_011; // a seed that no course has

const here = /** @type {any} */ (globalThis);
/** @type {Course | undefined} */
let course;
/** @type {Finder | undefined} who stands for each network that is judged */
let judged;
/** @type {Excess | undefined} `undefined`: of other data */
let excess;
let id = 0;
let isOn = false;
let isUnderWay = false;
let judgedAt = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

here.onmessage = (/** @type {MessageEvent<Order>} */ { data: { begin, mixture, isOn: goOn, once } }) => {
  if (begin && mixture) {
    id = begin.id;
    course = new Course(mixture, begin.schedule, begin.seed);
    judged = new Finder(begin.schedule);
  }
  if (!course) return;
  if (mixture) {
    course.mixture = mixture;
    excess = undefined;
  }
  if (once) course.step();
  if (goOn !== undefined) isOn = goOn && course.steps < LAST;
  if (goOn === false || once || mixture) judgeSoon();
  if (isOn && !isUnderWay) goOnLearning();
};

/** Once for all that has been ordered meanwhile: a point that is dragged changes the data in each frame. */
function judgeSoon() {
  waiting ??= setTimeout(() => {
    waiting = undefined;
    tell(true);
  });
}

async function goOnLearning() {
  isUnderWay = true;
  while (isOn && course) {
    const since = performance.now();
    while (performance.now() - since < SHOW_MS && course.steps < LAST) course.step();
    if (course.steps >= LAST) isOn = false;
    tell(!isOn || performance.now() - judgedAt > JUDGE_MS);
    await new Promise((go) => setTimeout(go));
  }
  isUnderWay = false;
}

/** @param {boolean} [isJudged] whether the losses are found, too */
function tell(isJudged = false) {
  if (!course) return;
  /** @type {News} */
  const news = { id, steps: course.steps, parameters: course.averages, isOn, isOver: course.steps >= LAST };
  here.postMessage(isJudged ? { ...news, ...losses(course) } : news);
}

/** @param {Course} of */
function losses({ mixture, schedule, averages }) {
  const isNew = !excess;
  excess ??= new Excess(mixture, schedule, DRAWS, () => mulberry32(JUDGE));
  const found = averages.map((parameters) => {
    judged?.network.parameters.set(parameters);
    return excess?.of(/** @type {Finder} */ (judged));
  });
  judgedAt = performance.now();
  const steps = schedule.logSnr.map((_, t) => t).slice(1);
  return { excess: found, ...(isNew && { least: steps.map((t) => leastLoss(mixture, schedule, t)) }) };
}
