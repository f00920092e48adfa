"""What can go wrong, said in words a reader can act on."""

from collections.abc import Callable, Iterable, Mapping


class Sentence(str):
    """A finished sentence in English that remembers what it was made of: it can be said in other languages, too.

    Args:
        template: the sentence or, with ``values``, a format string with their names, and nothing else, in braces.
        values: sentences, errors of ours, numbers, and whatever has the same name in every language.

    Attributes:
        template, values: likewise.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> "Sentence":
        if isinstance(template, Sentence) and not values:
            return template
        values = {name: _plain(value) for name, value in values.items()}
        # Without values the sentence is finished: a brace in it is a brace.
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template, made.values = str(template), values
        return made

    @staticmethod
    def joined(sentences: Iterable[str], between: str = " ") -> "Sentence":
        """Several sentences as one."""
        parts = {f"part_{number}": each for number, each in enumerate(sentences)}
        return Sentence(between.join(f"{{{name}}}" for name in parts), **parts)

    def translated(self, gettext: Callable[[str], str]) -> str:
        """The sentence in the language of ``gettext``, which gives the templates in it."""
        template = gettext(self.template) if self.template else ""  # the empty message is a catalogue's own head
        values = {
            name: value.translated(gettext) if isinstance(value, Sentence) else value
            for name, value in self.values.items()
        }
        return template.format(**values) if values else template

    def record(self) -> dict:
        """The sentence as JSON values; :meth:`from_record` is the inverse."""
        values = {name: value.record() if isinstance(value, Sentence) else value for name, value in self.values.items()}
        return {"template": self.template, "values": values}

    @staticmethod
    def from_record(record: object) -> "Sentence":
        """What :meth:`record` took apart; a mere text, as older runs have it, is a sentence without values.

        Raises :class:`CheckpointError` on anything else.
        """
        if isinstance(record, str):
            return Sentence(record)
        try:
            values = {
                name: Sentence.from_record(value) if isinstance(value, Mapping) else value
                for name, value in record["values"].items()
            }
            return Sentence(str(record["template"]), **values)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise CheckpointError(
                "Expected the record of a sentence, found {found}.", found=repr(record)[:80]
            ) from error


# Where there is nothing to say.
NOTHING = Sentence("")


def _plain(value: object) -> str | int | float:
    """What lasts of a value: an error would hold on to all that its traceback saw."""
    if isinstance(value, VaeCoreError):
        return value.sentence
    return value if isinstance(value, str | int | float) else str(value)


class VaeCoreError(Exception):
    """The root of every error that this package raises on purpose.

    Args:
        template, values: of the :class:`Sentence` that says what is wrong and what would do.

    Attributes:
        sentence: likewise; ``str(error)`` is its English text.
    """

    def __init__(self, template: str, /, **values: object):
        self.sentence = Sentence(template, **values)
        super().__init__(self.sentence)

    @property
    def template(self) -> str:
        return self.sentence.template

    @property
    def values(self) -> Mapping[str, object]:
        return self.sentence.values


class ConfigError(VaeCoreError, ValueError):
    """A setting lies outside what the model or the training can use."""


class DatasetError(VaeCoreError):
    """A data set is missing, damaged or not what its name says."""


class CheckpointError(VaeCoreError):
    """A saved model is missing, damaged or does not fit its own description."""


class TrainingDiverged(VaeCoreError):
    """The loss became infinite, NaN or absurdly large.

    ``last_good`` is the last snapshot before it happened.
    """

    def __init__(self, template: str, /, last_good, **values: object):
        super().__init__(template, **values)
        self.last_good = last_good
