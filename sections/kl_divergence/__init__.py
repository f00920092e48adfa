"""The sections of the lesson on divergences."""
