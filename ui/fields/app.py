"""Settings of the whole app."""

from ui.fields.field import Choice, Field

LANGUAGES = {"en": "English", "zh_CN": "简体中文", "es": "Español"}

LANGUAGE = Field("lang", None, Choice(tuple(LANGUAGES)))
ASKS = Field("ask", True, Choice((True, False)))  # before answers are shown

FIELDS = (LANGUAGE, ASKS)
