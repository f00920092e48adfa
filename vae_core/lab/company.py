"""The models of a run in step: what one of them is told at a step, all do at that step.

The first one leads. Before each step it waits for the others, tells them what it was ordered, and says which step is
next. Who is behind, after a crash between two saves, takes that step alone until all are together. Where the one that
leads has gone, because it has finished or was killed, the next one of those that are left does.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from vae_core.packing import pack, unpack
from vae_core.training.channel import Channel

START: Mapping = {"step": 0, "looks": True}


@dataclass(frozen=True)
class Beat:
    """What all models of a run do next.

    Attributes:
        orders: to obey first, numbered as they were given.
        step: whoever has done so many steps, and is playing, does the next one.
        looks: whether it is looked at after that, as soon as all are due: one may take its time.
        saves: whether its state is saved.
    """

    orders: Sequence[Mapping] = ()
    step: int = 0
    looks: bool = False
    saves: bool = False


class Company:
    """A model among the others of its run, or alone.

    Args:
        channel: on which it is told the same as the others, with :attr:`~Channel.ties` to all of them, in their order.
        orders: that were given before it started.
        rank: how many of the others lead before this one does.
    """

    def __init__(self, channel: Channel, orders: Sequence[Mapping], rank: int):
        self._channel = channel
        self._waiting = list(orders)  # to be obeyed
        self._obeyed = 0  # the number of the last order that was
        self._leaders = list(channel.ties[:rank])  # who leads, and who would after it
        self._followers: dict[Connection, Mapping] = dict.fromkeys(channel.ties[rank:], START)  # what each said last

    def next_beat(self, beat: Beat, is_playing: bool) -> Beat:
        """What is to be done; waits for it where nobody is playing.

        Args:
            beat: what this model would do: its own steps done, whether it is due to be looked at and saved.
            is_playing: whether it would go on by itself.
        """
        while self._leaders:
            if led := self._follow(self._leaders[0], beat):
                return led
        self._await_followers()
        orders = self._orders()
        if not (orders or is_playing):
            self._waiting += self._channel.wait_for_command()
            orders = self._orders()
        said = self._followers.values()
        step = min([beat.step, *(each["step"] for each in said)])
        led = Beat(orders, step, beat.looks and all(each["looks"] for each in said), beat.saves)
        for tie in self._followers:
            self._send(tie, vars(led))
        return self._taken(led)

    def _follow(self, leader: Connection, beat: Beat) -> Beat | None:
        """The leader's next beat; ``None`` where it does not lead any more."""
        self._send(leader, {"step": beat.step, "looks": beat.looks})
        if (told := self._receive(leader)) is None:
            return Beat() if self._channel.is_stopping else None
        return self._taken(Beat(**told))

    def _await_followers(self) -> None:
        for tie in list(self._followers):
            if (told := self._receive(tie)) is not None:
                self._followers[tie] = told

    def _orders(self) -> list[Mapping]:
        """What is to be obeyed, each once, although the leader tells what the channel tells as well."""
        self._waiting = [order for order in self._waiting + self._channel.commands() if order["number"] > self._obeyed]
        return self._waiting

    def _taken(self, beat: Beat) -> Beat:
        self._obeyed = max((order["number"] for order in beat.orders), default=self._obeyed)
        return beat

    def _send(self, tie: Connection, record: Mapping) -> None:
        with contextlib.suppress(OSError):  # who has gone is missed when it should answer
            tie.send_bytes(pack(record, {}))

    def _receive(self, tie: Connection) -> dict | None:
        """What the other says; ``None`` where it has gone, or this one should end."""
        try:
            while not self._channel.hears(tie):
                self._orders()
                if self._channel.is_stopping:
                    return None
            return unpack(tie.recv_bytes())[0]
        except (EOFError, OSError):
            self._followers.pop(tie, None)
            self._leaders = [leader for leader in self._leaders if leader is not tie]
            return None
