"""What is special about EMNIST (Cohen et al., "EMNIST: an extension of MNIST to handwritten letters" (2017)).

Its files have the rows and columns of each picture the other way round, and its letters have numbers.
"""

import re
import string

DIGITS, CAPITALS, SMALL = string.digits, string.ascii_uppercase, string.ascii_lowercase
# Letters that look the same large and small are one class in two of the sets.
UNLIKE_CAPITALS = "abdefghnqrt"
# What the labels 0, 1, … of each set mean; those of the letters count from 1.
SYMBOLS = {
    "balanced": DIGITS + CAPITALS + UNLIKE_CAPITALS,
    "byclass": DIGITS + CAPITALS + SMALL,
    "bymerge": DIGITS + CAPITALS + UNLIKE_CAPITALS,
    "digits": DIGITS,
    "letters": " " + SMALL,
    "mnist": DIGITS,
}
_SET = re.compile(rf"emnist\W*({'|'.join(SYMBOLS)})", re.I)


def set_in(name: str) -> str | None:
    """Which of the sets the name of a file speaks of; empty where of EMNIST only, ``None`` where not even that."""
    found = _SET.search(name)
    if found:
        return found[1].lower()
    return "" if "emnist" in name.lower() else None


def symbols(of: str) -> tuple[str, ...]:
    """What the labels 0, 1, … of a set stand for; none where the set is not known."""
    return tuple(SYMBOLS.get(of, ""))


def first_label(name: str) -> int:
    """The lowest label of a data set, such as ``"emnist-letters"``: 0, but the letters of EMNIST count from 1."""
    return 1 if name == "emnist-letters" else 0


def classes(name: str) -> tuple[str, ...]:
    """What the classes of ``"emnist-letters"`` and the other sets stand for, in the order of their labels."""
    return symbols(name.removeprefix("emnist-"))[first_label(name) :]
