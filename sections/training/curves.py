"""The losses of both models over time, by named term."""

from collections.abc import Sequence

import streamlit as st

from sections.training.shown import Shown, film
from ui import lesson, state
from ui.components.figure import live_figure
from ui.fields import training as fields
from ui.i18n import gettext as _
from vae_core.figures.training import Line, loss_curves
from vae_core.lab.course import course, smoothed
from vae_core.lab.experiment import THIRD
from vae_core.printing import fixed, short

TERMS = (
    ("ae", "reconstruction", "reconstruction", 0, "dash"),
    ("vae", "reconstruction", "reconstruction", 0, "solid"),
    ("vae", "negative_elbo", "p", 0, "solid"),
    ("vae", "kl", "kl", 1, "solid"),
)
WEIGHTED = ("vae", "loss", "q", 0, "dot")
ROWS = 8  # of the lines as a table


def curves(here: Shown) -> None:
    """The figure, with the film of the run."""
    record = here.record
    first = next(iter(record.members.values()))
    live_figure(
        lambda: loss_curves(
            lines(here, (*TERMS, WEIGHTED) if here.draws > 1 else TERMS),
            changes=changes(here),
            now=None if here.is_newest else here.epoch,
            unit=here.unit,
            epochs=_("epochs"),
            log=state.get(fields.LOG) and here.is_positive,
        ),
        [film(here)],
        key="curves",
        goes_on=True,
        label=_("Losses of both models over the epochs"),
        view=f"{first.total_steps}",
        refresh=here.refresh,
    )


def lines(here: Shown, of: Sequence[tuple] = TERMS) -> list[Line]:
    """Each term of each model: on held-out images, and faint on those that are learned from."""
    names = {
        ("ae", "reconstruction"): _("AE reconstruction"),
        ("vae", "reconstruction"): _("VAE reconstruction"),
        ("vae", "negative_elbo"): f"VAE {here.sum}",
        ("vae", "kl"): _("VAE KL"),
        WEIGHTED[:2]: f"VAE −<i>L</i><sub>{here.draws}</sub>",
        (THIRD, "noise_error"): _("error of the noise"),
        (THIRD, "negative_bound"): _("−bound, nats"),
    }
    term_lines = []
    for name, term, symbol, panel, dash in of:
        member = here.record.members.get(name)
        if member is None or not member.moments:
            continue
        for part, is_faint in (("held_out", False), ("train", True)):
            epochs, values = course(member.moments, term, part, member.steps_per_epoch)
            if state.get(fields.SMOOTH):
                values = smoothed(values)
            title = "" if is_faint else names[name, term]
            term_lines.append(Line(title, symbol, epochs, values, panel, dash, is_faint))
    return term_lines


def in_numbers(here: Shown) -> None:
    """The held-out lines as a table, as far as they go now: who does not see them reads them."""
    box = st.expander(_("The curves in numbers"), icon=":material/table:", key="curves_in_numbers", on_change="rerun")
    if box.open:
        with box:
            lesson.table(*numbers(here))


def numbers(here: Shown) -> tuple[list[str], list[list[str]]]:
    """The names of the held-out lines, and their values at a few epochs from the first to the last."""
    seen = [line for line in lines(here) if not line.is_faint]
    epochs = max((line.epochs for line in seen), key=len, default=())
    rows = sorted({round(i * (len(epochs) - 1) / (ROWS - 1)) for i in range(ROWS)}) if len(epochs) else []
    table = [[short(epochs[row], 3), *(_value(line, row) for line in seen)] for row in rows]
    return [_("epochs"), *(line.name for line in seen)], table


def _value(line: Line, number: int) -> str:
    return fixed(line.values[number], 2) if number < len(line.values) else ""


def gap_in_words(here: Shown) -> str:
    """Why the held-out images can seem to be the easier ones; empty where they do not."""
    scored = here.scored("vae") if "vae" in here.moments else None
    if scored is None or not scored.step or scored.held_out["loss"] >= scored.train["loss"]:
        return ""
    return _(
        "The held-out line lies below the training line here, although those images were never learned from: the "
        "training loss is the mean over the steps since the point before, when the weights were still worse; held-out "
        "images are scored with the weights of the moment."
    )


def changes(here: Shown) -> list[tuple[float, str]]:
    """What was changed on the way."""
    signs = {"beta": "β", "learning_rate": "η"}
    epoch = next(iter(here.record.members.values())).steps_per_epoch
    made = [(change, setting) for change in here.record.changes for setting in signs]
    values = ((change.step / epoch, signs[setting], getattr(change, setting)) for change, setting in made)
    return [(at, f"{sign} → {short(value, 4)}") for at, sign, value in values if value is not None]
