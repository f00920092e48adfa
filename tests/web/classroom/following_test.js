import assert from "node:assert/strict";
import { Following, isSamePlace, placeOf, SETTLES_MS } from "../../../web/classroom/following.js";

/** @typedef {import("../../../web/classroom/following.js").Led} Led */

const BEGAN = 10_000; // milliseconds
const LATER = BEGAN + SETTLES_MS + 1;

/** @param {string} page @param {Record<string, string>} [query] */
const at = (page, query = {}) => ({ page, query });

/**
 * What a class says of where it is.
 *
 * @param {number} number
 * @param {string} [page]
 * @param {Partial<Led> & { query?: Record<string, string> }} [more]
 * @returns {Led}
 */
const led = (number, page = "elbo", { query = {}, ...more } = {}) => ({
  lead: number ? { page, query, number } : null,
  mode: "follow",
  call: 0,
  collecting: null,
  ...more,
});

/** Somebody who has followed to a page. @param {Led} to */
function following(to) {
  const made = new Following(), { lead } = to;
  assert.ok(lead);
  assert.deepEqual(made.see(to, at("home"), BEGAN), lead);
  made.arrived(lead.number, BEGAN);
  return made;
}

// ---- going where the class goes -----------------------------------------------------------------

Deno.test("nobody goes anywhere before the teacher has led", () => {
  const made = new Following();
  assert.equal(made.see(led(0), at("home"), BEGAN), null);
  assert.equal(made.moved(at("elbo"), BEGAN), false);
  assert.equal(made.isAway, false);
});

Deno.test("each of the teacher's steps is gone to once, the latest last", () => {
  const made = new Following();
  assert.equal(made.see(led(1), at("home"), BEGAN)?.number, 1);
  assert.equal(made.see(led(1), at("home"), BEGAN), null);
  assert.equal(made.see(led(4), at("home"), BEGAN)?.number, 4);
  made.arrived(1, BEGAN);
  assert.equal(made.see(led(4), at("elbo"), BEGAN), null);
  made.arrived(4, BEGAN);
  assert.equal(made.moved(at("elbo"), LATER), false);
});

Deno.test("who comes late goes to where the class is by now", () => {
  assert.equal(new Following().see(led(17, "latent_map"), at("home"), BEGAN)?.page, "latent_map");
});

Deno.test("what is asked for and never comes is asked for again, ever more seldom", () => {
  const made = new Following();
  assert.equal(made.again(BEGAN), null);
  made.see(led(1), at("home"), BEGAN);
  const asked = [];
  for (let now = BEGAN; now < BEGAN + 60_000; now += 250) if (made.again(now)) asked.push(now - BEGAN);
  assert.ok(asked.length >= 2 && asked.length <= 4, `${asked}`);
  assert.ok(asked[0] >= 4000, "a class of a hundred takes turns");
  made.arrived(1, BEGAN + 60_000);
  assert.equal(made.again(BEGAN + 900_000), null);
  made.see(led(2), at("elbo"), BEGAN + 900_000);
  assert.equal(made.again(BEGAN + 901_000), null, "and soon again of the next step");
  assert.equal(made.again(BEGAN + 906_000)?.number, 2);
});

Deno.test("who has wandered off meanwhile does not ask again", () => {
  const made = following(led(1));
  made.moved(at("likelihood"), LATER);
  made.see(led(2), at("likelihood"), LATER);
  assert.equal(made.again(LATER + 60_000), null);
});

// ---- wandering off ------------------------------------------------------------------------------

Deno.test("a hand on the page leads away from the class, and the class goes on without", () => {
  const made = following(led(1, "elbo", { query: { w: "2" } }));
  assert.equal(made.moved(at("elbo", { w: "2" }), LATER), false);
  assert.equal(made.moved(at("elbo", { w: "3" }), LATER), true);
  assert.equal(made.isAway, true);
  assert.equal(made.moved(at("elbo", { w: "4" }), LATER), false, "once");
  assert.equal(made.see(led(2), at("elbo", { w: "4" }), LATER), null);
});

Deno.test("what the page itself does to its address on the way is no hand's", () => {
  const made = following(led(1));
  assert.equal(made.see(led(2, "latent_map"), at("elbo"), LATER)?.number, 2);
  assert.equal(made.moved(at("latent_map", { dim: "2" }), LATER), false, "it is still on its way");
  made.arrived(2, LATER);
  assert.equal(made.moved(at("latent_map", { dim: "2" }), LATER + SETTLES_MS - 1), false, "it settles");
  assert.equal(made.moved(at("latent_map", { dim: "3" }), LATER + SETTLES_MS), true);
});

