"""What of a picture is ink: which way round it is, is found from all pictures together, and said."""

import numpy as np
from jaxtyping import Bool

from vae_core.data.own.ground import AT_ONCE, Edges, Ground, Inside, Squares
from vae_core.data.own.levels import all_alike
from vae_core.data.own.reading import Reading
from vae_core.data.own.stack import Stack
from vae_core.errors import Sentence

A_FEW = 0.05  # of the pictures
INVERTED = Sentence("Dark and light changed places, so that the ground is 0.")
NO_GROUND = Sentence(
    "The ground of most pictures is neither black nor white, and no paper with ink on it: they stay as they are."
)
QUARTERS = {"none": 0, "left": 1, "over": 2, "right": 3}
TURNED = {
    "transposed": Sentence("Rows and columns of each picture changed places, so that they stand upright."),
    "left": Sentence("Each picture was turned to the left by a quarter."),
    "right": Sentence("Each picture was turned to the right by a quarter."),
    "over": Sentence("Each picture was turned by half a turn."),
}


def ink_of(reading: Reading, stack: Stack, *, turn: str = "none") -> Squares:
    """Ink (255) on nothing (0), of all pictures of a file.

    Args:
        reading: whose options say which way round the pictures are, where they do; what is found is said in it.
        stack: the pictures.
        turn: how they are turned where no option says so.

    Raises:
        DatasetError: there is nothing to see in any of them.
    """
    light = _on_paper(reading, stack)
    if all(_is_even(light[i : i + AT_ONCE], stack.inside[i : i + AT_ONCE]) for i in range(0, len(light), AT_ONCE)):
        raise all_alike(reading)
    ink = _right_way_round(reading, light, stack.inside)
    ink[~stack.inside] = 0
    turn = reading.options.turn or turn
    if turn in TURNED:
        reading.say(TURNED[turn])
    return ink.transpose(0, 2, 1) if turn == "transposed" else np.rot90(ink, QUARTERS[turn], (1, 2))


def _is_even(light: Squares, inside: Inside) -> bool:
    low, high = np.where(inside, light, 255).min((1, 2)), np.where(inside, light, 0).max((1, 2))
    return bool((low == high).all())


def _on_paper(reading: Reading, stack: Stack) -> Squares:
    """Transparent pictures over white where most of what they show is dark, else over black."""
    is_clear = stack.clear.any((1, 2))
    if not is_clear.any():
        return stack.light
    light, clear = (layer[is_clear].sum((1, 2), dtype=np.int64) for layer in (stack.light, stack.clear))
    brightness = light / np.maximum(255 * stack.inside[is_clear].sum((1, 2)) - clear, 1)
    if np.median(brightness) >= 0.5:
        return stack.light
    reading.say(Sentence("The ink is dark, and its ground transparent: it was laid on white paper."))
    return stack.light + stack.clear  # together at most 255


def _right_way_round(reading: Reading, light: Squares, inside: Inside) -> Squares:
    """Ink in pictures on plain grounds, and in those on grey ones where these are paper."""
    edges, wanted = Edges.of(light, inside), reading.options.invert
    grey, are_most_grey = edges.grey, bool(edges.grey.mean() > 0.5)
    ground, dark_ink = None, wanted
    if wanted is None and not are_most_grey:  # then the others tell how all are drawn
        dark_ink = bool(np.median(edges.level[~grey]) > 127.5)
    if grey.mean() > A_FEW:
        ground = Ground.found(light[grey], inside[grey], dark_ink, may_have_edges=are_most_grey)
    if ground is None:
        if wanted is None and are_most_grey and edges.are_far_from_plain:
            reading.say(NO_GROUND)
            return light.copy()
        return _on_plain_ground(reading, light, edges, np.ones_like(grey))
    reading.say(
        Sentence(
            "The ground is grey or unevenly lit in {count} of {all} pictures: the ink was found against it, picture by "
            "picture, and stretched to full ink.",
            count=int(grey.sum()),
            all=len(grey),
        )
    )
    ink = light.copy() if grey.all() else _on_plain_ground(reading, light, edges, ~grey)
    ink[grey] = ground.ink(light[grey], inside[grey])
    return ink


def _on_plain_ground(reading: Reading, light: Squares, edges: Edges, which: Bool[np.ndarray, " n"]) -> Squares:
    """Pictures turned over together where most of those that count have a light ground, or each by itself."""
    is_light, wanted = edges.level > 127.5, reading.options.invert
    light_ones, dark_ones = ((edges.plain & which & side).sum() for side in (is_light, ~is_light))
    if wanted is None and min(light_ones, dark_ones) > A_FEW * which.sum():
        reading.say(
            Sentence(
                "Some pictures have a light ground, some a dark one: in {count} of {all}, dark and light changed "
                "places.",
                count=int((is_light & which).sum()),
                all=int(which.sum()),
            )
        )
        return np.where(is_light[:, None, None], 255 - light, light)
    inverted = bool(np.median(edges.level[which]) > 127.5) if wanted is None else wanted
    if inverted:
        reading.say(INVERTED)
    return 255 - light if inverted else light.copy()
