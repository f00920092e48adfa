"""Settings of the whole app."""

from ui.fields.field import Choice, Field

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}

LANGUAGE = Field("lang", None, Choice(tuple(LANGUAGES)))

FIELDS = (LANGUAGE,)
