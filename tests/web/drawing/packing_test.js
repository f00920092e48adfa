import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { inflateRawSync } from "node:zlib";
import { packDrawing, unpackDrawing } from "../../../web/drawing/packing.js";
import { assertNear } from "../assertions.js";
import { reference } from "../references.js";

const { drawings, packed, bytes, most_text: mostText } = reference("drawing");

Deno.test("a packed drawing is what the server reads: base64url of two pixels in a byte", async () => {
  for (const [i, drawing] of drawings.entries()) {
    const text = await packDrawing(Float32Array.from(drawing));
    assert.match(text, /^[A-Za-z0-9_-]*$/);
    assert.ok(text.length <= mostText);
    assert.equal(text === "", !drawing.some(Boolean));
    if (text) assert.deepEqual([...inflateRawSync(Buffer.from(text, "base64url"))], bytes[i]);
    assertNear(await unpackDrawing(text), drawing, 1e-6);
  }
});

Deno.test("what the server packed is unpacked", async () => {
  for (const [i, text] of packed.entries()) assertNear(await unpackDrawing(text), drawings[i], 1e-6);
});

Deno.test("a grey level goes to the nearest of 16", async () => {
  const image = new Float32Array(784).fill(0.5, 0, 2).fill(0.46, 2);
  const again = await unpackDrawing(await packDrawing(image));
  assertNear([again[0], again[1], again[2], again[783]], [8 / 15, 8 / 15, 7 / 15, 7 / 15], 1e-6);
});
