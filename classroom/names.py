"""What tells the people of a class apart, without a name: a colour and an animal."""

import itertools
import random
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

# Okabe and Ito's, which the colour-blind tell apart, too; those that are read on white and on black.
COLOURS = ("orange", "sky", "green", "blue", "vermilion", "purple")
ANIMALS = (
    *("fox", "owl", "bear", "cat", "dog", "frog", "hare", "hedgehog", "horse", "koala", "lion", "monkey", "mouse"),
    *("otter", "panda", "penguin", "rooster", "seal", "sheep", "snail", "swan", "tiger", "turtle", "whale", "wolf"),
)


@dataclass(frozen=True)
class Name:
    """A colour and an animal, each by its English word."""

    colour: str
    animal: str


ALL = tuple(Name(colour, animal) for colour, animal in itertools.product(COLOURS, ANIMALS))


def spare_name(taken: Collection[Name], chance: random.Random) -> Name:
    """A name that nobody has, drawn by ``chance``, and an animal that few have; where all are taken, one of few."""
    names, animals = Counter(taken), Counter(name.animal for name in taken)
    often = {name: (names[name], animals[name.animal]) for name in ALL}
    fewest = min(often.values())
    return chance.choice([name for name in ALL if often[name] == fewest])
