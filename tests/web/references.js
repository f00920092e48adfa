// What vae_core computes, for scripts to be held against: tests/web/references/*.py made it a moment ago.

const FOLDER = Deno.env.get("VAE_REFERENCES");
if (!FOLDER) throw new Error("Run these tests with `python -m pytest tests/web`, which makes their references first.");

/**
 * What `references/<name>.py` made.
 *
 * @param {string} name
 */
export const reference = (name) => JSON.parse(Deno.readTextFileSync(`${FOLDER}/${name}.json`));

/**
 * A file of that folder.
 *
 * @param {string} name
 * @returns {ArrayBuffer}
 */
export const referenceFile = (name) => Deno.readFileSync(`${FOLDER}/${name}`).buffer;
