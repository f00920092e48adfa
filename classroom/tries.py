"""How often a wrong code may be tried: so seldom that nobody finds a class by trying, and no slip locks anybody out."""

import time
from collections import defaultdict, deque
from collections.abc import Callable

WINDOW = 60.0  # seconds
EACH, ALL = 20, 200  # wrong codes in a window: from one address, behind which may be a whole school; from everywhere


class Tries:
    """Wrong codes of late, by where they came from. Nothing of it is kept for longer than a window.

    Args:
        now: the time, in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic):
        self._now = now
        self._wrong: defaultdict[str, deque[float]] = defaultdict(deque)

    def may(self, whence: str) -> bool:
        """Whether one more may be tried."""
        self._forget()
        return len(self._wrong.get(whence, ())) < EACH and sum(map(len, self._wrong.values())) < ALL

    def was_wrong(self, whence: str) -> None:
        self._wrong[whence].append(self._now())

    def _forget(self) -> None:
        before = self._now() - WINDOW
        for whence in [*self._wrong]:
            times = self._wrong[whence]
            while times and times[0] < before:
                times.popleft()
            if not times:
                del self._wrong[whence]
