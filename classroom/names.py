"""What tells the people of a class apart, without a name: a colour and an animal."""

import itertools
import random
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from vae_core.figures.theme import PERSONS

# What figures have them in, too: vae_core.figures.theme says which shades they are.
COLOURS = tuple(PERSONS)
ANIMALS = (
    *("fox", "owl", "bear", "cat", "dog", "frog", "hare", "hedgehog", "horse", "koala", "lion", "monkey", "mouse"),
    *("octopus", "panda", "penguin", "rooster", "crab", "sheep", "snail", "swan", "tiger", "duck", "dolphin", "wolf"),
)


@dataclass(frozen=True)
class Name:
    """A colour and an animal, each by its English word."""

    colour: str
    animal: str


ALL = tuple(Name(colour, animal) for colour, animal in itertools.product(COLOURS, ANIMALS))


def names_of(code: str) -> tuple[Name, ...]:
    """All names in the order in which a class gives them: its own, in which no animal comes twice before all have.

    Whoever come at one moment do not know of each other, and get different ones by their numbers.
    """
    chance = random.Random(code)
    colours = {animal: chance.sample(COLOURS, len(COLOURS)) for animal in ANIMALS}
    rounds = (chance.sample(ANIMALS, len(ANIMALS)) for _ in COLOURS)
    return tuple(Name(colours[animal][turn], animal) for turn, animals in enumerate(rounds) for animal in animals)


def spare_name(taken: Collection[Name], chance: random.Random) -> Name:
    """A name that nobody has, drawn by ``chance``, and an animal that few have; where all are taken, one of few."""
    names, animals = Counter(taken), Counter(name.animal for name in taken)
    often = {name: (names[name], animals[name.animal]) for name in ALL}
    fewest = min(often.values())
    return chance.choice([name for name in ALL if often[name] == fewest])
