"""The sixteen families of distributions that the lessons know, and their members."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from vae_core.config import is_whole, require
from vae_core.probability.continuous_families import CONTINUOUS
from vae_core.probability.discrete_families import DISCRETE
from vae_core.probability.distribution import Distribution
from vae_core.probability.parameters import Family, Landmark, Parameter, Values, changed

__all__ = ["CONTINUOUS", "DISCRETE", "FAMILIES", "Family", "Landmark", "Member", "Parameter"]

# By name, in the order in which they are taught.
FAMILIES: dict[str, Family] = {family.name: family for family in (*DISCRETE, *CONTINUOUS)}


@dataclass(frozen=True)
class Member:
    """One distribution of a family, picked by its parameters.

    Attributes:
        family: a key of :data:`FAMILIES`.
        parameters: in the family's order; block after block where they are repeated.

    Raises :class:`~vae_core.errors.ConfigError` where the parameters do not describe a distribution.

    Examples:
        >>> narrow = Member("normal", (0.0, 0.25)).distribution
        >>> import numpy as np
        >>> round(float(narrow.density(np.zeros(1))[0]), 3)  # a density may be larger than 1
        1.596
        >>> narrow.mean(), narrow.variance()
        (0.0, 0.0625)
    """

    family: str
    parameters: Values

    def __post_init__(self):
        require(self.family in FAMILIES, f"there is no family {self.family!r}; there are {', '.join(FAMILIES)}")
        require(isinstance(self.parameters, tuple), f"parameters must be a tuple, not {self.parameters!r:.60}")
        self._check_number()
        for index, value in enumerate(self.parameters):
            parameter = self.kind.parameter(index)
            require(
                parameter.takes(value),
                f"{parameter.name} must be a {'whole ' if parameter.whole else ''}number"
                f" from {parameter.low:g} to {parameter.high:g}, not {value!r:.60}",
            )
        trouble = self.kind.rule.trouble(self.parameters)
        require(not trouble, trouble)

    def _check_number(self) -> None:
        width, repeats = len(self.kind.parameters), self.kind.repeats
        fewest, most = (repeats.fewest, repeats.most) if repeats else (1, 1)
        count, rest = divmod(len(self.parameters), width)
        expected = f"{width}" if repeats is None else f"{fewest} to {most} times {width}"
        require(
            rest == 0 and fewest <= count <= most,
            f"{self.family} takes {expected} parameters, not {len(self.parameters)}",
        )

    @staticmethod
    def default(family: str) -> "Member":
        """The member that a lesson starts with."""
        require(family in FAMILIES, f"there is no family {family!r}; there are {', '.join(FAMILIES)}")
        return Member(family, FAMILIES[family].default)

    @staticmethod
    def even(values: Iterable[float]) -> "Member":
        """A table in which each of some values has the same probability, as the faces of a fair die."""
        places = [float(value) for value in values]
        require(len(places) > 0, "a table needs a value")
        return Member("categorical", tuple(number for value in places for number in (value, 1 / len(places))))

    @property
    def kind(self) -> Family:
        """The family itself."""
        return FAMILIES[self.family]

    @property
    def distribution(self) -> Distribution:
        """The random variable; equal members share one."""
        return _distribution(self)

    @property
    def blocks(self) -> list[Values]:
        """The parameters, block by block; one block, unless they are repeated."""
        return self.kind.blocks(self.parameters)

    @property
    def landmarks(self) -> dict[str, float]:
        """The places on the x axis that a hand can move; those of repeated blocks are numbered from 1."""
        return {
            self._landmark_name(name, number): float(landmark.place(block))
            for number, block in enumerate(self.blocks, start=1)
            for name, landmark in self.kind.landmarks.items()
        }

    def _landmark_name(self, name: str, number: int) -> str:
        return f"{name} {number}" if self.kind.repeats else name

    def moved(self, landmark: str, x: float) -> "Member":
        """The member whose landmark stands at x, or as near as the parameters reach.

        Raises :class:`~vae_core.errors.ConfigError` where there is no such landmark.
        """
        require(landmark in self.landmarks, f"{self.family} has no landmark {landmark!r}")
        if math.isnan(x) or x == self.landmarks[landmark]:
            return self
        name, _, number = landmark.partition(" ")
        width, block = len(self.kind.parameters), int(number or 1) - 1
        values = self.kind.landmarks[name].moved(self.blocks[block], x)
        member = self
        for index, value in enumerate(values, start=block * width):
            if value != self.parameters[index]:
                member = member.with_parameter(index, value)
        return member

    def with_parameter(self, index: int, value: float) -> "Member":
        """The member with one parameter set, brought into its range; probabilities beside it make room."""
        require(is_whole(index, 0, len(self.parameters) - 1), f"there is no parameter {index!r}")
        require(not math.isnan(value), "a parameter cannot be NaN")
        values = changed(self.parameters, index, self.kind.parameter(index).clamped(value))
        return Member(self.family, self.kind.rule.settled(values, index))

    def resized(self, count: int) -> "Member":
        """The member with so many blocks: the last ones left out, or new ones added behind them.

        A new block gets an equal share of the probability; the others keep their proportions.
        Raises :class:`~vae_core.errors.ConfigError` where the family takes no such number.
        """
        repeats = self.kind.repeats
        require(
            repeats is not None and is_whole(count, repeats.fewest, repeats.most),
            f"{self.family} cannot have {count!r} blocks of parameters",
        )
        return Member(self.family, self.kind.resized(self.parameters, count))

    def formula(self, numbers: bool = True) -> str:
        """LaTeX of the density or mass, with the current numbers or with letters.

        ``<mu>`` and the like stand for symbols that have a colour.
        """
        names = [parameter.name for parameter in self.kind.parameters]
        if not numbers:
            return self.kind.formula.in_symbols({p.name: p.symbol for p in self.kind.parameters})
        return self.kind.formula.in_numbers([dict(zip(names, block, strict=True)) for block in self.blocks])


@lru_cache(maxsize=512)
def _distribution(member: Member) -> Distribution:
    return member.kind.build(*member.parameters)
