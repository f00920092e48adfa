"""Who is next: the person who was served longest ago."""

from collections.abc import Set
from dataclasses import dataclass
from itertools import count


@dataclass(frozen=True)
class Ticket:
    """A run that waits.

    Attributes:
        run: its id.
        owner: whose it is.
        places: how many processes it takes.
    """

    run: str
    owner: str
    places: int


class FairQueue:
    """Runs that wait, served person by person; each person's own in the order of asking.

    Args:
        places: processes at once. A run that takes more is served when nothing else runs.
    """

    def __init__(self, places: int):
        self.places = places
        self._waiting: list[Ticket] = []  # in the order of asking
        self._served: dict[str, int] = {}  # when a person was last served
        self._clock = count(1)

    def __len__(self) -> int:
        return len(self._waiting)

    def enter(self, ticket: Ticket) -> None:
        self._waiting.append(ticket)

    def leave(self, run: str) -> None:
        """Take a run out, if it is in."""
        self._waiting = [ticket for ticket in self._waiting if ticket.run != run]

    def serve(self, taken: int, busy: Set[str]) -> Ticket | None:
        """The run that is next, if there is room for it; it leaves the queue.

        Args:
            taken: processes in use.
            busy: people who have a run already; theirs wait until that is over.
        """
        ticket = next((ticket for ticket in self.order() if ticket.owner not in busy), None)
        # Nobody overtakes: a pair that waits for two places would otherwise wait for ever behind single runs.
        if ticket is None or (taken > 0 and taken + ticket.places > self.places):
            return None
        self.leave(ticket.run)
        self._served[ticket.owner] = next(self._clock)
        return ticket

    def place(self, run: str) -> int | None:
        """1 for the run that is next, 2 for the one after it, …; ``None`` where it does not wait."""
        return next((place for place, ticket in enumerate(self.order(), 1) if ticket.run == run), None)

    def order(self) -> list[Ticket]:
        """All that wait, in the order in which they will be served if nobody else comes."""
        served, left, order = dict(self._served), list(self._waiting), []
        latest = max(served.values(), default=0)
        while left:
            ticket = min(left, key=lambda ticket: served.get(ticket.owner, 0))  # of equals the first who asked
            left.remove(ticket)
            order.append(ticket)
            served[ticket.owner] = latest + len(order)
        return order
