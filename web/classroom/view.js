// What the server says of a class: classroom/views.py in other words.

/**
 * @typedef {{ page: string, query: Record<string, string> }} Place an address, without what is each one's own
 * @typedef {Place & { number: number }} Lead where the teacher is
 * @typedef {import("./wording.js").Part} Part
 * @typedef {"follow" | "roam" | "pause"} Mode
 *
 * @typedef {object} Question
 * @property {number} number
 * @property {"open" | "closed" | "revealed"} stage
 * @property {string} page empty, where it is the teacher's own
 * @property {string} step
 * @property {Part[]} prompt
 * @property {Part[][]} options
 * @property {number | null} answer of which option, once it is told
 * @property {Part[]} reason
 * @property {number[] | null} tally how many have chosen each, once it is closed
 *
 * @typedef {object} Common
 * @property {string} code
 * @property {Lead | null} lead
 * @property {Mode} mode
 * @property {number} call how often all were called back
 * @property {{ page: string, step: string, number: number } | null} collecting since which of the teacher's steps
 * @property {number} here
 * @property {Question | null} question
 *
 * @typedef {{ colour: string, animal: string }} Name
 * @typedef {Common & { role: "student", me: Name, mine: { option: number, right: boolean | null } | null }} StudentView
 *
 * @typedef {{ all: number, own: number, own_right: number }} Answers
 * @typedef {Answers & Omit<Question, "reason"> & { query: Record<string, string> | null }} Asked
 * @typedef {Place & { number: number, question: number | null }} Snapshot
 * @typedef {Name & { member: string, here: boolean, hidden: boolean }} Member
 * @typedef {Common & { role: "teacher", with: number, members: Member[], answers: Answers | null, asked: Asked[],
 *   snapshots: Snapshot[], hands: number }} TeacherView
 *
 * @typedef {StudentView | TeacherView} View
 */

export {};
