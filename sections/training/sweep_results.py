"""What came of a sweep: a table, rate against distortion, and a sentence."""

from collections.abc import Sequence

import streamlit as st

from sections.training import asked
from sections.training.run_words import total_in_words
from ui import lab, lesson
from ui.components.figure import live_figure
from ui.i18n import gettext as _
from vae_core.figures.training_comparison import Trade, rate_distortion
from vae_core.lab import sweep as core
from vae_core.lab.runner import RunSummary
from vae_core.printing import readable, short


def table(runs: Sequence[RunSummary]) -> None:
    """Rate, distortion and their sum on held-out images, and how far each VAE is."""
    setting = _swept(runs)
    rows = []
    for each in runs:
        terms = each.results.get("vae", {})
        numbers = [readable(terms.get(name)) for name in ("kl", "reconstruction", "negative_elbo")]
        rows.append([short(getattr(each.experiment, setting)), *numbers, _progress(each)])
    head = "β" if setting == "beta" else _("latent")
    lesson.table((head, _("rate"), _("distortion"), _total(runs), ""), rows)


def _progress(summary: RunSummary) -> str:
    if summary.state in ("finished", "waiting"):
        return {"finished": "✓", "waiting": "…"}[summary.state]
    if summary.state == "running":
        member = lab.record(summary.run).members["vae"]
        if member.total_steps:
            return f"{100 * member.step // member.total_steps} %"
    return asked.state_in_words(summary)


def draw(runs: Sequence[RunSummary], refresh: float | None) -> None:
    """Rate against distortion, with the line of the best sum so far."""
    points = core.points(runs, _swept(runs))
    sign = "β " if _swept(runs) == "beta" else ""
    trades = [Trade(f"{sign}{short(p.value)}", p.rate, p.distortion, p.is_final) for p in points]
    live_figure(
        lambda: rate_distortion(
            trades,
            bound=core.best(points).negative_elbo if points else None,
            rate=_("rate: KL, nats per image"),
            distortion=_("distortion: reconstruction term per image"),
            total=_total(runs),
        ),
        key="sweep",
        goes_on=True,
        label=_("Rate against distortion, a point for each VAE of the sweep"),
        view="-".join(each.run for each in runs),
        refresh=refresh,
    )


def read(runs: Sequence[RunSummary]) -> None:
    """What is to be seen, once there are two points."""
    points = core.points(runs, _swept(runs))
    if len(points) < 2:
        return
    is_beta = _swept(runs) == "beta"
    first, last, best = points[0], points[-1], core.best(points)
    from_to = _("From β = {first} to {last}") if is_beta else _("From {first} to {last} latent dimensions")
    sentence = _(
        "{from_to} the rate goes from {rate} to {last_rate} nats, the distortion from {distortion} to "
        "{last_distortion}. Their sum is lowest at {best}: {sum}, the dashed line; every pair on it adds up to as much."
    )
    lesson.reading(
        sentence.format(
            from_to=from_to.format(first=short(first.value), last=short(last.value)),
            rate=readable(first.rate, 3),
            last_rate=readable(last.rate, 3),
            distortion=readable(first.distortion),
            last_distortion=readable(last.distortion),
            best=f"β = {short(best.value)}" if is_beta else short(best.value),
            sum=readable(best.negative_elbo),
        )
    )
    if is_beta and best.value != 1 and any(point.value == 1 for point in points):
        st.caption(_("β = 1 is what is trained for this very sum; but on the images that are learned from."))
    if last.is_final and last.rate < core.NOTHING:
        st.caption(
            _(
                "At the far end the code carries {rate} nats, next to nothing: "
                "$q(z \\mid x)$ is the prior, whatever $x$ is."
            ).format(rate=readable(last.rate, 2))
        )


def _swept(runs: Sequence[RunSummary]) -> str:
    return core.swept([each.experiment for each in runs])


def _total(runs: Sequence[RunSummary]) -> str:
    return total_in_words(each.experiment for each in runs)
