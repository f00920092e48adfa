"""Everybody's θ on the likelihood of the same data."""

from collections.abc import Sequence

from sections.likelihood.plane import GRID_STEPS, words
from sections.likelihood.theta import place
from ui import lesson, pools, state
from ui.components.figure import live_figure
from ui.fields.likelihood import DATA, PAGE
from ui.i18n import gettext as _
from ui.i18n import mark
from ui.pools import Hand, Pool
from vae_core.figures.pooled_likelihood import pooled_likelihood
from vae_core.printing import readable
from vae_core.probability import likelihood as model
from vae_core.probability import pooled_likelihood as core
from vae_core.probability.pooled_likelihood import Scored

LISTED = 3
AT_THE_TOP = 0.01  # nats


def thetas(hands: Sequence[Hand]) -> bool:
    """Draw them."""
    found = pools.read(hands, PAGE, lambda: (state.get(DATA), place()))
    alike = pools.agreed(found, by=lambda each: tuple(sorted(each[0])))
    x = model.observations(alike[0][1][0])
    scored = core.score(x, [theta for _hand, (_data, theta) in alike])
    shown = core.window_of_many(x, scored)
    persons = [hand.person for hand, _value in alike]
    _reading(scored, [person.name for person in persons])

    def figure():
        grid = model.parameter_grid((shown.low, shown.high), (shown.narrowest, shown.widest), GRID_STEPS)
        surface = model.surface(x, *grid)
        return pooled_likelihood(surface, scored, persons, words=words(), below=_below(scored))

    live_figure(
        figure,
        key="pool",
        label=_("Everybody's θ on the logarithm of the likelihood, and how far from the top each is"),
        wide=True,
        view=f"{shown}",
        goes_on=True,
    )
    pools.say_left_out(
        {
            _("{n} with other data"): len(found) - len(alike),
            _("{n} beyond the edge of the map"): len(alike) - scored.inside(shown),
        }
    )
    _table(scored, [hand for hand, _value in alike])
    return False


def _below(scored: Scored) -> str:
    return _("nats below the best of you") if scored.best.unbounded else _("nats below the maximum")


def _reading(scored: Scored, names: Sequence[str]) -> None:
    first = scored.order[0]
    least = float(scored.below[first])
    if scored.best.unbounded:
        text = _(
            "With these data there is no maximum: the narrower a σ over them, the higher is L. Of {people}, the {name} "
            "has gone furthest: log L = {value}."
        )
    elif len(names) == 1:
        text = _("The {name} is {below} nats below the top.")
    elif least < AT_THE_TOP:
        text = _("Of {people}, the {name} stands on the top. Half of all are no more than {half} nats below it.")
    else:
        text = _(
            "Of {people}, the {name} is nearest to the top: {below} nats below it. Half of all are no more than {half} "
            "nats below it."
        )
    lesson.reading(
        text.format(
            people=pools.people(len(names)),
            name=f"**{names[first]}**",
            value=readable(float(scored.log_likelihood[first])),
            below=readable(least, 2),
            half=readable(scored.median, 2),
        )
    )


def _table(scored: Scored, hands: Sequence[Hand]) -> None:
    columns = (scored.means, scored.standard_deviations, scored.log_likelihood, scored.below)
    rows = [(hands[i], [readable(float(column[i]), 3) for column in columns]) for i in scored.order[:LISTED]]
    pools.table((_("nearest"), "μ", "σ", "log L", _("nats below")), rows)


THETAS_OF_ALL = Pool(mark("Everybody's θ on one likelihood"), thetas)
