"""What is pushed to whom: a change reaches every page, and no page waits for another."""

import asyncio
import json
import logging
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from aside import finish
from played import STEP, WORDS

from classroom import acts, hub
from classroom.acts import Person
from classroom.classes import Classes
from classroom.errors import ClassError
from classroom.hub import GATHER, SAID, Connection, Hub
from classroom.room import TEACHER
from classroom.store import StoreError, open_store

SECONDS = 20  # for what takes a tenth of one


class Watched(Classes):
    """Classes that count how often one is read, and whose store may be away."""

    def __init__(self, store):
        super().__init__(store)
        self.reads, self.is_away, self.reading = 0, False, lambda: None

    def room(self, text):
        self.reads += 1
        if self.is_away:
            raise StoreError("The store is away.")
        found = super().room(text)
        self.reading()  # what is done by others before it is known what was read
        return found

    def change_now(self, code: str, person: Person, **message) -> None:
        """As by another server: no page here has asked for it."""
        self.do(Classes.room(self, code), person, message)


class Page:
    """What somebody's page has been told."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.told: list[dict] = []
        self._listening = asyncio.get_running_loop().create_task(self._listen())

    async def _listen(self) -> None:
        while True:
            self.told.append(json.loads(await self.connection.next()))

    @property
    def view(self) -> dict:
        return [each for each in self.told if each["is"] == "view"][-1]

    @property
    def errors(self) -> list[str]:
        return [each["sentence"] for each in self.told if each["is"] == "error"]

    async def sees(self, holds: Callable[[dict], bool]) -> dict:
        await until(lambda: any(each["is"] == "view" for each in self.told) and holds(self.view))
        return self.view

    def close(self) -> None:
        self._listening.cancel()


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(SECONDS):
        while not holds():
            await asyncio.sleep(0.005)


class Taught:
    """A class with its hub, its teacher's page and some students'."""

    def __init__(self, classes: Watched, of: Hub):
        self.classes, self.hub = classes, of
        self.code, self.token = classes.open()
        self.pages: list[Page] = []

    async def come(self, token: str | None = None, language: str = "en") -> Page:
        """A new student's page, or that of who has the token."""
        token = token or self.classes.join(self.code)[1]
        page = Page(await self.hub.enter(self.code, token, language))
        self.pages.append(page)
        await page.sees(lambda view: view)
        return page

    async def hear(self, by: Page, /, **message) -> None:
        await self.hub.hear(self.code, by.connection, message)

    async def quiet(self) -> None:
        """Nothing is to be pushed any more, nor to be noted."""
        await until(lambda: not (self.hub._due or self.hub._presence_due or self.hub._tasks))


@pytest.fixture
def store(tmp_path):
    store = open_store(None, tmp_path)
    yield store
    store.close()


@pytest.fixture
def teach(store, monkeypatch):
    """Runs a coroutine that is given a class with its hub, where it is soon told who is here."""
    monkeypatch.setattr(hub, "HELD", 0.05)

    def teach(lesson: Callable, **settings) -> None:
        async def run() -> None:
            classes = Watched(store)
            taught = Taught(classes, Hub(classes, **settings))
            try:
                await lesson(taught)
                await taught.quiet()
            finally:
                taught.hub.stop()
                for page in taught.pages:
                    page.close()

        finish(run())

    return teach


def test_a_step_of_the_teachers_reaches_every_page(teach):
    async def lesson(taught: Taught) -> None:
        teacher, *students = [await taught.come(taught.token), await taught.come(), await taught.come()]
        assert [page.view["lead"] for page in (teacher, *students)] == [None] * 3
        await taught.hear(teacher, do="lead", page="elbo", query={"w": "2"})
        for page in (teacher, *students):
            view = await page.sees(lambda view: view["lead"] is not None)
            assert view["lead"] == {"page": "elbo", "query": {"w": "2"}, "number": 1}
        assert teacher.view["role"] == "teacher"
        assert {page.view["role"] for page in students} == {"student"}

    teach(lesson)


