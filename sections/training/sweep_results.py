"""What came of a sweep: a table, rate against distortion, and a sentence."""

from collections.abc import Iterable, Sequence

import streamlit as st

from sections.training import asked
from sections.training.run_words import total_in_words
from ui import lab, lesson, state
from ui.components.figure import live_figure
from ui.fields.training import RUN
from ui.i18n import gettext as _
from vae_core.figures.rate_distortion import Trade, Words, rate_distortion
from vae_core.lab import sweep as core
from vae_core.lab.differences import incomparable
from vae_core.lab.experiment import Experiment
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
    is_beta = _swept(runs) == "beta"
    sign = "β " if is_beta else ""
    trades = [
        Trade(f"{sign}{short(p.value)}", p.rate, p.distortion, p.is_final, p.value if is_beta else None) for p in points
    ]
    other = _on_screen(runs)
    live_figure(
        lambda: rate_distortion(
            trades,
            bound=core.best(points).negative_elbo if points else None,
            other=other,
            words=words(each.experiment for each in runs),
        ),
        key="sweep",
        goes_on=True,
        label=_("Rate against distortion, a point for each VAE of the sweep"),
        view="-".join(each.run for each in runs),
        refresh=refresh,
    )


def words(experiments: Iterable[Experiment]) -> Words:
    """What the figure says of the VAEs of some experiments."""
    return Words(
        rate=_("rate: KL, nats per image"),
        distortion=_("distortion: reconstruction term per image"),
        total=total_in_words(experiments),
        said=_("β < 1: the code says more"),
        unsaid=_("β > 1: it says less"),
    )


def _on_screen(runs: Sequence[RunSummary]) -> Trade | None:
    """The VAE of the run on screen, where it is not of the sweep and its losses are on the same scale."""
    on_screen = asked.record()
    if on_screen is None or state.get(RUN) in {each.run for each in runs}:
        return None
    summary = lab.runner().summary(state.get(RUN))
    alike = not incomparable([summary.experiment, *(each.experiment for each in runs)])
    point = core.points([summary], "beta") if alike else []
    return Trade(_("on screen"), point[0].rate, point[0].distortion, point[0].is_final) if point else None


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
    if is_beta:
        _about_beta()
    if is_beta and best.value != 1 and any(point.value == 1 for point in points):
        st.caption(_("β = 1 is what is trained for this very sum; but on the images that are learned from."))
    if last.is_final and last.rate < core.NOTHING:
        st.caption(
            _(
                "At the far end the code carries {rate} nats, next to nothing: "
                "$q(z \\mid x)$ is the prior, whatever $x$ is."
            ).format(rate=readable(last.rate, 2))
        )


def _about_beta() -> None:
    """What the lines mean, and where the plane ends."""
    st.caption(
        _(
            "A VAE is trained for a low $D + \\beta R$, which stays the same along its short line, of slope $-\\beta$; "
            "along a faint one, of slope $-1$, the sum does. As $\\beta \\to 0$ this is an autoencoder, which pays "
            "nothing for its code; with a large $\\beta$ the code is given up, and the decoder does all by itself, at "
            "rate 0. Were the pixels black or white, no point could lie below $D = 0$, nor below $R + D = H$, the "
            "entropy of the images (Alemi et al. 2018)."
        )
    )


def _swept(runs: Sequence[RunSummary]) -> str:
    return core.swept([each.experiment for each in runs])


def _total(runs: Sequence[RunSummary]) -> str:
    return total_in_words(each.experiment for each in runs)
