"""Who is connected, and what is pushed to whom: a change in the store reaches every screen without anybody asking."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from classroom.acts import Message, Person
from classroom.classes import Classes, who
from classroom.errors import ClassError
from classroom.room import Room
from classroom.store import StoreError
from classroom.views import common, own, view
from vae_core.errors import Sentence

GATHER = 0.05  # seconds that changes are gathered for: a hundred answers in one second are twenty pushes, not a hundred
HELD = 0.5  # seconds until it is told who is here: a class comes and goes all at once
Worded = Callable[[Sentence, str], str]
SAID = 20  # errors that wait for a slow page at most
OVER = json.dumps({"is": "over"})


@dataclass(eq=False)
class Connection:
    """A page of somebody in a class. Of what it is to be told the latest counts: a slow one skips what is between.

    Attributes:
        person: whose.
        language: theirs.
        is_with: whether they are where the teacher is, as their page says.
    """

    person: Person
    language: str
    is_with: bool = True
    _told: str = ""
    _view: str | None = None
    _said: deque[str] = field(default_factory=lambda: deque(maxlen=SAID))
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, view: str) -> None:
        """Have a view sent, unless it is what was told last."""
        if view != self._told:
            self._told = self._view = view
            self._news.set()

    def say(self, text: str) -> None:
        """Have something sent that no view takes the place of."""
        self._said.append(text)
        self._news.set()

    async def next(self) -> str:
        """What is to be sent next, once there is something."""
        await self._news.wait()
        if self._said:
            text = self._said.popleft()
        else:
            text, self._view = self._view, None
        if not self._said and self._view is None:
            self._news.clear()
        return text


class Hub:
    """The connections of one server, by class.

    Args:
        classes: where they are kept.
        name: this server's, told from others that serve the same classes.
        worded: a sentence in somebody's language.
    """

    def __init__(self, classes: Classes, name: str = "here", worded: Worded = lambda sentence, _language: sentence):
        self.classes, self.name, self._worded = classes, name, worded
        self._connected: dict[str, set[Connection]] = {}
        self._rooms: dict[str, Room] = {}
        self._due: dict[str, asyncio.TimerHandle] = {}
        self._pushing: set[str] = set()
        self._presence_due: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task] = set()
        self._stop_watching: Callable[[], None] | None = None

    def stop(self) -> None:
        """Watch the store no more."""
        if self._stop_watching is not None:
            self._stop_watching()

    def room(self, code: str) -> Room | None:
        """A class as it was pushed last; ``None`` where nobody here is in it."""
        return self._rooms.get(code)

    def census(self) -> tuple[int, int]:
        """How many classes have somebody connected to this server, and how many pages these are."""
        connected = [len(here) for here in [*self._connected.values()]]
        return len(connected), sum(connected)

    async def enter(self, code: str, token: str, language: str) -> Connection | None:
        """Connect whoever has ``token``; ``None`` where it is nobody's.

        Raises:
            ClassError, StoreError: there is no such class, or no way to know.
        """
        room = await asyncio.to_thread(self.classes.room, code)
        person = who(room, token)
        if person is None:
            return None
        self._watch()
        connection = Connection(person, language)
        self._connected.setdefault(room.code, set()).add(connection)
        self._rooms[room.code] = room
        connection.tell(self._view(room, connection))
        self._presence_changed(room.code)
        return connection

    def leave(self, code: str, connection: Connection) -> None:
        """Its page is gone."""
        here = self._connected.get(code, set())
        here.discard(connection)
        if not here:
            self._connected.pop(code, None)
            self._rooms.pop(code, None)
        self._presence_changed(code)

    async def hear(self, code: str, connection: Connection, message: Message) -> None:
        """Do what a page asks for; what is wrong with it is told to that page."""
        if message.get("do") == "with":
            connection.is_with = bool(message.get("on"))
            self._presence_changed(code)
            return
        try:
            await asyncio.to_thread(self._do, code, connection.person, message)
        except (ClassError, StoreError) as error:
            sentence = self._worded(error.sentence, connection.language)
            connection.say(json.dumps({"is": "error", "sentence": sentence}))

    def _do(self, code: str, person: Person, message: Message) -> None:
        # What a teacher does counts on what they did a moment ago; of students there are many, who have seen this room.
        known = None if person.is_teacher else self._rooms.get(code)
        room = known or self.classes.room(code)
        self.classes.do(room, person, message)

    def _watch(self) -> None:
        if self._stop_watching is None:
            loop = asyncio.get_running_loop()
            self._stop_watching = self.classes.store.watch(lambda code: loop.call_soon_threadsafe(self._changed, code))

    # ---- what is pushed -----------------------------------------------------------------------------

    def _changed(self, code: str) -> None:
        if code in self._connected and code not in self._due:
            self._gather(code)

    def _gather(self, code: str) -> None:
        loop = asyncio.get_running_loop()
        self._due[code] = loop.call_later(GATHER, self._begin, self._push_in_turn, code)

    def _begin(self, work, code: str) -> None:
        task = asyncio.get_running_loop().create_task(work(code))
        self._tasks.add(task)  # the loop itself would forget it
        task.add_done_callback(self._tasks.discard)

    async def _push_in_turn(self, code: str) -> None:
        if code in self._pushing:  # of two at once, what was read first might be told last
            self._gather(code)
            return
        self._due.pop(code, None)
        self._pushing.add(code)
        try:
            await self._push(code)
        finally:
            self._pushing.discard(code)

    async def _push(self, code: str) -> None:
        try:
            room = await asyncio.to_thread(self.classes.room, code)
        except ClassError:
            for connection in self._connected.pop(code, ()):
                connection.tell(OVER)
            self._rooms.pop(code, None)
            return
        except StoreError:
            logging.getLogger(__name__).warning("A class could not be read; its pages stay as they were.")
            return
        if code not in self._connected:  # all have left meanwhile: nobody would tell what changes in it from now on
            return
        self._rooms[code] = room
        shared: dict[str, dict] = {}
        for connection in self._connected.get(code, ()):
            connection.tell(self._view(room, connection, shared))

    def _view(self, room: Room, connection: Connection, shared: dict[str, dict] | None = None) -> str:
        person, language = connection.person, connection.language
        if person.is_teacher or shared is None:
            return json.dumps({"is": "view", **view(room, person, language)})
        if language not in shared:
            shared[language] = common(room, language)
        return json.dumps({"is": "view", **shared[language], **own(room, person)})

    # ---- who is here --------------------------------------------------------------------------------

    def _presence_changed(self, code: str) -> None:
        if code not in self._presence_due:
            loop = asyncio.get_running_loop()
            self._presence_due[code] = loop.call_later(HELD, self._begin, self._tell_presence, code)

    async def _tell_presence(self, code: str) -> None:
        self._presence_due.pop(code, None)
        here: dict[str, bool] = {}
        for connection in self._connected.get(code, ()):
            if not connection.person.is_teacher:
                member = connection.person.member
                here[member] = here.get(member, False) or connection.is_with
        try:
            await asyncio.to_thread(self.classes.store.put, code, {f"present:{self.name}": here or None})
        except StoreError:
            logging.getLogger(__name__).warning("It could not be noted who is in a class.")
