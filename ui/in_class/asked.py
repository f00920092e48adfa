"""What a step asks, where a class is asked: the teacher opens it, all answer, and all see when it is revealed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from classroom import acts
from classroom.acts import Person
from classroom.errors import ClassError
from classroom.room import OPEN, REVEALED, Answer, Question, Room
from classroom.store import StoreError
from ui import i18n, questions, state
from ui.fields.app import LANGUAGES, OWN
from ui.i18n import gettext as _
from ui.in_class import running, seat


@dataclass(frozen=True)
class Held:
    """A step on screen of somebody in a class.

    Attributes:
        room, person: the class, and who it is.
        step: its name.
    """

    room: Room
    person: Person
    step: str

    @property
    def is_with(self) -> bool:
        """Whether the page is where the teacher is: its own questions wait for the class's."""
        lead = self.room.lead
        return self.person.is_teacher or (lead is not None and (lead.page, lead.query) == (state.page(), _shared()))

    @property
    def question(self) -> Question | None:
        """What the class was asked last on this step."""
        return self.room.last_question(state.page(), self.step)

    @property
    def is_asked(self) -> bool:
        """Whether that is on the screens now."""
        return self.question is not None and self.question == self.room.question

    def first(self, asks: Sequence[Callable[[], questions.Question | None]]) -> bool:
        """Wait for the class, or lead it; whether the answer may be seen. A class is asked one after the other."""
        if self.room.is_seen(state.page(), self.step):
            self._judge()
            return True
        ask = asks[(self.room.times_asked(state.page(), self.step) - self.is_asked) % len(asks)]
        question = ask()
        if question is None:
            return True
        if self.person.is_teacher:
            self._offer(ask, question)
        else:
            with st.container(border=True, key=f"ask_{self.step}"):
                questions.invite(_("Your teacher asks; the figure answers when all have."))
        return False

    def again(self) -> None:
        """The teacher's button to hide the answer again."""
        if self.person.is_teacher and self.room.is_seen(state.page(), self.step):
            st.button(
                _("Ask the class again"),
                key=f"again:{self.step}",
                icon=questions.SIGN,
                on_click=partial(self._show, False),
            )

    def answer(self, option: int, is_right: bool) -> None:
        """Count what a student has answered for a page of their own, where the class is asked the same meanwhile.

        What they have answered with the class stays.
        """
        asked = self.room.question
        if asked is None or asked.stage != OPEN or (asked.page, asked.step) != (state.page(), self.step):
            return
        before = self.room.answers(asked.number).get(self.person.member)
        if before is None or before.is_own:
            answer = {"option": option, "is_right": is_right, "is_own": True}
            _change(lambda room: {f"answer:{asked.number}:{self.person.member}": answer})

    def _judge(self) -> None:
        asked = self.question
        if asked is None or asked.stage != REVEALED:
            return
        words = asked.in_language(i18n.language())
        mine: Answer | None = self.room.answers(asked.number).get(self.person.member)
        question = questions.Question(words.prompt, words.options, asked.answer, words.reason)
        questions.judge(question, -1 if mine is None or mine.is_own else mine.option)

    def _offer(self, ask: Callable[[], questions.Question | None], question: questions.Question) -> None:
        with st.container(border=True, key=f"ask_{self.step}"):
            questions.invite(question.prompt)
            if self.is_asked:
                return
            st.markdown(" · ".join(question.options))
            with st.container(horizontal=True):
                st.button(
                    _("Ask the class"),
                    key=f"pose:{self.step}",
                    type="primary",
                    icon=questions.SIGN,
                    on_click=partial(self._pose, ask),
                )
                st.button(
                    _("Just show it"),
                    key=f"see:{self.step}",
                    type="tertiary",
                    icon=":material/visibility:",
                    on_click=partial(self._show, True),
                )

    def _pose(self, ask: Callable[[], questions.Question | None]) -> None:
        words, answer = {}, None
        for language in LANGUAGES:
            with i18n.speaking(language):
                question = ask()
            words[language] = {
                "prompt": question.prompt,
                "options": question.options,
                "reason": question.reason,
            }
            answer = question.answer
        where = {"page": state.page(), "step": self.step, "query": _shared()}
        _change(lambda room: acts.asking(room, words, answer, **where))

    def _show(self, is_seen: bool) -> None:
        _change(lambda room: acts.show(room, state.page(), self.step, is_seen))


def held(step: str) -> Held | None:
    """The class of whoever looks at this step; ``None`` for who is in none."""
    seated, room = seat.taken(), seat.room()
    return None if seated is None or room is None else Held(room, seated.person, step)


def _shared() -> dict[str, str]:
    """The address on screen, without what is each one's own."""
    own = {field.name for field in OWN}
    return {name: value for name, value in state.address().items() if name not in own}


def _change(make: Callable[[Room], acts.Changes]) -> None:
    """Change the class as it is now, which is not as it was when the button was drawn."""
    room = seat.room()
    if room is None:
        return
    try:
        running.classes().change(room, make(room))
    except (ClassError, StoreError) as error:
        st.toast(i18n.translated(error))