def test_what_others_change_reaches_every_page_too(teach):
    async def lesson(taught: Taught) -> None:
        student = await taught.come()
        await asyncio.to_thread(taught.classes.change_now, taught.code, Person(TEACHER), do="mode", mode="pause")
        await student.sees(lambda view: view["mode"] == "pause")

    teach(lesson)


def test_everybody_reads_their_own_language(teach):
    async def lesson(taught: Taught) -> None:
        pages = {language: [await taught.come(language=language) for _ in range(2)] for language in WORDS}
        pages["en"].append(await taught.come(taught.token))
        room = taught.classes.room(taught.code)
        await asyncio.to_thread(taught.classes.change, room, acts.asking(room, WORDS, 1, **STEP))
        for language, of in pages.items():
            for page in of:
                view = await page.sees(lambda view: view["question"] is not None)
                assert view["question"]["options"][0] == [{"text": f"{language} 0"}]

    teach(lesson)


def test_a_hundred_answers_at_once_are_all_counted_and_pushed_together(teach):
    async def lesson(taught: Taught) -> None:
        teacher = await taught.come(taught.token)
        await taught.hear(teacher, do="ask", prompt="Which?", options=["a", "b"])
        members = [await asyncio.to_thread(taught.classes.join, taught.code) for _ in range(100)]
        await taught.quiet()
        reads, told = taught.classes.reads, len(teacher.told)

        def answer() -> None:
            room = Classes.room(taught.classes, taught.code)
            for number in range(len(members)):
                message = {"do": "answer", "question": 1, "option": number % 2}
                taught.classes.do(room, Person(str(number + 1)), message)

        loop = asyncio.get_running_loop()
        began = loop.time()
        await asyncio.to_thread(answer)
        await teacher.sees(lambda view: view["answers"] and view["answers"]["all"] == 100)
        pushes = 2 + (loop.time() - began) / GATHER
        assert taught.classes.reads - reads <= pushes
        assert len(teacher.told) - told <= pushes
        await taught.hear(teacher, do="close")
        view = await teacher.sees(lambda view: view["question"]["tally"])
        assert view["question"]["tally"] == [50, 50]

    teach(lesson)


def test_who_answers_at_once_with_all_others_is_counted(teach):
    async def lesson(taught: Taught) -> None:
        teacher = await taught.come(taught.token)
        students = [await taught.come() for _ in range(30)]
        await taught.hear(teacher, do="ask", prompt="Which?", options=["a", "b"], right=1)
        for student in students:
            await student.sees(lambda view: view["question"])
        await asyncio.gather(*(taught.hear(student, do="answer", question=1, option=1) for student in students))
        await teacher.sees(lambda view: view["answers"] and view["answers"]["all"] == 30)
        for student in students:
            await student.sees(lambda view: view["mine"] == {"option": 1, "right": None})

    teach(lesson)


def test_a_slow_page_skips_what_is_past_and_loses_no_error(teach):
    async def lesson(taught: Taught) -> None:
        teacher, student = await taught.come(taught.token), await taught.come()
        student.close()  # it takes nothing any more
        for number in range(5):
            await taught.hear(teacher, do="lead", page="elbo", query={"w": str(number)})
            await taught.hear(student, do="answer", question=number, option=0)
            await teacher.sees(lambda view, number=number: view["lead"] and view["lead"]["number"] == number + 1)
        await taught.quiet()
        *errors, last = [json.loads(await student.connection.next()) for _ in range(6)]
        assert [each["sentence"] for each in errors] == ["This question takes no answers any more."] * 5
        assert last["lead"]["query"] == {"w": "4"}
        with suppress(TimeoutError):
            async with asyncio.timeout(0.1):
                pytest.fail(f"more was to be told: {await student.connection.next()}")

    teach(lesson)


def test_of_errors_that_nobody_fetches_the_latest_are_kept():
    async def run() -> None:
        connection = Connection(Person("1"), "en")
        for number in range(SAID + 5):
            connection.say(str(number))
        assert [await connection.next() for _ in range(SAID)] == [str(number + 5) for number in range(SAID)]

    finish(run())


