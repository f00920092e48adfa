"""The sections of the lesson on distributions."""
