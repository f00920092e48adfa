"""The events of one run: added up, and on disk."""

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
        for event in events:
            self.record.take(event)

    def add(self, kind: str, member: str | None = None, content: Mapping | None = None, arrays: Mapping | None = None):
        """Number and take a new event; where it cannot be written, a notice says so, once, and memory has to do."""
        content = content or {}
        event = Event(self.record.last + 1, time.time(), member, kind, content, arrays or {})
        self.record.take(event)
        is_kept = kind != "walkthrough" and content.get("is_kept", True)
        if is_kept and self.is_on_disk:
            try:
                self._store.append(self._run, event)
            except CheckpointError as error:
                self.is_on_disk = False
                self.note(Sentence("{error} It goes on in memory.", error=error))

    def follow(self) -> None:
        """Take the events that somebody else has written since."""
        for event in self._store.events(self._run, after=self.record.last):
            self.record.take(event)

    def note(self, notice: Sentence) -> None:
        """Add a notice about the whole run."""
        self.add("notice", None, {"text": notice.record()})
