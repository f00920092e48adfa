/** At these, sine and cosine tell a network λ, as in vae_core/models/denoiser.py. */
export const FREQUENCIES = Array.from({ length: 5 }, (_, octave) => Math.PI / 16 * 2 ** octave);
