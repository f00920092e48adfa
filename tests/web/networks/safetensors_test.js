import assert from "node:assert/strict";
import { fetchEncodings, fetchTensors } from "../../../web/networks/fetching.js";
import { halvesToFloats, parseSafetensors } from "../../../web/networks/safetensors.js";
import { referenceFile } from "../references.js";

Deno.test("each of the 65 536 halves is the number that NumPy reads", () => {
  const found = halvesToFloats(Uint16Array.from({ length: 1 << 16 }, (_, bits) => bits));
  const expected = new Float32Array(referenceFile("halves.floats"));
  assert.equal(found.length, expected.length);
  for (let bits = 0; bits < found.length; bits++) {
    if (!Object.is(found[bits], expected[bits])) assert.fail(`${bits}: ${found[bits]} is not ${expected[bits]}`);
  }
});

Deno.test("tensors of all kinds that a file has", () => {
  assert.deepEqual(parseSafetensors(referenceFile("kinds.safetensors")), {
    half: { shape: [2, 3], values: Float32Array.of(0.5, -2, 65504, 2 ** -24, 0, 1) },
    single: { shape: [2], values: Float32Array.of(1.5, -3e38) },
    byte: { shape: [2, 1], values: Uint8Array.of(0, 255) },
  });
});

/**
 * Answer what is fetched meanwhile; returns the addresses.
 *
 * @param {Response[]} answers
 * @param {() => Promise<void>} work
 */
async function answering(answers, work) {
  const { fetch } = globalThis;
  /** @type {string[]} */
  const asked = [];
  globalThis.fetch = (address) => {
    asked.push(String(address));
    return Promise.resolve(/** @type {Response} */ (answers.shift()));
  };
  try {
    await work();
  } finally {
    globalThis.fetch = fetch;
  }
  return asked;
}

Deno.test("a file is fetched once, whoever asks", async () => {
  const asked = await answering([new Response(referenceFile("kinds.safetensors"))], async () => {
    const [first, second] = await Promise.all([fetchTensors("models/once"), fetchTensors("models/once")]);
    assert.equal(first, second);
    assert.equal(first, await fetchTensors("models/once"));
  });
  assert.equal(asked.length, 1);
  assert.ok(asked[0].endsWith("/models/once"));
});

Deno.test("a file that was not there is asked for again", async () => {
  const answers = [new Response("", { status: 503 }), new Response(referenceFile("kinds.safetensors"))];
  const asked = await answering(answers, async () => {
    await assert.rejects(fetchTensors("models/late"), /models\/late: 503/);
    assert.deepEqual((await fetchTensors("models/late")).single.shape, [2]);
  });
  assert.equal(asked.length, 2);
});

Deno.test("encodings of a VAE have a variance, those of an autoencoder have none", async () => {
  for (const [kind, hasVariance] of /** @type {const} */ ([["vae", true], ["ae", false]])) {
    await answering([new Response(referenceFile(`mnist-${kind}-2d.encodings`))], async () => {
      const { mean, logVariance, labels } = await fetchEncodings(`encodings/${kind}`);
      assert.equal(mean.length, 2 * labels.length);
      assert.equal(logVariance?.length, hasVariance ? mean.length : undefined);
      assert.ok(labels.every((label) => label < 10));
    });
  }
});
