"""Settings of the whole app."""

from classroom.codes import read_code
from ui.fields.field import Choice, Field


class Code:
    """The code of a class."""

    def parse(self, text: str) -> str:
        code = read_code(text)
        if code is None:
            raise ValueError(text)
        return code

    def format(self, value: str) -> str:
        return value


LANGUAGES = {"en": "English", "zh_CN": "简体中文", "es": "Español"}

LANGUAGE = Field("lang", None, Choice(tuple(LANGUAGES)))
ASKS = Field("ask", True, Choice((True, False)))  # before answers are shown
CLASS = Field("class", None, Code())  # in which this browser follows, or leads

FIELDS = (LANGUAGE, ASKS, CLASS)
OWN = (LANGUAGE, CLASS)  # each one's own, also of who follows somebody else
