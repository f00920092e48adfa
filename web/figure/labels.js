// Where the letter of each handle stands: on the side of it where it covers least of the other letters and handles, of
// the words and marks of the figure, and of the numbers along the axes. Pure arithmetic, in pixels.

/** @typedef {import("./plotly.js").Pair} Pair across and up; in pixels up counts downwards */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */

/**
 * @typedef {object} Label
 * @property {Pair} at the middle of its handle
 * @property {Pair} size of the letter
 * @property {boolean} isBeside whether it stands beside its handle rather than above, where there is room for both
 * @property {Box} room where it covers no numbers of an axis
 * @property {Side | null} side where it stands by now
 *
 * @typedef {object} Around what is in the figure
 * @property {Box[]} words
 * @property {ArrayLike<number>} marks x and y of points
 *
 * @typedef {[number, number]} Side from the handle: −1, 0 or 1 to the right, and downwards
 */

const DISC = 9; // radius of a handle
const GAP = 2;
const DIAGONAL = 0.75; // of the way straight ahead

/** @type {Side[]} in the order in which they are liked */
const ABOVE = [[0, -1], [1, -1], [-1, -1], [1, 0], [-1, 0], [1, 1], [-1, 1], [0, 1]];
/** @type {Side[]} */
const BESIDE = [[1, 0], [1, -1], [0, -1], [-1, 0], [-1, -1], [1, 1], [-1, 1], [0, 1]];

// What it costs: all of a letter covered, a mark under it, a side liked less by one, and to leave the side it is on.
const COVERED = 100;
const MARK = 3;
const MOST_MARKS = 30;
const LIKED_LESS = 1;
const LEAVING = 4;

/**
 * The sides of all labels; the first ones choose first.
 *
 * @param {Label[]} labels
 * @param {Around} around
 * @returns {Side[]}
 */
export function sidesOf(labels, { words, marks }) {
  const discs = labels.map(({ at: [x, y] }) => boxAt([x - DISC, y - DISC], [2 * DISC, 2 * DISC]));
  /** @type {Box[]} */
  const placed = [];
  return labels.map((label, i) => {
    const covered = [...discs.filter((_, other) => other !== i), ...words, ...placed];
    const sides = label.isBeside ? BESIDE : ABOVE;
    const costs = sides.map((side, order) => {
      const stays = label.side === null || (side[0] === label.side[0] && side[1] === label.side[1]);
      return costOf(boxOf(label, side), label.room, covered, marks) + LIKED_LESS * order + (stays ? 0 : LEAVING);
    });
    const side = sides[costs.indexOf(Math.min(...costs))];
    placed.push(boxOf(label, side));
    return side;
  });
}

/**
 * Where a label is on a side of its handle.
 *
 * @param {Pick<Label, "at" | "size">} label
 * @param {Side} side
 */
export function boxOf({ at: [x, y], size: [width, height] }, [across, down]) {
  const far = (DISC + GAP) * (across && down ? DIAGONAL : 1);
  const left = x + across * far + ((across - 1) / 2) * width;
  const top = y + down * far + ((down - 1) / 2) * height;
  return boxAt([left, top], [width, height]);
}

/**
 * @param {Pair} corner
 * @param {Pair} size
 * @returns {Box}
 */
export const boxAt = ([left, top], [width, height]) => ({ left, top, right: left + width, bottom: top + height });

/**
 * @param {Box} box
 * @param {Box} room
 * @param {Box[]} covered
 * @param {ArrayLike<number>} marks
 */
function costOf(box, room, covered, marks) {
  const area = (box.right - box.left) * (box.bottom - box.top) || 1; // a handle may have no letter
  const outside = area - common(box, room);
  const sum = covered.reduce((all, other) => all + common(box, other), outside);
  return (COVERED * sum) / area + MARK * Math.min(marksIn(box, marks), MOST_MARKS);
}

/**
 * The area that two boxes share.
 *
 * @param {Box} a
 * @param {Box} b
 */
export function common(a, b) {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

/**
 * @param {Box} box
 * @param {ArrayLike<number>} marks
 */
function marksIn({ left, top, right, bottom }, marks) {
  let count = 0;
  for (let i = 0; i < marks.length; i += 2) {
    if (marks[i] > left && marks[i] < right && marks[i + 1] > top && marks[i + 1] < bottom) count += 1;
  }
  return count;
}
