"""How often something may be tried: a code so seldom that nobody finds a class, and no slip locks anybody out."""

import time
from collections import defaultdict, deque
from collections.abc import Callable

WINDOW = 60.0  # seconds
EACH, ALL = 20, 200  # wrong codes in a window: from one address, behind which may be a whole school; from everywhere


class Tries:
    """What was tried of late, such as wrong codes, by where it came from. None is kept for longer than a window.

    Args:
        each, all: how many there may be in a window, from one address and from all.
        now: the time, in seconds.
    """

    def __init__(self, each: int = EACH, all: int = ALL, now: Callable[[], float] = time.monotonic):
        self._each, self._all, self._now = each, all, now
        self._made: defaultdict[str, deque[float]] = defaultdict(deque)

    def may(self, whence: str) -> bool:
        """Whether one more may be tried."""
        self._forget()
        return len(self._made.get(whence, ())) < self._each and sum(map(len, self._made.values())) < self._all

    def add(self, whence: str) -> None:
        """One was made."""
        self._made[whence].append(self._now())

    def _forget(self) -> None:
        before = self._now() - WINDOW
        for whence in [*self._made]:
            times = self._made[whence]
            while times and times[0] < before:
                times.popleft()
            if not times:
                del self._made[whence]
