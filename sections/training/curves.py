"""The losses of both models over time, by named term."""

from sections.training.shown import Shown, film
from ui.components.figure import live_figure
from ui.i18n import gettext as _
from vae_core.figures.training import Line, loss_curves
from vae_core.lab.course import course
from vae_core.printing import short

TERMS = (
    ("ae", "reconstruction", "reconstruction", 0, "dash"),
    ("vae", "reconstruction", "reconstruction", 0, "solid"),
    ("vae", "negative_elbo", "p", 0, "solid"),
    ("vae", "kl", "kl", 1, "solid"),
)


def curves(here: Shown) -> None:
    """The figure, with the film of the run."""
    record = here.record
    first = next(iter(record.members.values()))
    live_figure(
        lambda: loss_curves(
            lines(here),
            changes=changes(here),
            now=None if here.is_newest else here.epoch,
            unit=here.unit,
            epochs=_("epochs"),
        ),
        [film(here)],
        key="curves",
        goes_on=True,
        label=_("Losses of both models over the epochs"),
        view=f"{first.total_steps}",
        refresh=here.refresh,
    )


def lines(here: Shown) -> list[Line]:
    """Each term of each model: on held-out images, and faint on those that are learned from."""
    names = {
        ("ae", "reconstruction"): _("AE reconstruction"),
        ("vae", "reconstruction"): _("VAE reconstruction"),
        ("vae", "negative_elbo"): f"VAE {here.sum}",
        ("vae", "kl"): _("VAE KL"),
    }
    term_lines = []
    for name, term, symbol, panel, dash in TERMS:
        member = here.record.members.get(name)
        if member is None or not member.moments:
            continue
        for part, is_faint in (("held_out", False), ("train", True)):
            epochs, values = course(member.moments, term, part, member.steps_per_epoch)
            title = "" if is_faint else names[name, term]
            term_lines.append(Line(title, symbol, epochs, values, panel, dash, is_faint))
    return term_lines


def changes(here: Shown) -> list[tuple[float, str]]:
    """What was changed on the way."""
    signs = {"beta": "β", "learning_rate": "η"}
    marks = {}
    for member in here.record.members.values():
        for change in member.changes:
            for setting, sign in signs.items():
                value = getattr(change, setting)
                if value is not None:
                    marks[setting, value, change.step] = (
                        change.step / member.steps_per_epoch,
                        f"{sign} → {short(value, 4)}",
                    )
    seen, kept = set(), []
    for (setting, value, _step), mark in sorted(marks.items(), key=lambda item: item[1][0]):
        if (setting, value) not in seen:  # both models take it, a few steps apart
            kept.append(mark)
        seen = {(setting, value)}
    return kept
