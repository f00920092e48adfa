"""What everybody has trained, as rate against distortion: as many β as there are people, and a curve appears."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from sections.training.run_words import total_in_words
from sections.training.sweep_results import words
from ui import lab, lesson, pools, state
from ui.components.figure import live_figure
from ui.fields.training import PAGE, RUN, SWEEP
from ui.i18n import gettext as _
from ui.i18n import mark
from ui.pools import Hand, Pool
from vae_core.figures.rate_distortion import Trade, rate_distortion
from vae_core.lab import sweep as core
from vae_core.lab.differences import differing
from vae_core.lab.events import OVER
from vae_core.lab.experiment import OWN
from vae_core.lab.runner import RunError, RunSummary
from vae_core.lab.sweep import Point
from vae_core.printing import readable, short

LISTED = 3


@dataclass(frozen=True)
class Trained:
    """A run, and who shows it.

    Attributes:
        hand: whose.
        summary: of the run.
        point: its VAE on held-out images; ``None`` before it was scored.
    """

    hand: Hand
    summary: RunSummary
    point: Point | None


def runs(hands: Sequence[Hand]) -> bool:
    """Draw them."""
    found = list(_trained(hands))
    with_runs = {each.hand.member for each in found}
    alike = [each for _hand, each in pools.agreed([(each.hand, each) for each in found], by=_on_one_scale)]
    scored = sorted((each for each in alike if each.point), key=lambda each: each.point.value)
    if scored:
        _draw(scored)
    else:
        lesson.reading(_("No VAE of anybody's has been scored yet."))
    pools.say_left_out(
        {
            _("{n} without a run"): len({hand.member for hand in hands} - with_runs),
            _("{n} on another scale"): len(found) - len(alike),
            _("{n} not scored yet"): len(alike) - len(scored),
        }
    )
    return any(each.summary.state not in OVER for each in alike)


def _trained(hands: Sequence[Hand]) -> Iterator[Trained]:
    """Every run that somebody shows and that taught a VAE, once."""
    seen: set[str] = set()
    for hand, shown in pools.read(hands, PAGE, lambda: (state.get(RUN), *state.get(SWEEP))):
        for run in shown:
            if run is None or run in seen:
                continue
            seen.add(run)
            summary = _summary(run)
            if summary is not None and "vae" in summary.experiment.members and summary.state != "failed":
                became = replace(summary, experiment=summary.became)
                yield Trained(hand, became, next(iter(core.points([became], "beta")), None))


def _summary(run: str) -> RunSummary | None:
    try:
        return lab.runner().summary(run)
    except RunError:
        return None


def _on_one_scale(each: Trained) -> tuple:
    """What must be the same for two points to be comparable; images of one's own are nobody else's."""
    return core.scale(each.summary.experiment), each.summary.run if each.summary.experiment.dataset == OWN else ""


def _draw(scored: Sequence[Trained]) -> None:
    experiments = [each.summary.experiment for each in scored]
    best = min(scored, key=lambda each: each.point.negative_elbo)
    _reading(scored, best)
    trades = [
        Trade(_sign(each), each.point.rate, each.point.distortion, each.point.is_final, each.point.value)
        for each in scored
    ]
    live_figure(
        lambda: rate_distortion(
            trades,
            bound=best.point.negative_elbo,
            persons=[each.hand.person for each in scored],
            words=words(experiments),
        ),
        key="pool",
        goes_on=True,
        label=_("Rate against distortion, a point for each VAE that somebody has trained"),
    )
    if {*differing(experiments)} - {"beta", "seed"}:
        st.caption(_("They differ in more than β: points that are not on one curve may have other settings."))
    listed = sorted(scored, key=lambda each: each.point.negative_elbo)[:LISTED]
    header = (_("lowest sum"), "β", _("rate"), _("distortion"), total_in_words(experiments))
    pools.table(header, [(each.hand, _numbers(each.point)) for each in listed])


def _sign(each: Trained) -> str:
    return f"β {short(each.point.value)}"


def _numbers(point: Point) -> list[str]:
    return [short(point.value), *map(readable, (point.rate, point.distortion, point.negative_elbo))]


def _reading(scored: Sequence[Trained], best: Trained) -> None:
    first, last = scored[0].point, scored[-1].point
    text = _(
        "VAEs trained by {people}: {n}, all with β = {first}. The {name} has the lowest sum of rate and "
        "distortion: {sum}, the dashed line."
    )
    if first.value < last.value:
        text = _(
            "VAEs trained by {people}: {n}. From β = {first} to {last} the rate goes from {rate} to {last_rate} "
            "nats. The {name} has the lowest sum of rate and distortion, at β = {best}: {sum}, the dashed line."
        )
    lesson.reading(
        text.format(
            people=pools.people(len({each.hand.member for each in scored})),
            n=len(scored),
            first=short(first.value),
            last=short(last.value),
            rate=readable(first.rate, 3),
            last_rate=readable(last.rate, 3),
            name=f"**{best.hand.person.name}**",
            best=short(best.point.value),
            sum=readable(best.point.negative_elbo),
        )
    )


RUNS_OF_ALL = Pool(mark("Everybody's VAEs as rate against distortion"), runs)
