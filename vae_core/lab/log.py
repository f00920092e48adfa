"""The events of one run: in memory, on disk, and added up."""

import time
from collections.abc import Iterable, Mapping

from vae_core.errors import CheckpointError, Sentence
from vae_core.lab.events import Event, Record
from vae_core.lab.store import Store


class RunLog:
    """The log of ``run``.

    Args:
        run: its id.
        members: of its experiment.
        store: where kept events go.
        events: that are there already.

    Attributes:
        record: what the events add up to.
        is_on_disk: whether all kept events are.
    """

    def __init__(self, run: str, members: tuple[str, ...], store: Store, events: Iterable[Event] = ()):
        self.record = Record(members)
        self.is_on_disk = True
        self._run, self._store = run, store
        self._kept: list[Event] = []
        self._passing: dict[tuple[str | None, str], Event] = {}  # the newest of each kind
        for event in events:
            self._take(event)

    def add(self, kind: str, member: str | None = None, content: Mapping | None = None, arrays: Mapping | None = None):
        """Number and take a new event; where it cannot be written, a notice says so, once, and memory has to do."""
        content = content or {}
        is_kept = kind != "walkthrough" and content.get("is_kept", True)
        event = Event(self.record.last + 1, time.time(), member, kind, content, arrays or {}, is_kept)
        self._take(event)
        if is_kept and self.is_on_disk:
            try:
                self._store.append(self._run, event)
            except CheckpointError as error:
                self.is_on_disk = False
                self.note(Sentence("{error} It goes on in memory.", error=error))

    def note(self, notice: Sentence) -> None:
        """Add a notice about the whole run."""
        self.add("notice", None, {"text": notice.record()})

    def after(self, number: int) -> list[Event]:
        """The events with larger numbers, in order; of those that are not kept only the newest of a kind."""
        first = next((i for i in range(len(self._kept), 0, -1) if self._kept[i - 1].number <= number), 0)
        passing = [event for event in self._passing.values() if event.number > number]
        return sorted([*self._kept[first:], *passing], key=lambda event: event.number)

    def _take(self, event: Event) -> None:
        self.record.take(event)
        if event.is_kept:
            self._kept.append(event)
            self._passing.pop((event.member, event.kind), None)
        else:
            self._passing[event.member, event.kind] = event
