"""What a family of distributions is made of: its parameters, the rules between them, and its places on the x axis."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from vae_core.config import is_number
from vae_core.probability.distribution import Distribution
from vae_core.probability.notation import Formula

Values = tuple[float, ...]

# Probabilities in a table sum to 1 up to rounding.
ROUNDING = 1e-9
# The least distance that dragging leaves between the two ends of an interval.
NARROWEST = 1e-3


@dataclass(frozen=True)
class Parameter:
    """One number that picks a member of a family.

    Attributes:
        name: the field's name for it.
        symbol: LaTeX; ``<mu>`` and the like stand for symbols that have a colour.
        low: the least value that it takes.
        high: the greatest.
        default: where a lesson starts.
        whole: whether it counts something.
        logarithmic: whether its scale is one of ratios (rates and widths).
    """

    name: str
    symbol: str
    low: float
    high: float
    default: float
    whole: bool = False
    logarithmic: bool = False

    def clamped(self, value: float) -> float:
        """The nearest value that the parameter takes."""
        nearest = min(max(value, self.low), self.high)
        return float(round(nearest)) if self.whole else float(nearest)

    def takes(self, value: float) -> bool:
        """Whether the parameter can have this value."""
        return is_number(value, self.low, self.high) and not (self.whole and value != round(value))


@dataclass(frozen=True)
class Landmark:
    """A place on the x axis that a parameter can be grabbed by.

    Attributes:
        place: where it stands, from the values of the parameters.
        moved: the values that put it at x; they may fall outside the parameters' ranges.
    """

    place: Callable[[Values], float]
    moved: Callable[[Values, float], Values]


@dataclass(frozen=True)
class Rule:
    """What must hold between the parameters.

    Attributes:
        trouble: what is wrong with these values, as a sentence; empty where all is well.
        settled: the values after the one at an index has been set, with the rule restored.
    """

    trouble: Callable[[Values], str] = lambda values: ""
    settled: Callable[[Values, int], Values] = lambda values, index: values


@dataclass(frozen=True)
class Repeats:
    """How often the block of parameters is repeated, as the components of a mixture are.

    Attributes:
        fewest: the least number of blocks.
        most: the greatest.
        opening: the values that a lesson starts with.
        step: what is added to the last block to make a new one.
        share: which parameter of the block is a probability; over all blocks they sum to 1.
    """

    fewest: int
    most: int
    opening: Values
    step: Values
    share: int


@dataclass(frozen=True)
class Family:
    """A family of distributions.

    Attributes:
        name: its key in ``FAMILIES``.
        parameters: in order; one block of them where they are repeated.
        build: makes the distribution from the values of the parameters.
        formula: its density or mass.
        landmarks: by name, the places that set a parameter; of one block where blocks are repeated.
        rule: what must hold between the parameters.
        repeats: ``None`` unless the parameters are repeated.
    """

    name: str
    parameters: tuple[Parameter, ...]
    build: Callable[..., Distribution]
    formula: Formula
    landmarks: dict[str, Landmark] = field(default_factory=dict)
    rule: Rule = Rule()
    repeats: Repeats | None = None

    def parameter(self, index: int) -> Parameter:
        """The parameter behind the value at ``index``, counted through all blocks."""
        return self.parameters[index % len(self.parameters)]

    def blocks(self, values: Values) -> list[Values]:
        """The values, block by block."""
        width = len(self.parameters)
        return [values[start : start + width] for start in range(0, len(values), width)]

    def resized(self, values: Values, count: int) -> Values:
        """The values of ``count`` blocks: the last ones left out, or new ones added, each with an equal share."""
        kept = self.blocks(values)[:count]
        shares = [block[self.repeats.share] for block in kept]
        # What is kept has len(kept)/count of the probability, in the old proportions.
        part, total = len(kept) / count, math.fsum(shares)
        equal = 1 / count
        blocks = [
            changed(block, self.repeats.share, share / total * part if total > 0 else equal)
            for block, share in zip(kept, shares, strict=True)
        ]
        while len(blocks) < count:
            beyond = zip(self.parameters, blocks[-1], self.repeats.step, strict=True)
            moved = tuple(parameter.clamped(value + step) for parameter, value, step in beyond)
            blocks.append(changed(moved, self.repeats.share, equal))
        return tuple(value for block in blocks for value in block)

    @property
    def default(self) -> Values:
        """The values that a lesson starts with."""
        return self.repeats.opening if self.repeats else tuple(float(p.default) for p in self.parameters)


def place(name: str, symbol: str, default: float = 0.0) -> Parameter:
    """A parameter that is itself a value of x."""
    return Parameter(name, symbol, -1000, 1000, default)


def width(name: str, symbol: str, default: float = 1.0) -> Parameter:
    """A parameter that says how wide."""
    return Parameter(name, symbol, 1e-3, 1e3, default, logarithmic=True)


def probability(name: str, symbol: str, default: float, low: float = 0.0) -> Parameter:
    """A parameter from 0 to 1."""
    return Parameter(name, symbol, low, 1, default)


def ratio(numerator: float, x: float) -> float:
    """``numerator / x``; +∞, which a range then brings back, where x is not above 0."""
    return numerator / x if x > 0 else math.inf


def changed(values: Values, index: int, value: float) -> Values:
    """``values`` with the one at ``index`` set to ``value``."""
    return (*values[:index], value, *values[index + 1 :])


def location(index: int = 0) -> Landmark:
    """The place of a parameter that is itself a value of x."""
    return Landmark(lambda values: values[index], lambda values, x: changed(values, index, x))


def scale(centre: int = 0, index: int = 1) -> Landmark:
    """One width to the right of the centre."""
    return Landmark(
        lambda values: values[centre] + values[index],
        lambda values, x: changed(values, index, x - values[centre]),
    )


def interval() -> Rule:
    """The first value lies below the second."""

    def settled(values: Values, index: int) -> Values:
        low, high = values
        return (min(low, high - NARROWEST), high) if index == 0 else (low, max(high, low + NARROWEST))

    return Rule(
        lambda values: "" if values[0] < values[1] else f"low must be below high, not {values[0]:g} and {values[1]:g}",
        settled,
    )


def shares(column: int, width: int) -> Rule:
    """The probabilities, one in each block of ``width`` values, sum to 1; setting one rescales the others."""

    def trouble(values: Values) -> str:
        total = math.fsum(values[column::width])
        return "" if abs(total - 1) <= ROUNDING else f"the probabilities must sum to 1, not {total:.10g}"

    def settled(values: Values, index: int) -> Values:
        if index % width != column:
            return values
        table = list(values)
        table[column::width] = rescaled(values[column::width], index // width)
        return tuple(table)

    return Rule(trouble, settled)


def rescaled(probabilities: Values, kept: int) -> Values:
    """The others stretched or shrunk alike until all sum to 1; the one at ``kept`` stays.

    Others that are all 0 share what is left equally.
    """
    rest = math.fsum(probabilities) - probabilities[kept]
    left = 1 - probabilities[kept]
    if rest <= 0:
        spread = left / (len(probabilities) - 1)
        return tuple(p if i == kept else spread for i, p in enumerate(probabilities))
    return tuple(p if i == kept else p / rest * left for i, p in enumerate(probabilities))
