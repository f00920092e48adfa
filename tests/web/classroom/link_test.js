import assert from "node:assert/strict";
import { delay, Link } from "../../../web/classroom/link.js";
import { Clock } from "../clock.js";
import { Screen, Socket } from "./lines.js";

const MINUTE = 60_000;

/**
 * A page's link, to be tried out.
 *
 * @param {string} name
 * @param {(page: { link: Link, told: any[], screen: Screen, clock: Clock, leaves: AbortController,
 *   line: () => Socket, connect: () => Socket }) => unknown} test
 */
function linked(name, test) {
  Deno.test(name, () => {
    const real = globalThis.WebSocket, clock = new Clock(), screen = new Screen(), leaves = new AbortController();
    Object.assign(globalThis, { WebSocket: Socket, document: screen });
    Socket.all = [];
    /** @type {any[]} */
    const told = [];
    const heard = {
      view: (/** @type {any} */ view) => told.push(["view", view.number]),
      error: (/** @type {string} */ sentence) => told.push(["error", sentence]),
      over: () => told.push("over"),
      line: (/** @type {boolean} */ isOpen) => told.push(isOpen ? "open" : "broken"),
    };
    const line = () => Socket.all[Socket.all.length - 1];
    return clock.rule(async () => {
      const link = new Link("http://host/classes/FRG2Y7/socket", () => ({ token: "1.secret" }), heard, leaves.signal);
      const connect = () => {
        line().open();
        line().say({ is: "view", number: Socket.all.length });
        return line();
      };
      await test({ link, told, screen, clock, leaves, line, connect });
    }).finally(() => {
      leaves.abort();
      Object.assign(globalThis, { WebSocket: real });
      Reflect.deleteProperty(globalThis, "document");
    });
  });
}

Deno.test("tries come ever later, up to some seconds, and not all pages' at one moment", () => {
  const least = [0, 1, 2, 3, 4, 5, 20].map((tries) => delay(tries, 0));
  const most = [0, 1, 2, 3, 4, 5, 20].map((tries) => delay(tries, 1));
  for (let i = 1; i < least.length; i += 1) assert.ok(least[i] >= least[i - 1] && most[i] >= most[i - 1]);
  assert.ok(most.every((longest, i) => longest >= 2 * least[i]));
  assert.ok(most[0] < 1000);
  assert.ok(delay(1000, 1) <= 8000);
});

linked("a page says first who it is of", ({ link, line, told }) => {
  assert.equal(line().address, "ws://host/classes/FRG2Y7/socket");
  link.send({ do: "answer" });
  line().open();
  link.send({ do: "answer", option: 1 });
  assert.deepEqual(line().sent, [{ do: "enter", token: "1.secret" }, { do: "answer", option: 1 }]);
  assert.deepEqual(told, [], "nor is it in before it is told so");
});

linked("what the class says is told", ({ line, connect, told }) => {
  connect();
  line().say({ is: "error", sentence: "No." });
  line().say({ is: "something newer" });
  assert.deepEqual(told.filter((each) => each !== "open"), [["view", 1], ["error", "No."]]);
  assert.equal(told[0], "open");
});

linked(
  "a line that breaks is opened again, and what it begins with is said again",
  async ({ line, connect, told, clock }) => {
    connect().end(1006);
    assert.equal(told.at(-1), "broken");
    assert.equal(Socket.all.length, 1, "not at once: all pages of a class would come in one moment");
    await clock.pass(delay(0, 1));
    assert.equal(Socket.all.length, 2);
    connect();
    assert.deepEqual(line().sent, [{ do: "enter", token: "1.secret" }]);
    assert.deepEqual(told.slice(-2), ["open", ["view", 2]]);
  },
);

linked("while the server is away it is tried again and again, not without end in a minute", async ({ line, clock }) => {
  for (let waited = 0; waited < 10 * MINUTE; waited += 500) {
    line().end(1006);
    await clock.pass(500);
  }
  assert.ok(Socket.all.length > 10 * MINUTE / 8000, `${Socket.all.length} tries`);
  assert.ok(Socket.all.length < 200, `${Socket.all.length} tries`);
});

linked("a line that is accepted and breaks before anything was said is no reason to hurry", async ({ line, clock }) => {
  for (let waited = 0; waited < MINUTE; waited += 100) {
    if (line().readyState === 0) {
      line().open();
      line().end(1013);
    }
    await clock.pass(100);
  }
  assert.ok(Socket.all.length < 30, `${Socket.all.length} tries`);
});

linked("who is nobody in the class need not try again", async ({ line, told, clock }) => {
  line().open();
  line().end(4401);
  assert.deepEqual(told, ["over"]);
  await clock.pass(MINUTE);
  dispatchEvent(new Event("online"));
  assert.equal(Socket.all.length, 1);
});

linked("a class that is over is not asked for again", async ({ link, line, connect, told, clock }) => {
  connect();
  line().say({ is: "over" });
  assert.equal(told.at(-1), "over");
  assert.equal(line().readyState, 3);
  link.send({ do: "answer" });
  await clock.pass(MINUTE);
  assert.equal(Socket.all.length, 1);
});

linked(
  "a page that is left closes its line, and no other is opened",
  async ({ leaves, line, connect, told, clock }) => {
    connect();
    leaves.abort();
    assert.equal(line().readyState, 3);
    await clock.pass(MINUTE);
    dispatchEvent(new Event("online"));
    assert.equal(Socket.all.length, 1);
    assert.ok(!told.includes("broken"));
  },
);

linked(
  "a phone that finds its network again does not wait for the next try",
  async ({ line, connect, clock, told }) => {
    connect();
    for (let tries = 0; tries < 6; tries += 1) {
      line().end(1006);
      await clock.pass(8000);
    }
    line().end(1006);
    const before = Socket.all.length;
    dispatchEvent(new Event("online"));
    assert.equal(Socket.all.length, before + 1);
    connect();
    assert.deepEqual(told.slice(-2), ["open", ["view", before + 1]]);
    await clock.pass(MINUTE);
    assert.equal(Socket.all.length, before + 1, "the try that was due is not made");
  },
);

linked(
  "after a sleep the line may be dead and not say so: it is opened anew",
  async ({ screen, connect, clock, told }) => {
    const old = connect();
    screen.turn("hidden");
    await clock.pass(20_000);
    screen.turn("visible");
    assert.equal(Socket.all.length, 2);
    assert.equal(old.readyState, 3);
    connect();
    assert.deepEqual(told.at(-1), ["view", 2]);
    old.say({ is: "view", number: 1 });
    assert.deepEqual(told.at(-1), ["view", 2], "what the old one still says is past");
    assert.ok(!told.includes("broken"));
  },
);

linked("who looks away for a moment keeps the line", async ({ screen, connect, clock }) => {
  connect();
  screen.turn("hidden");
  await clock.pass(2000);
  screen.turn("visible");
  assert.equal(Socket.all.length, 1);
});
