"""The sections of the lesson on latent variables."""