def test_what_a_page_knows_is_not_told_again(teach):
    async def lesson(taught: Taught) -> None:
        teacher, student, other = await taught.come(taught.token), await taught.come(), await taught.come()
        await taught.hear(teacher, do="ask", prompt="Which?", options=["a", "b"])
        await student.sees(lambda view: view["question"])
        await taught.quiet()
        told = len(student.told)
        await taught.hear(other, do="answer", question=1, option=0)
        await teacher.sees(lambda view: view["answers"] and view["answers"]["all"] == 1)
        await taught.quiet()
        assert len(student.told) == told, "while a question is open, an answer is its student's alone"

    teach(lesson)


def test_who_is_here_and_with_the_teacher_is_seen(teach):
    async def lesson(taught: Taught) -> None:
        teacher = await taught.come(taught.token)
        _, token = taught.classes.join(taught.code)
        laptop, phone = await taught.come(token), await taught.come(token)
        other = await taught.come()
        await teacher.sees(lambda view: (view["here"], view["with"]) == (2, 2))
        await taught.hear(laptop, do="with", on=False)
        await taught.hear(other, do="with", on=False)
        await teacher.sees(lambda view: (view["here"], view["with"]) == (2, 1))
        taught.hub.leave(taught.code, phone.connection)
        await teacher.sees(lambda view: (view["here"], view["with"]) == (2, 0))
        await taught.hear(other, do="with", on=True)
        taught.hub.leave(taught.code, laptop.connection)
        await teacher.sees(lambda view: (view["here"], view["with"]) == (1, 1))
        assert [member["here"] for member in teacher.view["members"]] == [False, True]
        taught.hub.leave(taught.code, other.connection)
        await teacher.sees(lambda view: view["here"] == 0)

    teach(lesson)


def test_the_end_of_a_class_is_told_to_all(teach):
    async def lesson(taught: Taught) -> None:
        teacher, student = await taught.come(taught.token), await taught.come()
        await taught.hear(teacher, do="end")
        for page in (teacher, student):
            await until(lambda page=page: page.told[-1] == {"is": "over"})
        assert taught.hub.room(taught.code) is None
        await taught.hear(student, do="rename")
        await until(lambda: student.errors)
        assert "There is no class" in student.errors[0]
        taught.hub.leave(taught.code, student.connection)

    teach(lesson)


def test_what_is_wrong_is_told_to_who_has_asked_for_it_in_their_language(teach):
    async def lesson(taught: Taught) -> None:
        teacher, student = await taught.come(taught.token), await taught.come(language="es")
        await taught.hear(student, do="call")
        await taught.hear(student, do=["call"])
        await until(lambda: len(student.errors) == 2)
        assert student.errors[0] == "es: Only the teacher of a class can do this."
        assert teacher.errors == []
        assert teacher.view["call"] == 0

    teach(lesson, worded=lambda sentence, language: f"{language}: {sentence}")


@pytest.mark.parametrize("token", ["", "teacher", "teacher.wrong", "1.wrong", "2.", ".", "\ud800.\ud800"])
def test_nobody_is_let_in(teach, token):
    async def lesson(taught: Taught) -> None:
        await taught.come()
        assert await taught.hub.enter(taught.code, token, "en") is None
        with pytest.raises(ClassError):
            await taught.hub.enter("FRG2Y7", token, "en")

    teach(lesson)


def test_who_comes_back_sees_the_class_as_it_is_now(teach):
    async def lesson(taught: Taught) -> None:
        teacher = await taught.come(taught.token)
        _, token = taught.classes.join(taught.code)
        before = await taught.come(token)
        taught.hub.leave(taught.code, before.connection)
        await taught.hear(teacher, do="lead", page="elbo", query={})
        await taught.hear(teacher, do="mode", mode="pause")
        after = await taught.come(token)
        assert (after.view["lead"]["page"], after.view["mode"]) == ("elbo", "pause")
        assert after.view["me"] == before.view["me"]

    teach(lesson)


# ---- what may go wrong ------------------------------------------------------------------------------


