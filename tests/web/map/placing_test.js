import assert from "node:assert/strict";
import { drawn } from "../../../web/drawing/drawn.js";
import { Placing } from "../../../web/map/placing.js";
import { buildEncoder, encode } from "../../../web/networks/network.js";
import { parseSafetensors } from "../../../web/networks/safetensors.js";
import { assertNear } from "../assertions.js";
import { reference, referenceFile } from "../references.js";
import { answering } from "./server.js";

const IMAGES = reference("networks").images.map((/** @type {number[]} */ image) => Float32Array.from(image));
const BLANK = new Float32Array(784);
const CHANNEL = "pad";

/** @param {string} name @returns {any} */
const modelOf = (name) => ({ encoder: `${name}.encoder`, activation: reference("networks").models[name].activation });
const [VAE, AE] = [modelOf("mnist-vae-2d"), modelOf("mnist-ae-2d")];

/** @param {Float32Array} image */
const asText = (image) => btoa(String.fromCharCode(...new Uint8Array(image.buffer)));

/** @param {any} model @param {Float32Array} image */
function codeOf(model, image) {
  const tensors = /** @type {any} */ (parseSafetensors(referenceFile(model.encoder)));
  return encode(buildEncoder(tensors, model.activation), image);
}

/** Somebody who places digits, and the codes that he has placed. */
function placing() {
  /** @type {(import("../../../web/map/landing.js").Code | null)[]} */
  const codes = [];
  const end = new AbortController();
  answering([VAE, AE].map((model) => new Response(referenceFile(model.encoder))));
  return { codes, end, place: new Placing((code) => codes.push(code), end.signal) };
}

/** @param {Float32Array} image @param {string} [channel] */
const draw = (image, channel = CHANNEL) => drawn.tell({ channel, image, at: 0 });

Deno.test("a digit of the server is placed as its model encodes it, an autoencoder's without a variance", async () => {
  const { codes, place } = placing();
  await place.drop({ image: asText(IMAGES[0]), channel: null }, VAE);
  await place.drop({ image: asText(IMAGES[0]), channel: null }, AE);
  const { mean, logVariance } = codeOf(VAE, IMAGES[0]);
  assertNear(codes[0]?.mean, mean, 0);
  assertNear(codes[0]?.variance, logVariance?.map(Math.exp), 1e-6);
  assertNear(codes[1]?.mean, codeOf(AE, IMAGES[0]).mean, 0);
  assert.equal(codes[1]?.variance, null);
});

Deno.test("a pen on the pad that is listened to is followed, nothing drawn has no place", async () => {
  const { codes, place, end } = placing();
  draw(IMAGES[1]); // nobody listens yet
  await place.drop({ image: asText(IMAGES[0]), channel: CHANNEL }, VAE);
  draw(IMAGES[1]);
  draw(IMAGES[2], "elsewhere");
  draw(BLANK);
  end.abort();
  draw(IMAGES[2]);
  assert.equal(codes.length, 3);
  assertNear(codes[1]?.mean, codeOf(VAE, IMAGES[1]).mean, 0);
  assert.equal(codes[2], null);
});

Deno.test("the pen is ahead of the server, also when the model changes, until another digit is chosen", async () => {
  const { codes, place } = placing();
  await place.drop({ image: asText(IMAGES[0]), channel: CHANNEL }, VAE);
  draw(IMAGES[1]);
  await place.drop({ image: asText(IMAGES[0]), channel: CHANNEL }, AE);
  await place.drop({ image: asText(IMAGES[2]), channel: null }, AE);
  const expected = [[VAE, 0], [VAE, 1], [AE, 1], [AE, 2]].map(([model, i]) => codeOf(model, IMAGES[i]).mean);
  assertNear(codes.map((code) => code?.mean), expected, 0);
});

Deno.test("a pen that moves while the encoder is fetched is followed from then on", async () => {
  const { codes, place } = placing();
  const dropped = place.drop({ image: asText(BLANK), channel: CHANNEL }, VAE);
  draw(IMAGES[3]);
  await dropped;
  assert.equal(codes.length, 1);
  assertNear(codes[0]?.mean, codeOf(VAE, IMAGES[3]).mean, 0);
});
