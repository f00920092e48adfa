"""Everybody's drawing on the map of the codes, and in the order in which the model finds them probable."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from sections.latent_map import choices
from sections.latent_map.map import axes
from ui import charts, clouds, digit, digit_controls, late, lesson, pools
from ui.charts import Chart
from ui.clouds import Source
from ui.components.class_legend import legend_of
from ui.components.figure import live_figure
from ui.fields.latent_map import PAGE, PLACED
from ui.i18n import gettext as _
from ui.i18n import mark
from ui.ink import in_grid, markup
from ui.pools import Hand, Pool
from vae_core.figures import pooled_map as figures
from vae_core.figures.pictures import mosaic
from vae_core.printing import fixed

FEW = 15  # drawings, below which there is room for names


def drawings(hands: Sequence[Hand]) -> bool:
    """Show them."""
    found = pools.read(hands, PAGE, lambda: (choices.source(), _drawing()))
    with_ink = [each for each in found if each[1][1] is not None]
    if not with_ink:
        lesson.reading(_("Nobody has drawn yet."))
        return False
    alike = pools.agreed(with_ink, by=lambda each: each[0].model)
    source = alike[0][1][0]
    done = pools.in_time(partial(late.drawn.drawn, source.model, content) for _hand, (_source, content) in alike)
    shown = [(hand, known) for (hand, _value), known in zip(alike, done, strict=False)]
    _show(source, shown)
    pools.say_left_out(
        {
            _("{n} without a drawing"): len(found) - len(with_ink),
            _("{n} with another model"): len(with_ink) - len(alike),
            _("{n} with a model that is not here"): len(hands) - len(found),
            _("{n} still to be computed"): len(alike) - len(shown),
        }
    )
    return len(shown) < len(alike)


def _drawing() -> bytes | None:
    """What somebody has drawn, as it is encoded; ``None``: nothing."""
    if not digit_controls.is_drawn(PLACED) or digit.is_blank(PLACED):
        return None
    return digit.current(PLACED).image.tobytes()


def _show(source: Source, shown: Sequence[tuple]) -> None:
    is_scored = late.drawn.is_scored(source.model)
    if is_scored:
        shown = sorted(shown, key=lambda each: -each[1].log_evidence)
    _reading(shown, is_scored)
    left, right = st.columns((3, 2), gap="medium")
    with left:
        _map(source, shown)
    with right:
        st.html(in_grid([_cell(*each, has_name=len(shown) <= FEW) for each in shown], is_narrow=True))
        if is_scored:
            st.caption(_("log p(x) in nats, the most probable first; on grey levels it is a score, no probability."))


def _map(source: Source, shown: Sequence[tuple]) -> None:
    chart, cloud = Chart(source, 2, is_space=source.model.latent_dim == 2), clouds.cloud(source)
    places = charts.places(chart, [drawn.code for _hand, drawn in shown])
    live_figure(
        lambda: figures.drawings_on_map(
            chart.points,
            cloud.labels,
            places,
            [drawn.picture for _hand, drawn in shown],
            [hand.person for hand, _drawn in shown],
            axes=axes(chart),
        ),
        key="pool",
        label=_("Everybody's drawing on the map of the codes"),
        goes_on=True,
        legend=legend_of(cloud.labels.tolist(), source.model.has_digits),
    )


def _cell(hand: Hand, drawn, *, has_name: bool) -> tuple[str, str]:
    level = "" if drawn.log_evidence is None else fixed(drawn.log_evidence, 0)
    name = hand.person.name
    label = f"{name}: log p(x) = {level}" if level else name
    words = f"{name} {level}" if has_name else level
    return markup(mosaic(drawn.picture[None], 1), label), pools.named(hand.person, words)


def _reading(shown: Sequence[tuple], is_scored: bool) -> None:
    if not is_scored:
        text = _("The drawings of {people}, each above the dot of its code. This model knows no p(x) to order them by.")
        lesson.reading(text.format(people=pools.people(len(shown))))
        return
    (first, most), (last, least) = shown[0], shown[-1]
    text = _(
        "The drawings of {people}, each above the dot of its code. The model finds that of the {first} most probable "
        "(log p(x) = {most} nats), that of the {last} least ({least})."
    )
    lesson.reading(
        text.format(
            people=pools.people(len(shown)),
            first=f"**{first.person.name}**",
            most=fixed(most.log_evidence, 1),
            last=f"**{last.person.name}**",
            least=fixed(least.log_evidence, 1),
        )
    )


DRAWINGS_OF_ALL = Pool(mark("Everybody's drawing on the map"), drawings)
