// Numbers that should be alike.

import assert from "node:assert/strict";

/**
 * Each number within `tolerance` of what is expected, as are the numbers in lists of lists.
 *
 * @param {any} found
 * @param {any} expected
 * @param {number} tolerance
 */
export function assertNear(found, expected, tolerance) {
  if (typeof expected === "number") {
    assert.ok(Math.abs(found - expected) <= tolerance, `${found} is not within ${tolerance} of ${expected}`);
    return;
  }
  assert.equal(found.length, expected.length);
  for (let i = 0; i < expected.length; i++) assertNear(found[i], expected[i], tolerance);
}
