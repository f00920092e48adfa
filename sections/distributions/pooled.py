"""Everybody's draws as one sample: the law of large numbers in as many hands as there are."""

from collections.abc import Sequence

from ui import lesson, pools, state
from ui.components.figure import live_figure
from ui.fields.distributions import DRAWS, MEMBER, PAGE, SEED
from ui.i18n import gettext as _
from ui.i18n import mark
from ui.pools import Hand, Pool, Read
from vae_core.figures import pooled_draws as figures
from vae_core.printing import readable, with_error
from vae_core.probability import pooled_draws as core
from vae_core.probability.families import Member

Drawn = tuple[Member, int, int]  # of what, how many, by which seed


def draws(hands: Sequence[Hand]) -> bool:
    """Draw them."""
    found = pools.read(hands, PAGE, lambda: (state.get(MEMBER), state.get(DRAWS), state.get(SEED)))
    alike = pools.agreed(found, by=lambda drawn: drawn[0])
    counted = _each_seed_once(alike)
    member = counted[0][1][0]
    pooled = core.pool(member, [(n, seed) for _hand, (_member, n, seed) in counted])
    _reading(member, pooled)
    live_figure(
        lambda: figures.pooled_draws(pooled, [hand.person for hand, _drawn in counted], words=_words()),
        key="pool",
        label=_("All draws as one histogram, and the mean of each person's draws beside the mean of all"),
        wide=True,
        view=f"{member}",
        goes_on=True,
    )
    pools.say_left_out(
        {
            _("{n} with another distribution"): len(found) - len(alike),
            _("{n} with the same draws as somebody else"): len(alike) - len(counted),
        }
    )
    return False


def _each_seed_once(found: Read[Drawn]) -> Read[Drawn]:
    """The same seed gives the same draws: whoever has most of them stands for all."""
    longest: dict[int, tuple[Hand, Drawn]] = {}
    for hand, drawn in found:
        _member, n, seed = drawn
        if seed not in longest or n > longest[seed][1][1]:
            longest[seed] = hand, drawn
    return list(longest.values())


def _reading(member: Member, pooled: core.Pooled) -> None:
    all_draws = {"people": pools.people(len(pooled.n)), "n": pooled.estimate.n}
    if pooled.mean is None:
        text = _(
            "The draws of {people}, {n} in all. This distribution has **no mean**: all together settle no better than "
            "one alone."
        )
        lesson.reading(text.format(**all_draws))
        return
    text = _("The draws of {people}, {n} in all: their mean is {together}, and E[X] is {exact}.")
    if len(pooled.n) > 1:
        text += " " + _("One alone is off by {single} as a rule, all together by {off}.")
    lesson.reading(
        text.format(
            **all_draws,
            together=with_error(pooled.estimate.value, pooled.estimate.standard_error),
            exact=readable(pooled.mean),
            single=readable(pooled.typical_error, 2),
            off=readable(abs(pooled.estimate.value - pooled.mean), 2),
        )
    )


def _words() -> figures.Words:
    return figures.Words(draws=_("all draws"), together=_("all together"), band=_("± 2 standard errors"))


DRAWS_OF_ALL = Pool(mark("Everybody's draws as one sample"), draws, seeds=(SEED,))
