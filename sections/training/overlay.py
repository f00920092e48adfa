"""Several runs in one figure."""

from dataclasses import dataclass

import streamlit as st

from sections.training.run_words import in_words, setting_in_words, total_in_words
from ui import lab, lesson, state
from ui.components.figure import live_figure
from ui.fields.training import COMPARED
from ui.i18n import gettext as _
from vae_core.errors import CheckpointError
from vae_core.figures.training_comparison import RunCourse, compared_runs
from vae_core.lab.course import course
from vae_core.lab.differences import are_scored_alike, incomparable, telling
from vae_core.lab.events import Record
from vae_core.lab.experiment import Experiment
from vae_core.lab.member_record import MemberRecord
from vae_core.lab.runner import RunError
from vae_core.printing import readable

TERMS = ("negative_elbo", "reconstruction", "kl")
LIVE = 1.0


@dataclass(frozen=True)
class Chosen:
    """A run that is to be compared."""

    experiment: Experiment
    record: Record

    @property
    def became(self) -> Experiment:
        """What changes in mid-run have made of it."""
        return self.experiment.after(self.record.changes)

    @property
    def member(self) -> MemberRecord:
        """Its VAE, or its only model."""
        members = self.record.members
        return members.get("vae") or next(iter(members.values()))


def overlay() -> None:
    """The runs that the address names, once there are two of them."""
    chosen = [choice for run in state.get(COMPARED) if (choice := _find(run))]
    if len(chosen) < 2:
        st.caption(_("Tick two to five runs, and their VAEs' held-out losses are laid over each other here."))
        return
    experiments = [each.experiment for each in chosen]
    obstacles = incomparable(experiments)
    _warn(chosen, obstacles)
    is_likelihood = all(each.reconstruction != "squared-error" for each in experiments)
    _draw(chosen, _("nats per image") if is_likelihood and not obstacles else _("per image"))
    if not obstacles:
        _read(chosen, total_in_words(experiments))


def _find(run: str) -> Chosen | None:
    try:
        return Chosen(lab.experiment(run), lab.record(run))
    except (RunError, CheckpointError):
        return None


def _names(chosen: list[Chosen]) -> list[str]:
    """What tells each from the others; a number where nothing does."""
    names = telling((each.experiment, each.became) for each in chosen)
    words = [in_words(each.experiment, each.became, names) for each in chosen]
    return [word if words.count(word) == 1 else f"{word} ({i})" for i, word in enumerate(words, 1)]


def _warn(chosen: list[Chosen], obstacles: tuple[str, ...]) -> None:
    if obstacles:
        differences = [
            " / ".join(dict.fromkeys(filter(None, (setting_in_words(each.experiment, name) for each in chosen))))
            for name in obstacles
        ]
        st.warning(
            _(
                "These losses are not on one scale ({what}): a lower curve is not a better model. "
                "Only the shapes can be compared, and the KL, which is in nats everywhere."
            ).format(what="; ".join(differences)),
            icon=":material/balance:",
        )
    elif not are_scored_alike([each.record for each in chosen]):
        st.warning(
            _("These runs were scored on different images: their losses cannot be compared."), icon=":material/balance:"
        )


def _draw(chosen: list[Chosen], unit: str) -> None:
    courses = []
    for name, each in zip(_names(chosen), chosen, strict=True):
        member = each.member
        lines = {term: course(member.moments, term, "held_out", member.steps_per_epoch or 1) for term in TERMS}
        courses.append(RunCourse(name, {term: line for term, line in lines.items() if len(line[0])}))
    titles = {
        "negative_elbo": total_in_words(each.experiment for each in chosen),
        "reconstruction": _("reconstruction"),
        "kl": "KL",
    }
    live_figure(
        lambda: compared_runs(courses, unit=unit, epochs=_("epochs"), titles=titles),
        key="compared",
        goes_on=True,
        label=_("Held-out losses of the chosen runs over the epochs"),
        view="-".join(state.get(COMPARED)),
        refresh=LIVE if any(not each.record.is_over for each in chosen) else None,
    )


def _read(chosen: list[Chosen], term: str) -> None:
    """Which of them is ahead on held-out images."""
    scored = [
        (each.member.results["negative_elbo"], name)
        for name, each in zip(_names(chosen), chosen, strict=True)
        if "negative_elbo" in each.member.results
    ]
    if len(scored) < 2:
        return
    (lowest, name), (second, _next) = sorted(scored)[:2]
    lesson.reading(
        _("On held-out images the lowest {term} is that of **{name}**: {lowest}, {gap} below the next.").format(
            term=term, name=name, lowest=readable(lowest), gap=readable(second - lowest, 2)
        )
    )
