"""Many latent dimensions: their divergences add."""

import streamlit as st

from ui import lesson, state
from ui.components.figure import Handle, live_figure, slider_for
from ui.fields.field import Field
from ui.fields.kl_divergence import (
    DIMENSIONS,
    LOG_VARIANCE,
    MEAN,
    SECOND_LOG_VARIANCE,
    SECOND_MEAN,
    VALUES_SEED,
)
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.figures import latent_dimensions as figures
from vae_core.printing import adding_up, readable
from vae_core.probability import standard_normal as core
from vae_core.probability.notation import amount, shortened
from vae_core.probability.standard_normal import Dimensions

# A dimension below this many nats says next to nothing.
IDLE = 0.05
WRITTEN = 4  # terms of the sum


@lesson.section(shares=(MEAN, LOG_VARIANCE))
def dimensions() -> None:
    st.markdown(
        _(
            "A code $z$ has many dimensions, each with its own $\\mu_j$ and $\\sigma_j$; their divergences add. "
            "Dimension 1 is the point of the step before. Drag 1 and 2; the others are drawn at random."
        )
    )
    latent_dimensions = core.dimensions(
        state.get(DIMENSIONS),
        state.get(VALUES_SEED),
        (
            (state.get(MEAN), state.get(LOG_VARIANCE)),
            (state.get(SECOND_MEAN), state.get(SECOND_LOG_VARIANCE)),
        ),
    )
    controls = _controls()
    live_figure(
        lambda: figures.many_dimensions(latent_dimensions, core.surface(), held=len(controls) - 1, words=_words()),
        controls,
        key="dimensions",
        label=_("The dimensions as points over μ and log σ²; beside them what each costs"),
    )
    st.button(
        _("Draw the others anew"),
        icon=":material/casino:",
        on_click=lambda: state.draw_anew(VALUES_SEED),
    )
    with st.container(key="dimensions_words"):
        _reading(latent_dimensions)
        st.latex(coloured(_sum(latent_dimensions)))
    lesson.code(core.Parts, core.dimensions)


def _controls() -> list:
    places = [(MEAN, LOG_VARIANCE), (SECOND_MEAN, SECOND_LOG_VARIANCE)][: state.get(DIMENSIONS)]
    handles = [_point(number, *fields) for number, fields in enumerate(places, 1)]
    return [*handles, slider_for(DIMENSIONS, "d", _("Number of dimensions"), step=1)]


def _point(j: int, mean: Field[float], log_variance: Field[float]) -> Handle:
    def take(x: float, y: float) -> None:
        state.put(mean, x)
        state.put(log_variance, y)

    return Handle(
        f"dimension {j}",
        f"{j}",
        _("Dimension {number}").format(number=j),
        state.get(mean),
        state.get(log_variance),
        take,
        moves="xy",
        symbol="z",
        low=mean.kind.low,
        high=mean.kind.high,
    )


def _reading(latent_dimensions: Dimensions) -> None:
    costs = latent_dimensions.parts.kl.tolist()
    dearest = max(range(len(costs)), key=costs.__getitem__)
    idle = sum(cost < IDLE for cost in costs)
    text = _("All {d} dimensions together cost {total} nats; dimension {dearest} alone costs {most}.")
    if idle:
        text = _(
            "All {d} dimensions together cost {total} nats; dimension {dearest} alone costs {most}, "
            "and {idle} of them cost next to nothing: those carry next to nothing either."
        )
    lesson.reading(
        text.format(
            d=len(costs),
            total=readable(latent_dimensions.parts.total, 3),
            dearest=dearest + 1,
            most=readable(costs[dearest], 3),
            idle=idle,
        )
    )


def _sum(latent_dimensions: Dimensions) -> str:
    parts = latent_dimensions.parts
    terms = shortened([amount(cost) for cost in adding_up(parts.total, parts.kl.tolist())], WRITTEN)
    return (
        r"\begin{aligned} \mathrm{KL} &= \textstyle\sum_j \tfrac12"
        r"\left(<mu>_j^2 + <sigma>_j^2 - 1 - \log <sigma>_j^2\right) \\"
        rf"&= {terms} = \mathbf{{{amount(parts.total)}}}\text{{ {_('nats')}}} \end{{aligned}}"
    )


def _words() -> figures.Words:
    return figures.Words(of_mean=_("of the mean"), of_variance=_("of the variance"))
