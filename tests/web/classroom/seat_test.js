import assert from "node:assert/strict";
import { Seat } from "../../../web/classroom/seat.js";
import { Clock } from "../clock.js";
import { Screen, Socket } from "./lines.js";

/** @typedef {import("../../../web/classroom/seat.js").News} News */

/**
 * A student's seat, to be tried out.
 *
 * @param {string} name
 * @param {(page: { seat: Seat, news: News[], line: () => Socket, open: (view?: object) => void,
 *   breaks: () => Promise<void> }) => unknown} test
 */
function seated(name, test) {
  Deno.test(name, () => {
    const real = globalThis.WebSocket, clock = new Clock(), screen = new Screen(), shelf = new Map();
    const storage = {
      getItem: (/** @type {string} */ key) => shelf.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => void shelf.set(key, value),
      removeItem: (/** @type {string} */ key) => void shelf.delete(key),
    };
    const globals = { WebSocket: Socket, document: screen, localStorage: storage, sessionStorage: storage };
    for (const [name, value] of Object.entries(globals)) {
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
    Socket.all = [];
    const seat = new Seat("FRG2Y7", "classes/FRG2Y7/socket", () => "zh-CN");
    /** @type {News[]} */
    const news = [];
    seat.news.listen((each) => news.push(each), new AbortController().signal);
    seat.take("1.secret");
    const line = () => Socket.all[Socket.all.length - 1];
    const open = (view = {}) => {
      line().open();
      line().say({ is: "view", question: null, ...view });
    };
    const breaks = async () => {
      line().end(1006);
      await clock.pass(1000);
    };
    return clock.rule(() => test({ seat, news, line, open, breaks })).finally(() => {
      seat.leave();
      Object.defineProperty(globalThis, "WebSocket", { value: real, configurable: true, writable: true });
      Reflect.deleteProperty(globalThis, "document");
    });
  });
}

/** @param {Socket} line what was said by it, but for who it is of */
const said = ({ sent }) => sent.slice(1);

const answer = { do: "answer", question: 1, option: 2 };
const isHeard = (/** @type {any} */ view) => view.mine?.option === 2;

seated("a line begins with who it is of, in their language", ({ line, open }) => {
  open();
  assert.deepEqual(line().sent, [{ do: "enter", token: "1.secret", language: "zh_CN" }]);
});

seated("what was heard is not said again", async ({ seat, line, open, breaks }) => {
  open();
  seat.insist(answer, isHeard);
  assert.deepEqual(said(line()), [answer]);
  line().say({ is: "view", mine: { option: 2 } });
  await breaks();
  open({ mine: { option: 2 } });
  assert.deepEqual(said(line()), []);
});

seated(
  "what was said into a dead line, or while there was none, is said by the next",
  async ({ seat, line, open, breaks }) => {
    open();
    seat.insist(answer, isHeard);
    await breaks();
    assert.deepEqual(said(line()), [], "not before it is known who it is of");
    open();
    assert.deepEqual(said(line()), [answer]);
    line().say({ is: "view", mine: null });
    assert.deepEqual(said(line()), [answer], "once by each line");
    await breaks();
    seat.insist({ ...answer, option: 1 }, (view) => view.mine?.option === 1);
    open();
    assert.deepEqual(said(line()), [{ ...answer, option: 1 }], "and the latest alone");
  },
);

seated("what was heard just before the line broke is not said again", async ({ seat, line, open, breaks }) => {
  open();
  seat.insist(answer, isHeard);
  await breaks();
  open({ mine: { option: 2 } });
  assert.deepEqual(said(line()), []);
});

seated("whoever is on their own says so by each new line", async ({ seat, line, open, breaks }) => {
  open();
  assert.deepEqual(said(line()), []);
  seat.following.isAway = true;
  seat.tellWhere();
  assert.deepEqual(said(line()), [{ do: "with", on: false }]);
  await breaks();
  open();
  assert.deepEqual(said(line()), [{ do: "with", on: false }]);
  assert.equal(seat.wasAway(), true, "nor is it forgotten when the page is loaded again");
  seat.following.isAway = false;
  seat.tellWhere();
  assert.equal(seat.wasAway(), false);
});

seated("a page hears what is new, and once of a line that has broken", async ({ news, line, open, breaks }) => {
  open();
  line().say({ is: "error", sentence: "No." });
  await breaks();
  line().end(1006);
  assert.deepEqual(news.map(({ is }) => is), ["line", "view", "error", "line"]);
});

seated("who is nobody in the class any more is asked to join anew", ({ seat, news, line }) => {
  line().open();
  line().end(4401);
  assert.deepEqual(news.map(({ is }) => is), ["over"]);
  assert.equal(seat.token, null);
  assert.equal(seat.view, null);
  assert.equal(seat.isOver, true);
  seat.take("2.secret");
  assert.equal(seat.isOver, false);
  line().open();
  assert.equal(line().sent[0].token, "2.secret");
});
