import assert from "node:assert/strict";
import { Component, mounting, note } from "../../../web/base/component.js";
import { Page } from "../page.js";

const address = {
  z: /** @type {[string, string]} */ (["z", "0"]),
  axes: /** @type {[string, string]} */ (["axes", "1"]),
};
const [page, wait] = [new Page(), 5];

/**
 * @param {Record<string, any>} place
 * @param {number} [answered]
 */
const given = (place, answered = 0) => ({ place, address, answered, text: { lang: "en" } });

/** @extends {Component<import("../../../web/base/component.js").Given>} */
class View extends Component {
  rendered = 0;
  render() {
    this.rendered += 1;
  }
}

/** A component that has been given `z`, and what it sends. */
function opened(z = 1) {
  const view = new View(page.parent(), ".view");
  /** @type {any[]} */
  const sent = [];
  view.send = (message) => sent.push(message);
  assert.deepEqual(view.receive(given({ z }, 7)), { z });
  return { view, sent };
}

/** @param {number} milliseconds */
const pass = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

Deno.test("the settings that come in first are followed, and the same again are not", () => {
  const { view } = opened();
  assert.equal(view.root.lang, "en");
  assert.equal(view.receive(given({ z: 1 }, 7)), null);
  assert.deepEqual(view.receive(given({ z: 2 }, 7)), { z: 2 }); // Undo, or Start over
});

Deno.test("what the hand has set comes back as it was told; an older answer is not followed", () => {
  const { view, sent } = opened();
  view.tell({ z: 2 });
  view.tell({ z: 3 });
  assert.deepEqual(sent, [{ sequence: 8, place: { z: 2 } }, { sequence: 9, place: { z: 3 } }]);
  assert.equal(page.address.search, "?z=3");
  assert.equal(view.receive(given({ z: 2 }, 8)), null);
  assert.equal(view.receive(given({ z: 3 }, 9)), null);
  assert.deepEqual(view.receive(given({ z: 1 }, 9)), { z: 1 });
});

Deno.test("an answer that differs from what was told is followed", () => {
  const { view } = opened();
  view.tell({ z: 9 });
  assert.deepEqual(view.receive(given({ z: 4 }, 8)), { z: 4 });
});

Deno.test("settings may be told without being followed, and the server more than settings", () => {
  const { view, sent } = opened();
  view.tell({ z: 2 }, { axes: 3 }, { saved: true });
  assert.deepEqual(sent, [{ sequence: 8, place: { z: 2, axes: 3 }, saved: true }]);
  assert.equal(page.address.search, "?z=2&axes=3");
  assert.equal(view.receive(given({ z: 2, axes: 3 }, 8), ["z"]), null);
  assert.equal(view.receive(given({ z: 2, axes: 1 }, 8), ["z"]), null);
});

Deno.test("the order of settings says nothing", () => {
  const view = new View(page.parent(), ".view");
  view.receive(given({ z: 1, axes: 2 }));
  assert.equal(view.receive(given({ axes: 2, z: 1 })), null);
});

Deno.test("a burst is one move, and meanwhile the server is not followed", async () => {
  const { view } = opened();
  let moves = 0;
  for (let i = 0; i < 3; i++) view.settle(() => moves++, wait);
  assert.ok(view.isHeld);
  assert.equal(view.receive(given({ z: 5 }, 7)), null);
  await pass(4 * wait);
  assert.equal(moves, 1);
  assert.ok(!view.isHeld);
  assert.deepEqual(view.receive(given({ z: 5 }, 7)), { z: 5 });
});

Deno.test("what is told, or taken back, ends the burst", async () => {
  const { view } = opened();
  for (const end of [() => view.tell({ z: 2 }), () => view.endBurst()]) {
    view.settle(() => assert.fail("the burst is over"), wait);
    end();
    assert.ok(!view.isHeld);
  }
  await pass(4 * wait);
});

Deno.test("a frame is drawn once, however often it is asked for", () => {
  const { view } = opened();
  view.schedule();
  view.schedule();
  assert.equal(view.rendered, 0);
  page.draw();
  assert.equal(view.rendered, 1);
  view.schedule();
  page.draw();
  assert.equal(view.rendered, 2);
});

Deno.test("with a component ends what it listens to, waits for and draws", async () => {
  const { view } = opened();
  view.settle(() => assert.fail("it has been stopped"), wait);
  view.schedule();
  view.stop();
  assert.ok(view.signal.aborted);
  page.draw();
  await pass(4 * wait);
  assert.equal(view.rendered, 0);
});

Deno.test("timings are kept, the last thousand", () => {
  /** @type {number[]} */
  const timings = [];
  for (let i = 0; i < 1200; i++) note(timings, i);
  assert.deepEqual([timings.length, timings[0], timings[999]], [1000, 200, 1199]);
});

// ---- mounting ---------------------------------------------------------------------------------------

class Noting {
  /** @type {Noting[]} */
  static all = [];
  /** @type {unknown[]} */
  updates = [];
  stopped = 0;
  /** @param {ParentNode} parent */
  constructor(parent) {
    this.parent = parent;
    this.send = (/** @type {object} */ _message) => {};
    Noting.all.push(this);
  }
  /** @param {unknown} data */
  update(data) {
    this.updates.push(data);
  }
  stop() {
    this.stopped += 1;
  }
}

/**
 * @param {string} [trigger]
 */
function streamlit(trigger) {
  const mount = mounting(Noting, trigger);
  /** @type {[string, unknown][]} */
  const heard = [];
  const setTriggerValue = (/** @type {string} */ name, /** @type {unknown} */ value) => heard.push([name, value]);
  Noting.all = [];
  return {
    heard,
    call: (/** @type {any} */ parentElement, data = {}) => mount({ data: [data], parentElement, setTriggerValue }),
  };
}

Deno.test("a view stays for as long as its element does", () => {
  const { call } = streamlit();
  const [first, second] = [page.parent(), page.parent()];
  const ends = [call(first, { n: 1 }), call(first, { n: 2 }), call(second, { n: 3 })];
  assert.deepEqual(Noting.all.map(({ updates }) => updates), [[{ n: 1 }, { n: 2 }], [{ n: 3 }]]);
  first.isConnected = false;
  ends.forEach((end) => end());
  assert.deepEqual(Noting.all.map(({ stopped }) => stopped > 0), [true, false]);
});

Deno.test("the end of a call that was overtaken does not stop the view", () => {
  const { call } = streamlit();
  const parent = page.parent();
  const [endFirst, endSecond] = [call(parent), call(parent)];
  endFirst();
  call(parent);
  endSecond();
  assert.deepEqual(Noting.all.map(({ updates, stopped }) => [updates.length, stopped]), [[3, 0]]);
});

Deno.test("messages arrive under their name", () => {
  for (const [trigger, name] of [[undefined, "place"], ["saved", "saved"]]) {
    const { call, heard } = streamlit(trigger);
    call(page.parent());
    Noting.all[0].send({ sequence: 1 });
    assert.deepEqual(heard, [[name, { sequence: 1 }]]);
  }
});
