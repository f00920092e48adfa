// Which symbol somebody looks up in a sentence or a formula: figures show where it is.

import { Channel } from "./channel.js";

/** Its shades; `null`: none any more. @type {Channel<import("./ink.js").Shades | null>} */
export const pointing = new Channel();
