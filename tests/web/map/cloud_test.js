import assert from "node:assert/strict";
import { chosenFrom, nameOf } from "../../../web/map/cloud.js";
import { Pictures } from "../../../web/map/pictures.js";
import { buildDecoder, decode } from "../../../web/networks/network.js";
import { fetchEncodings } from "../../../web/networks/fetching.js";
import { parseSafetensors } from "../../../web/networks/safetensors.js";
import { assertNear } from "../assertions.js";
import { reference, referenceFile } from "../references.js";
import { answering } from "./server.js";

const { chosen } = reference("map");
const NAME = "mnist-vae-2d";

async function cloudOf(count = 500) {
  answering([new Response(referenceFile(`${NAME}.encodings`))]);
  const { mean, labels } = await fetchEncodings(`${NAME}/${count}`);
  const weights = /** @type {any} */ (parseSafetensors(referenceFile(`${NAME}.decoder`)));
  return { ...chosenFrom(mean, labels, count), latent: 2, layers: buildDecoder(weights, "relu"), mean, all: labels };
}

Deno.test("codes are chosen as NumPy chooses them", () => {
  const { total, count, numbers } = chosen;
  const mean = Float32Array.from({ length: 2 * total }, (_, i) => i);
  const found = chosenFrom(mean, Uint8Array.from({ length: total }, (_, i) => i % 10), count);
  assert.deepEqual(Array.from(found.numbers), numbers);
  assert.deepEqual(Array.from(found.codes), numbers.flatMap((/** @type {number} */ i) => [2 * i, 2 * i + 1]));
  assert.deepEqual(Array.from(found.labels), numbers.map((/** @type {number} */ i) => i % 10));
});

Deno.test("a point without a class has no name", () => {
  const labels = Uint8Array.of(0, 255, 9);
  assert.deepEqual([0, 1, 2].map((point) => nameOf({ labels }, point)), ["0", "", "9"]);
  const names = ["cat", "dog"];
  assert.deepEqual([0, 1, 2].map((point) => nameOf({ labels, names }, point)), ["cat", "", "9"]);
});

Deno.test("a picture is decoded until its original has come, which is fetched once", async () => {
  const cloud = await cloudOf();
  const pictures = new Pictures(cloud, "images/test/{number}");
  const original = Uint8Array.from({ length: 784 }, (_, i) => i % 256);
  const questions = answering([original]);
  const decoded = decode(cloud.layers, cloud.codes.slice(14, 16)).slice();
  const first = await new Promise((resolve) => {
    const before = pictures.of(7, () => resolve(before)).slice();
    assertNear(pictures.of(7, () => assert.fail("asked twice")), decoded, 0);
  });
  assertNear(first, decoded, 0);
  assertNear(pictures.of(7, () => assert.fail("asked again")), Array.from(original, (value) => value / 255), 1e-7);
  assert.deepEqual(questions.map(({ url }) => url.pathname.split("/").slice(-3).join("/")), ["images/test/140"]);
});

Deno.test("where an original cannot be had, the point is decoded", async () => {
  const cloud = await cloudOf(1000);
  const decoded = decode(cloud.layers, cloud.codes.slice(0, 2)).slice();
  const questions = answering([new Response("No such image.", { status: 404 })]);
  const { error } = console;
  const told = new Promise((resolve) => (console.error = resolve));
  new Pictures(cloud, "images/gone/{number}").of(0, () => {});
  await told;
  console.error = error;
  assertNear(new Pictures(cloud, "images/gone/{number}").of(0, () => {}), decoded, 0);
  assertNear(new Pictures(cloud, null).of(0, () => {}), decoded, 0);
  assert.equal(questions.length, 1);
});
