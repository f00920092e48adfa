import assert from "node:assert/strict";
import * as camera from "../../../web/map/camera.js";
import { assertNear } from "../assertions.js";

const { START, magnified, packLook, panned, rounded, toMap, toScreen, turned, unpackLook, zoomed } = camera;
const SIDE = 200;
const MOVED = { x: 0.25, y: -0.5, zoom: 2, yaw: 1, pitch: -1 };

Deno.test("at first the reach fills 92 % of the square, with y upwards", () => {
  assertNear(toScreen(START, SIDE, [0, 0]), [100, 100], 1e-9);
  assertNear(toScreen(START, SIDE, [1, 1]), [192, 8], 1e-9);
  assertNear(toScreen(START, SIDE, [-1, 0.5]), [8, 54], 1e-9);
});

Deno.test("what is in the middle of the square is what the camera says, and there is a way back", () => {
  assertNear(toScreen(MOVED, SIDE, [0.25, -0.5]), [100, 100], 1e-9);
  assertNear(toScreen(MOVED, SIDE, [0.75, -0.5]), [192, 100], 1e-9);
  assertNear(toMap(MOVED, SIDE, toScreen(MOVED, SIDE, [1.5, 0.125])), [1.5, 0.125], 1e-9);
});

Deno.test("a zoom keeps what is under the pointer, also where it comes to its ends", () => {
  for (const factor of [1.25, 0.8, 1e9, 1e-9]) {
    const after = zoomed(MOVED, factor, SIDE, [30, 170]);
    assertNear(toMap(after, SIDE, [30, 170]), toMap(MOVED, SIDE, [30, 170]), 1e-9);
    assert.equal(after.zoom, Math.max(0.5, Math.min(60, 2 * factor)));
    assert.deepEqual([after.yaw, after.pitch], [1, -1]);
  }
});

Deno.test("a zoom in depth keeps the middle", () => assert.deepEqual(magnified(MOVED, 1.5), { ...MOVED, zoom: 3 }));

Deno.test("a drag takes the map along", () => {
  const [left, top] = toScreen(MOVED, SIDE, [0.5, 0.5]);
  assertNear(toScreen(panned(MOVED, SIDE, [17, -9]), SIDE, [0.5, 0.5]), [left + 17, top - 9], 1e-9);
});

Deno.test("a drag turns a map in depth, but not over its poles", () => {
  const after = turned(START, [90, 20]);
  assertNear([after.yaw, after.pitch], [0.5 + 90 / 120, 0.35 + 20 / 120], 1e-9);
  assert.equal(turned(START, [0, 1000]).pitch, 1.5);
  assert.equal(turned(START, [0, -1000]).pitch, -1.5);
});

Deno.test("an address has nothing of cameras that have not moved, else all of them", () => {
  assert.deepEqual(packLook([START, { ...START }]), []);
  const look = packLook([START, MOVED]);
  assert.deepEqual(look, [0, 0, 1, 0.5, 0.35, 0.25, -0.5, 2, 1, -1]);
  assert.deepEqual([unpackLook(look, 0), unpackLook(look, 1)], [START, MOVED]);
  assert.deepEqual(unpackLook([], 0), START);
  assert.deepEqual(unpackLook(look, 2), START);
});

Deno.test("an address has four digits, no −0 and nothing far away", () => {
  assert.deepEqual([1 / 3, -1234, 12345, -0].map(rounded), [0.3333, -100, 100, 0]);
  assert.ok(Object.is(rounded(-0), 0));
});
