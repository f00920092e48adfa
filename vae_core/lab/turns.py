"""How long a run may train before others have their turn, and how long one waits for it.

A class on a small computer is served in turns: a short first one, in which a newcomer soon sees something and many a
small run comes to its end, then longer ones. At the end of a turn a run is saved, and goes on later as if nothing had
been: what a change of turns costs is to start its workers again.
"""

import heapq
from collections.abc import Iterable, Sequence

# Seconds: of a first turn, of later ones, and of the start of workers.
FIRST, LATER, START = 4.0, 12.0, 0.5


def length(turns: int) -> float:
    """Seconds of training that a run has which had ``turns`` before, as long as others wait."""
    return LATER if turns else FIRST


def wait(places: int, working: Iterable[tuple[float, int]], ahead: Sequence[tuple[float, int]], own: int) -> float:
    """Seconds until a run's turn, about: nobody comes or goes meanwhile.

    Args:
        places: processes at once.
        working: of each run that works, for how many seconds it still will, and how many places it takes.
        ahead: the same of those that are served before, in their order.
        own: places that the run itself takes.
    """
    ends = list(working)
    heapq.heapify(ends)
    now = 0.0
    for seconds, size in (*ahead, (0.0, own)):
        while ends and sum(each for _, each in ends) + size > places:
            now, _ = heapq.heappop(ends)
        heapq.heappush(ends, (now + START + seconds, size))
    return now
