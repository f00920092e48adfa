"""A network that learns a field of noise in the browser, beside the true one."""

from collections.abc import Mapping
from dataclasses import asdict

from ui import components
from ui.components import hand
from ui.fields.field import Field
from ui.i18n import gettext as _
from ui.library.denoisers import CLEAN
from vae_core.diffusion.examples import SPREAD
from vae_core.diffusion.mixture import DiagonalMixture
from vae_core.diffusion.schedule import Schedule
from vae_core.figures import theme

_mount = components.register("learn")
SYMBOLS = ("x", "z", "x_hat", "mu", "p", "reconstruction")


def learn(
    plane: str, data: DiagonalMixture | None, schedule: Schedule, fields: Mapping[str, Field], *, title: str, key: str
) -> None:
    """Two networks side by side, their field, the true one, and the loss at each step.

    Args:
        plane: the name of the data; with another one, other networks begin.
        data: in the plane; ``None``: the points of the field ``"points"``.
        schedule: of the noise.
        fields: the settings by the component's names for them.
        title: of the files that can be saved.
        key: unique on the page.
    """
    mixture = data and {name: getattr(data, name).tolist() for name in ("weights", "means", "variances")}
    shown = {
        "plane": plane,
        "mixture": mixture,
        "deviation": SPREAD,
        "most": fields["points"].kind.most // 2,
        "logSnr": [CLEAN, *schedule.log_snr[1:].tolist()],
        **hand.held(fields, key),
        "colours": {symbol: asdict(theme.SYMBOLS[symbol]) for symbol in SYMBOLS},
        "text": {**_texts(), "title": title},
    }
    _mount(key=key, data=shown, on_place_change=lambda: hand.take(fields, key))


def _texts() -> dict[str, str]:
    return {
        **_texts_of_controls(),
        "learned": _("learned: {loss}"),
        "true": _("true"),
        "apart": _("their difference"),
        "learned_label": _("The field that the network has learned, as arrows over those of the true one"),
        "true_label": _("The true field, as arrows, with the density of the noisy data"),
        "apart_label": _("How far the noise that the network finds is from the best guess, as colour"),
        "chart": _("The loss at each step of the noise: the least there can be, and that of both networks"),
        "chart_loss": _("loss, over t"),
        "chart_above": _("above the least loss, over t"),
        "least": _("the least"),
        "all_steps": _("all t"),
        "nats": _("bound, nats"),
        "steps": _("{steps} steps"),
        "learning": _("Both learn from the same points …"),
        "nearer": _("Nearer to the best bound: {name}."),
        "failed": _("This browser cannot train beside the page."),
    }


def _texts_of_controls() -> dict[str, str]:
    return {
        "learn": _("Learn"),
        "pause": _("Pause"),
        "once": _("One step"),
        "restart": _("Begin anew"),
        "another": _("Other start"),
        "another_help": _("Other first weights, other batches"),
        "weighting": _("Whose field is shown"),
        "simple": _("simple loss"),
        "bound": _("bound"),
        "view": _("Which losses are shown"),
        "loss": _("loss"),
        "above": _("above the least"),
        "t": _("Step of the noise"),
        "add": _("Add a point"),
        "add_help": _("In the middle; a click into the true field adds one there"),
        "point": _("Point {n}"),
        "present": _("Present (P)"),
        "present_help": _("Fills the screen. P does the same from anywhere on the page; Escape brings it back."),
        "save": _("Save as"),
        "save_as": _("Save as {kind}"),
    }
