"""Latents step by step, with an encoder that nobody trains. NumPy and SciPy alone: no torch is loaded here."""
