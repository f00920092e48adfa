// One class alone: the others fade. vae_core/figures/latent_map.py says which part of a figure belongs to which class.

const FADED = 0.06; // opacity

/**
 * @typedef {object} Part a trace or an image of a figure, as plotly takes it
 * @property {string} [meta] "classes": the words of its points are their classes
 * @property {string[]} [text]
 * @property {{ opacity?: number | number[] }} [marker]
 * @property {string} [legendgroup] the class of a whole trace
 * @property {string} [name] the class of a whole image
 * @property {number} [opacity]
 */

/**
 * Fade what does not belong to the class `alone`; `null` fades nothing. What belongs to no class stays.
 *
 * @param {{ data: Part[], layout: Record<string, any> }} figure
 * @param {number | null} alone
 */
export function showAlone({ data, layout }, alone) {
  if (alone === null) return;
  const name = String(alone);
  for (const trace of data) {
    const { meta, text, marker, legendgroup, opacity = 1 } = trace;
    if (meta === "classes" && text) {
      trace.marker = { ...marker, opacity: text.map((own) => (own === name ? 1 : FADED)) };
    } else if (legendgroup && legendgroup !== name) trace.opacity = opacity * FADED;
  }
  for (const image of /** @type {Part[]} */ (layout.images ?? [])) if (image.name !== name) image.opacity = FADED;
}
