"""The sections of the lesson on likelihood."""
