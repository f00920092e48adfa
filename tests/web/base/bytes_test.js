import assert from "node:assert/strict";
import { bytesOf, floatsOf } from "../../../web/base/bytes.js";

Deno.test("bytes, from either alphabet and with or without padding", () => {
  assert.deepEqual(bytesOf("+/8="), Uint8Array.of(0xfb, 0xff));
  assert.deepEqual(bytesOf("-_8"), Uint8Array.of(0xfb, 0xff));
  assert.deepEqual(bytesOf(""), Uint8Array.of());
});

Deno.test("numbers, the lowest byte first", () => {
  assert.deepEqual(floatsOf(btoa("\x00\x00\x80\x3f\x00\x00\x00\xc0")), Float32Array.of(1, -2));
});