Deno.test("who has gone to another step before the page had settled is noticed when it has", () => {
  const query = { step: "known", w: "2" };
  const made = new Following();
  made.see(led(1, "elbo", { query }), at("home"), BEGAN);
  assert.equal(made.settle(at("home"), LATER), false, "it has not come yet");
  made.arrived(1, LATER);
  assert.equal(made.moved(at("elbo", { step: "draws" }), LATER + 100), false);
  assert.equal(made.settle(at("elbo", { step: "draws" }), LATER + 100), false);
  assert.equal(made.settle(at("elbo", { step: "draws" }), LATER + SETTLES_MS), true);
  assert.equal(made.isAway, true);
  assert.equal(made.settle(at("elbo", { step: "draws" }), LATER + SETTLES_MS + 1), false, "once");
});

Deno.test("what a page leaves out of the teacher's settings leads nobody away", () => {
  const made = following(led(1, "elbo", { query: { step: "known", run: "the teacher's own" } }));
  assert.equal(made.settle(at("elbo", { step: "known" }), LATER), false);
  assert.equal(made.isAway, false);
  assert.equal(made.moved(at("elbo", { step: "known", w: "3" }), LATER), true, "but a hand does");
});

Deno.test("one button leads back to where the class is now", () => {
  const made = following(led(1));
  made.moved(at("likelihood"), LATER);
  made.see(led(3, "latent_map"), at("likelihood"), LATER);
  assert.equal(made.comeBack(at("likelihood"), LATER)?.number, 3);
  assert.equal(made.isAway, false);
  assert.equal(made.see(led(3, "latent_map"), at("likelihood"), LATER), null, "it is on its way");
  assert.equal(made.again(LATER + 10_000)?.number, 3);
  made.arrived(3, LATER);
  assert.equal(made.see(led(4, "elbo"), at("latent_map"), LATER)?.number, 4);
});

Deno.test("back at the same step, the page may settle, too", () => {
  const made = following(led(1, "elbo", { query: { w: "2" } }));
  made.moved(at("elbo", { w: "3" }), LATER);
  assert.equal(made.comeBack(at("elbo", { w: "3" }), 2 * LATER)?.number, 1);
  made.arrived(1, 2 * LATER);
  assert.equal(made.moved(at("elbo", { w: "2", seed: "1" }), 2 * LATER + 100), false);
  assert.equal(made.moved(at("elbo", { w: "3" }), 3 * LATER), true);
});

Deno.test("there may be nothing to come back to", () => {
  assert.equal(new Following(true).comeBack(at("home"), BEGAN), null);
});

Deno.test("a call brings everybody back, once", () => {
  const made = following(led(1));
  made.moved(at("likelihood"), LATER);
  assert.equal(made.see(led(2, "elbo", { call: 1 }), at("likelihood"), LATER)?.number, 2);
  assert.equal(made.isAway, false);
  made.arrived(2, LATER);
  assert.equal(made.moved(at("likelihood"), 2 * LATER), true);
  assert.equal(made.see(led(2, "elbo", { call: 1 }), at("likelihood"), 2 * LATER), null);
  assert.equal(made.isAway, true);
});

Deno.test("a call brings back also who is at the class's last step as the page knows it", () => {
  const made = following(led(1, "elbo", { query: { w: "2" } }));
  made.moved(at("elbo", { w: "3" }), LATER);
  assert.equal(made.see(led(1, "elbo", { query: { w: "2" }, call: 1 }), at("elbo", { w: "3" }), LATER)?.number, 1);
});

Deno.test("who was away when the page was left is away when it is loaded again, until they are called", () => {
  const made = new Following(true);
  assert.equal(made.see(led(5, "elbo", { call: 2 }), at("likelihood"), BEGAN), null);
  assert.equal(made.see(led(6, "elbo", { call: 2 }), at("likelihood"), BEGAN), null);
  assert.equal(made.see(led(6, "elbo", { call: 3 }), at("likelihood"), BEGAN)?.number, 6);
});

// ---- roaming ------------------------------------------------------------------------------------

