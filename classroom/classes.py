"""Classes begin, are joined and end; people are known again by their secrets."""

import hmac
import random
import time

from classroom.acts import Changes, Message, Person, act
from classroom.codes import digest, new_code, new_secret, read_code
from classroom.errors import ClassError, NoClass
from classroom.names import Name, names_of, spare_name
from classroom.room import TEACHER, Room
from classroom.store import Store

LASTS = 24 * 3600.0  # seconds
MOST_MEMBERS = 500  # unless a server's limits say another number


class Classes:
    """All classes of a store.

    Args:
        store: where they are kept.
        lasts: after how many seconds a class is gone.
        most_members: of one class.
    """

    def __init__(self, store: Store, lasts: float = LASTS, most_members: int = MOST_MEMBERS):
        self.store, self.lasts, self.most_members = store, lasts, most_members

    def open(self) -> tuple[str, str]:
        """A new class: its code, and what its teacher is known by."""
        secret = new_secret()
        entries = {"teacher": digest(secret), "ends": time.time() + self.lasts}
        while not self.store.create(code := new_code(), entries, self.lasts):
            pass
        return code, f"{TEACHER}.{secret}"

    def room(self, text: str) -> Room:
        """The class whose code somebody has typed. Raises ClassError where there is none."""
        code = read_code(text)
        entries = code and self.store.entries(code)
        if not entries:
            raise _no_class(text[:20])
        return Room(code, entries)

    def join(self, text: str) -> tuple[str, str]:
        """Come into a class: its code, and what the new member is known by.

        Raises:
            ClassError: there is no such class, or no room in it.
        """
        room, secret = self.room(text), new_secret()
        number = self.store.count_up(room.code, "members")
        if number is None or number > self.most_members:
            raise ClassError("This class is full: it has {n} members.", n=self.most_members)
        name = _name(room, number)
        member = {"number": number, "colour": name.colour, "animal": name.animal, "secret": digest(secret)}
        self.store.put(room.code, {f"member:{number}": member})
        return room.code, f"{number}.{secret}"

    def do(self, room: Room, person: Person, message: Message) -> None:
        """Do what somebody asks for. Raises ClassError where it means nothing or they have no right to it."""
        if message.get("do") == "end" and person.is_teacher:
            self.store.delete(room.code)
            return
        self.change(room, act(room, person, message))

    def change(self, room: Room, changes: Changes) -> None:
        """Write changes. Raises ClassError where the class has ended meanwhile."""
        if changes and not self.store.put(room.code, changes):
            raise _no_class(room.code)


def _no_class(code: str) -> NoClass:
    return NoClass("There is no class {code}. Is every letter right? Classes are not kept for long.", code=code)


def _name(room: Room, number: int) -> Name:
    """That of a member who comes: the next one of the class's, unless somebody has changed theirs to it."""
    taken, names = room.members.values(), names_of(room.code)
    name = names[(number - 1) % len(names)]
    return spare_name(taken, random.Random()) if name in taken else name


def who(room: Room, token: str) -> Person | None:
    """Whose token it is; ``None`` where it is nobody's in this class."""
    member, _, secret = token.partition(".")
    kept = room.entries.get("teacher") if member == TEACHER else room.entries.get(f"member:{member}", {}).get("secret")
    return Person(member) if kept and hmac.compare_digest(kept, digest(secret)) else None
