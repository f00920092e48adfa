"""What many persons have drawn, among the codes of known images: each stands on the place of its code."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float, Int, UInt8

from vae_core.figures.canvas import Panel, colour, dots, note, sheet
from vae_core.figures.figure import Figure
from vae_core.figures.latent_map import CLASSES
from vae_core.figures.persons import ALL_NAMED, Person, points
from vae_core.figures.pictures import stamp

ROOM = 0.06  # beside the outermost place, as a share
SIZES = {12: 0.11, 40: 0.08, 10**9: 0.05}  # of a drawing, as a share of the map, where there are up to so many


def drawings_on_map(
    codes: Float[np.ndarray, "n 2"],
    labels: Int[np.ndarray, " n"],
    places: Float[np.ndarray, "hands 2"],
    pictures: Sequence[UInt8[np.ndarray, " pixels"]],
    persons: Sequence[Person],
    *,
    axes: tuple[str, ...],
) -> Figure:
    """The drawings, each above a dot where its code lies: what is coloured beside those is of a class.

    Args:
        codes: of known images, on the map.
        labels: the class of each; −1 is none.
        places: of the drawings, on the same map.
        pictures: the drawings, 255 is ink.
        persons: who has drawn them.
        axes: titles of both axes.
    """
    everything = np.concatenate([codes, places])
    low, high = everything.min(0), everything.max(0)
    size = next(share for most, share in SIZES.items() if len(places) <= most) * (high - low)
    room = ROOM * (high - low)
    low, high = low - room, high + room + np.array([0, size[1]])
    panel = Panel(*axes, x_range=(float(low[0]), float(high[0])), y_range=(float(low[1]), float(high[1])))
    named = range(len(persons)) if len(persons) <= ALL_NAMED else ()
    below = {"textposition": "bottom center"}
    marks = [_cloud(codes, labels), points(*places.T, persons, named=named, size=7, **below)]
    notes = [_numeral(label, codes[labels == label]) for label in np.unique(labels[labels >= 0]).tolist()]
    figure = sheet([panel], marks, height=440, legend=False, notes=notes)
    drawn = zip(places, pictures, strict=True)
    return figure.update_layout(images=[_standing(*each, size) for each in drawn])


def _cloud(codes: Float[np.ndarray, "n 2"], labels: Int[np.ndarray, " n"]) -> dict:
    shades = [colour(str(label % 10)) if label >= 0 else colour("epsilon") for label in labels.tolist()]
    names = [str(label) if label >= 0 else "" for label in labels.tolist()]
    each = {"meta": CLASSES, "marker": {"color": shades}, "text": names, "hoverinfo": "skip"}
    return dots(*codes.T, "ink", size=4, opacity=0.35, **each)


def _numeral(label: int, codes: Float[np.ndarray, "n 2"]) -> dict:
    """A class says its name where its middle is."""
    x, y = np.median(codes, axis=0).tolist()
    return note(f"<b>{label}</b>", x, y, symbol=str(label % 10), opacity=0.8)


def _standing(place: Float[np.ndarray, " 2"], picture: UInt8[np.ndarray, " pixels"], size) -> dict:
    across, up = size.tolist()
    look = {"sizex": across, "sizey": up, "xanchor": "center", "yanchor": "bottom", "layer": "above"}
    x, y = place.tolist()
    return {"source": stamp(picture, colour("x")), "xref": "x", "yref": "y", "x": x, "y": y, **look}
