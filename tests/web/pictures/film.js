// Writes to its output the GIF that the script makes of the frames on its input: test_gif.py reads it with Pillow.

import { gif } from "../../../web/pictures/gif.js";

const { frames, width, height, seconds } = await new Response(Deno.stdin.readable).json();
const film = gif(frames.map((/** @type {number[]} */ frame) => Uint8Array.from(frame)), width, height, seconds);
await new Response(film).body?.pipeTo(Deno.stdout.writable);
