"""What is decided about a run before its workers have ended."""

from enum import Enum


class Verdict(Enum):
    """Why the workers of a run are asked to end.

    ``CANCELLED`` and ``INTERRUPTED``, states that the run ends in; ``MAKES_ROOM``: it is paused, and others wait;
    ``GIVES_WAY``: it is the others' turn; ``CLOSES``: the server stops.
    """

    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    MAKES_ROOM = "makes room"
    GIVES_WAY = "gives way"
    CLOSES = "closes"

    @property
    def is_final(self) -> bool:
        """Whether the run ends with it."""
        return self in (Verdict.CANCELLED, Verdict.INTERRUPTED)

    @property
    def comes_back(self) -> bool:
        """Whether the run goes on after it."""
        return self in (Verdict.MAKES_ROOM, Verdict.GIVES_WAY)
