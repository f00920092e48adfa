"""Thousands of codes as a map, or two side by side; the browser draws, decodes and follows t-SNE as it forms."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from ui import addresses, components, running, state
from ui.components import class_legend, hand
from ui.components.decoder import TITLES
from ui.digit import Digit
from ui.fields.field import Field
from ui.i18n import gettext as _
from ui.library import Model
from ui.library.model import ENCODER
from ui.notes import Note
from vae_core.figures import theme

_mount = components.register("map")

Ids = tuple[int, ...]

SELECTED: Note[Ids] = Note("selected", ())  # on each map


@dataclass(frozen=True)
class Panel:
    """One map.

    Attributes:
        title: above it.
        axes: their names.
        basis: of a linear map, points = codes · basis: a row for each latent dimension.
        url: of a map that forms, where its frames are; it has no basis.
        centred: whether 0 stays in the middle, as in the space itself.
        prior: whether the circles of N(0, I) are drawn.
    """

    title: str
    axes: tuple[str, ...]
    basis: tuple[tuple[float, ...], ...] | None = None
    url: str | None = None
    centred: bool = False
    prior: bool = False


@dataclass(frozen=True)
class Strip:
    """Pictures of some points in a row.

    Attributes:
        title: what they are.
        points: numbers on the map.
        label: the class that they are compared with; ``None``: with none.
    """

    title: str
    points: Ids
    label: int | None = None


@dataclass(frozen=True)
class Drop:
    """A digit that is placed in the maps.

    Attributes:
        digit: what is placed.
        channel: whose pad is listened to while a pen moves; ``None``: nobody's.
    """

    digit: Digit
    channel: str | None


def latent_map(
    model: Model,
    count: int,
    panels: Sequence[Panel],
    *,
    dimensions: int,
    fields: Mapping[str, Field] | None = None,
    strips: Sequence[Strip] = (),
    drop: Drop | None = None,
    is_known: bool = True,
    key: str,
) -> None:
    """The maps, which stand here and are sent last in their section.

    Args:
        model: whose codes are shown, and what decodes them.
        count: how many of its codes, evenly chosen.
        panels: one map or two.
        dimensions: of the maps, 2 or 3.
        fields: ``"look"``, ``"point"`` and ``"lasso"``, moved by the hand; ``None``: it chooses nothing.
        strips: rows of pictures below.
        drop: a digit to be placed.
        is_known: whether the server has seen the maps finished; else the browser says when they are.
        key: unique on the page.
    """
    given = hand.held(fields or {}, key)
    data = {
        "model": model.describe(),
        "count": count,
        "dimensions": dimensions,
        "panels": [asdict(panel) for panel in panels],
        "images": None if model.shelf.images() is None else addresses.image(model.shelf.token),  # else it decodes
        "plain": fields is None,
        **given,
        "place": given["place"] or dict(NOWHERE),
        "selected": list(selected(key)),
        "is_known": is_known,
        "strips": [asdict(strip) for strip in strips],
        "drop": drop and _describe(drop, model),
        "colours": {
            **{symbol: asdict(theme.SYMBOLS[symbol]) for symbol in ("p", "mu")},
            "none": asdict(theme.SYMBOLS["epsilon"]),
            "digits": class_legend.SHADES,
        },
        "text": {
            **_texts(dimensions, can_choose=fields is not None),
            **class_legend.texts(model.has_digits),
            "title": _title(model, count),
        },
    }
    running.last(lambda: _mount(key=key, data=data, on_place_change=lambda: _take(fields or {}, key)))


NOWHERE = {"look": (), "point": -1, "lasso": ()}


def selected(key: str) -> Ids:
    """The points that the hand has encircled on the map ``key``."""
    return state.noted(SELECTED.of(key))


def _take(fields: Mapping[str, Field], key: str) -> None:
    message = hand.take(fields, key)
    if message:
        state.note(SELECTED.of(key), tuple(map(int, message["selected"])))


def _describe(drop: Drop, model: Model) -> dict:
    image = base64.b64encode(drop.digit.image.astype("<f4").tobytes()).decode("ascii")
    return {"encoder": model.address(ENCODER), "activation": model.activation, "image": image, "channel": drop.channel}


def _title(model: Model, count: int) -> str:
    return _("{n} codes of the {model}, {dimensions}-D").format(
        n=count, model=TITLES[model.kind], dimensions=model.latent_dim
    )


def _texts(dimensions: int, *, can_choose: bool) -> dict[str, str]:
    drag = _("Drag to turn it") if dimensions == 3 else _("Drag to move it")
    how = _("{drag}, click a point, encircle points with Shift held. After a click the wheel zooms.").format(drag=drag)
    return {
        "how": how if can_choose else "",
        "pad": _(
            "Map of codes. Arrow keys go to the neighbouring point, Enter chooses it, the space bar puts it "
            "into the set or takes it out, plus and minus zoom, 0 shows all, Escape gives up what was chosen."
        ),
        "lasso": _("Lasso"),
        "lasso_help": _("Draw around points to choose them; so does dragging with Shift held"),
        "clear": _("Clear the set"),
        "closer": _("Closer"),
        "farther": _("Farther"),
        "fit": _("Show all"),
        "save_as": _("Save as {kind}"),
        "keep_help": _("The map as a picture"),
        "play": _("Play"),
        "pause": _("Pause"),
        "cancel": _("Stop computing"),
        "again": _("Compute again"),
        "scrub": _("Step of the descent that is shown"),
        "step": _("step {step} of {total}"),
        "kl": _("KL {kl} nats"),
        "waiting": _("A worker starts …"),
        "ahead": _("Other maps are computed first: {n}"),
        "cancelled": _("Stopped."),
        "failed": _("The map could not be fetched. Is the server still running?"),
        "selected": _("{n} points encircled"),
        "point": _("Test image {number}, a {label}"),
        "point_unlabelled": _("Image {number}"),
        "number": _("Image {number}"),
    }