def test_while_the_store_is_away_pages_stay_as_they_were(teach, caplog):
    async def lesson(taught: Taught) -> None:
        teacher, student = await taught.come(taught.token), await taught.come()
        await taught.quiet()
        taught.classes.is_away = True
        with caplog.at_level(logging.WARNING):
            await asyncio.to_thread(taught.classes.change_now, taught.code, Person(TEACHER), do="mode", mode="roam")
            await taught.quiet()
        assert "could not be read" in caplog.text
        assert student.view["mode"] == "follow"
        await taught.hear(teacher, do="call")
        await until(lambda: teacher.errors == ["The store is away."])
        with pytest.raises(StoreError):
            await taught.hub.enter(taught.code, taught.token, "en")
        taught.classes.is_away = False
        await taught.hear(teacher, do="mode", mode="pause")
        await student.sees(lambda view: view["mode"] == "pause")

    teach(lesson)


def test_the_last_word_is_the_latest_though_it_was_read_first(teach):
    async def lesson(taught: Taught) -> None:
        student = await taught.come()
        await taught.quiet()
        is_read, goes_on = threading.Event(), threading.Event()

        def wait_once() -> None:
            taught.classes.reading = lambda: None
            is_read.set()
            assert goes_on.wait(SECONDS)

        taught.classes.reading = wait_once
        await asyncio.to_thread(taught.classes.change_now, taught.code, Person(TEACHER), do="mode", mode="roam")
        await asyncio.to_thread(is_read.wait, SECONDS)
        await asyncio.to_thread(taught.classes.change_now, taught.code, Person(TEACHER), do="mode", mode="pause")
        await asyncio.sleep(4 * GATHER)  # in which a second push would have overtaken the first
        goes_on.set()
        await student.sees(lambda view: view["mode"] == "pause")
        await taught.quiet()
        assert student.view["mode"] == taught.hub.room(taught.code).mode == "pause"

    teach(lesson)


def test_a_class_that_everybody_has_left_is_not_remembered(teach):
    async def lesson(taught: Taught) -> None:
        student = await taught.come()
        await taught.quiet()
        is_read, goes_on = threading.Event(), threading.Event()

        def wait() -> None:
            is_read.set()
            assert goes_on.wait(SECONDS)

        taught.classes.reading = wait
        await asyncio.to_thread(taught.classes.change_now, taught.code, Person(TEACHER), do="mode", mode="roam")
        await asyncio.to_thread(is_read.wait, SECONDS)
        taught.hub.leave(taught.code, student.connection)
        goes_on.set()
        await taught.quiet()
        assert taught.hub.room(taught.code) is None

    teach(lesson)


def test_whoever_comes_while_the_class_moves_on_is_told(teach):
    async def lesson(taught: Taught) -> None:
        def move_on() -> None:
            taught.classes.reading = lambda: None
            taught.classes.change_now(taught.code, Person(TEACHER), do="mode", mode="roam")

        taught.classes.reading = move_on  # after it was read for who comes, before they are among those who are told
        student = await taught.come()
        await student.sees(lambda view: view["mode"] == "roam")

    teach(lesson)


def test_two_servers_serve_one_class(server, tmp_path):
    async def lesson() -> None:
        stores = [open_store(server.url, tmp_path) for _ in range(2)]
        one, other = (Hub(Classes(store), name) for store, name in zip(stores, ("one", "other"), strict=True))
        code, token = one.classes.open()
        teacher = Page(await one.enter(code, token, "en"))
        student = Page(await other.enter(code, other.classes.join(code)[1], "en"))
        try:
            await teacher.sees(lambda view: view["here"] == 1)
            await one.hear(code, teacher.connection, {"do": "ask", "prompt": "Which?", "options": ["a", "b"]})
            await student.sees(lambda view: view["question"])
            await other.hear(code, student.connection, {"do": "answer", "question": 1, "option": 0})
            await teacher.sees(lambda view: view["answers"] and view["answers"]["all"] == 1)
            await one.hear(code, teacher.connection, {"do": "end"})
            await until(lambda: student.told[-1] == {"is": "over"})
        finally:
            for page in (teacher, student):
                page.close()
            for each, store in zip((one, other), stores, strict=True):
                each.stop()
                await until(lambda each=each: not (each._due or each._presence_due or each._tasks))
                store.close()

    finish(lesson())
