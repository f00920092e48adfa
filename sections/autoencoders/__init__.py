"""The sections of the lesson from AE to VAE."""
