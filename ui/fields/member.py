"""A member of a family of distributions as a setting: ``normal-0_1`` in the address."""

from dataclasses import dataclass

from ui.fields.field import SEPARATOR, four_digits
from vae_core.probability.categorical import normalised
from vae_core.probability.families import FAMILIES, Member
from vae_core.probability.parameters import ROUNDING

BETWEEN = "-"


@dataclass(frozen=True)
class MemberKind:
    """Members of some families.

    Attributes:
        families: their names.
    """

    families: tuple[str, ...]

    def parse(self, text: str) -> Member:
        name, _, numbers = text.partition(BETWEEN)
        if name not in self.families:
            raise ValueError(text)
        values = tuple(float(number) + 0.0 for number in numbers.split(SEPARATOR))
        return Member(name, _summing_to_one(name, values))

    def format(self, member: Member) -> str:
        return f"{member.family}{BETWEEN}{SEPARATOR.join(map(four_digits, member.parameters))}"


def _summing_to_one(name: str, values: tuple[float, ...]) -> tuple[float, ...]:
    """Probabilities rounded in the address, brought back to a sum of 1; others are left for Member to judge."""
    repeats = FAMILIES[name].repeats
    if repeats is None:
        return values
    width = len(FAMILIES[name].parameters)
    rounded = values[repeats.share :: width]
    # Rounding moves each by less than a thousandth of itself; a table that is really wrong is refused.
    is_rounded = ROUNDING < abs(sum(rounded) - 1) < 1e-3
    if not is_rounded or len(values) % width:
        return values
    table = list(values)
    table[repeats.share :: width] = normalised(rounded)
    return tuple(table)
