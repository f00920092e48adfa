"""Members of the families, drawn at random, for the tests of everything that takes one."""

import random
from contextlib import contextmanager

import numpy as np
from hypothesis import strategies as st

from core.builders import numbers
from vae_core.probability.families import CONTINUOUS, DISCRETE, FAMILIES, Member

CONTINUOUS_NAMES = [family.name for family in CONTINUOUS]
DISCRETE_NAMES = [family.name for family in DISCRETE]


def values(parameter) -> st.SearchStrategy[float]:
    """Any value of the parameter, evenly over its scale, and its two ends more often."""
    ends = st.sampled_from((parameter.low, parameter.high))
    if parameter.whole:
        return ends | st.integers(parameter.low, parameter.high)
    if parameter.logarithmic:
        inner = numbers(np.log10(parameter.low), np.log10(parameter.high)).map(lambda power: 10.0**power)
        return ends | inner.map(parameter.clamped)
    return ends | numbers(parameter.low, parameter.high)


@st.composite
def members(draw, *names: str) -> Member:
    """A member of one of the families named, or of any."""
    with undisturbed():
        return draw(_members(names))


@contextmanager
def undisturbed():
    """For what a strategy does with ``vae_core``, whose type checker looks at one random item of a tuple."""
    before = random.getstate()
    yield
    random.setstate(before)


@st.composite
def _members(draw, names: tuple[str, ...]) -> Member:
    family = FAMILIES[draw(st.sampled_from(names or tuple(FAMILIES)))]
    if family.repeats is None:
        parameters = [float(draw(values(parameter))) for parameter in family.parameters]
        if family.name == "uniform":
            low, width = min(parameters[0], 999.0), draw(numbers(1e-3, 1.0))
            parameters = [low, low + width * (1000 - low)]
        return Member(family.name, tuple(parameters))
    count = draw(st.integers(family.repeats.fewest, family.repeats.most))
    weights = np.array(draw(st.lists(numbers(0, 1), min_size=count, max_size=count))) + 1e-9
    blocks = [[float(draw(values(parameter))) for parameter in family.parameters] for _ in range(count)]
    for block, share in zip(blocks, weights / weights.sum(), strict=True):
        block[family.repeats.share] = float(share)
    return Member(family.name, tuple(value for block in blocks for value in block))