Deno.test("who roams is not led on within the lesson, but out of it", () => {
  const made = following(led(1));
  assert.equal(made.see(led(2, "elbo", { mode: "roam" }), at("elbo"), LATER), null);
  assert.equal(made.see(led(3, "latent_map", { mode: "roam" }), at("elbo"), LATER)?.number, 3);
});

Deno.test("who roams may do as they like within the lesson, and is away outside of it", () => {
  const roaming = led(1, "elbo", { mode: "roam" });
  const made = following(led(1));
  made.see(roaming, at("elbo"), LATER);
  assert.equal(made.moved(at("elbo", { w: "3" }), LATER), false);
  assert.equal(made.moved(at("elbo", { step: "known" }), LATER), false);
  assert.equal(made.moved(at("likelihood"), LATER), true);
});

Deno.test("who has roamed past steps of the teacher's is still noticed to leave the lesson", () => {
  const made = following(led(1));
  made.see(led(2, "elbo", { mode: "roam" }), at("elbo"), LATER);
  made.arrived(1, LATER); // the page runs again for a hand: the server has taken over no more than the first step
  assert.equal(made.moved(at("elbo", { w: "3" }), 2 * LATER), false);
  assert.equal(made.moved(at("likelihood"), 3 * LATER), true);
});

Deno.test("who has roamed follows again when the class does", () => {
  const made = following(led(1));
  made.see(led(2, "elbo", { mode: "roam" }), at("elbo"), LATER);
  assert.equal(made.see(led(2), at("elbo", { w: "3" }), LATER)?.number, 2);
  assert.equal(made.see(led(2), at("elbo", { w: "3" }), LATER), null);
});

Deno.test("who has left the lesson while all roamed is not fetched when the class follows again", () => {
  const made = following(led(1));
  made.see(led(1, "elbo", { mode: "roam" }), at("elbo"), LATER);
  assert.equal(made.moved(at("likelihood"), LATER), true);
  assert.equal(made.see(led(1), at("likelihood"), LATER), null);
});

// ---- hands that are collected -------------------------------------------------------------------

Deno.test("where hands are collected all begin at one place, and then do as they like", () => {
  const made = following(led(1));
  const collecting = { page: "elbo", step: "known", number: 2 };
  assert.equal(made.see(led(2, "elbo", { collecting }), at("elbo", { w: "3" }), LATER)?.number, 2);
  made.arrived(2, LATER);
  assert.equal(made.moved(at("elbo", { w: "5" }), 2 * LATER), false);
  assert.equal(made.see(led(3, "elbo", { collecting }), at("elbo", { w: "5" }), 2 * LATER), null, "nor are they moved");
  assert.equal(made.moved(at("likelihood"), 3 * LATER), true);
  assert.equal(made.comeBack(at("likelihood"), 3 * LATER)?.number, 3);
  assert.equal(made.see(led(4), at("elbo"), 4 * LATER)?.number, 4, "and back with the class at the end");
});

Deno.test("hands of another lesson bind nobody here", () => {
  const made = following(led(1));
  const collecting = { page: "likelihood", step: "ascent", number: 1 };
  assert.equal(made.see(led(2, "elbo", { collecting }), at("elbo"), LATER)?.number, 2);
});

// ---- places -------------------------------------------------------------------------------------

Deno.test("two places are the same where page and settings are, in whatever order", () => {
  assert.ok(isSamePlace(at("elbo", { w: "2", q: "1" }), at("elbo", { q: "1", w: "2" })));
  assert.ok(!isSamePlace(at("elbo"), at("likelihood")));
  assert.ok(!isSamePlace(at("elbo", { w: "2" }), at("elbo")));
  assert.ok(!isSamePlace(at("elbo"), at("elbo", { w: "2" })));
  assert.ok(!isSamePlace(at("elbo", { w: "2" }), at("elbo", { w: "3" })));
});

for (const base of ["http://localhost:8501/", "https://hub/user/ann/proxy/8501/"]) {
  Deno.test(`an address below ${base} is a place, without what is each one's own`, () => {
    const place = (/** @type {string} */ path) => placeOf(base + path, base, ["lang", "class"]);
    assert.deepEqual(place("elbo?step=known&lang=es&class=FRG2Y7&w=2"), at("elbo", { step: "known", w: "2" }));
    assert.deepEqual(place("elbo/?w=a%20b#known"), at("elbo", { w: "a b" }));
    assert.deepEqual(place("?class=FRG2Y7"), at("home"));
  });
}
