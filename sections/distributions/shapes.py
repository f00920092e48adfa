"""One mean, one variance, four distributions."""

from collections.abc import Sequence

import streamlit as st

from ui import lesson, state
from ui.components.figure import live_figure, slider_for
from ui.fields.distributions import SHAPES_DEVIATION, SHAPES_MEAN
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.figures import distributions as figures
from vae_core.printing import readable
from vae_core.probability.shapes import Shape, four_shapes

NAMES = {
    "normal": mark("normal"),
    "uniform": mark("uniform"),
    "laplace": mark("Laplace"),
    "gamma": mark("gamma, shifted"),
}


@lesson.section()
def shapes() -> None:
    st.markdown(_("Move $\\mu$ and $\\sigma$: all four keep the same mean and variance. They never become one."))
    mean, deviation = state.get(SHAPES_MEAN), state.get(SHAPES_DEVIATION)
    matched_shapes = four_shapes(mean, deviation)
    names = {name: _(text) for name, text in NAMES.items()}
    live_figure(
        lambda: figures.four_shapes(matched_shapes, names),
        [
            slider_for(SHAPES_MEAN, "μ", _("Mean"), symbol="mu"),
            slider_for(SHAPES_DEVIATION, "σ", _("Standard deviation"), symbol="sigma"),
        ],
        key="shapes",
        label=_("Four densities with the same mean and variance"),
    )
    tails = sorted(matched_shapes, key=lambda shape: shape.far)
    lesson.reading(
        _(
            "Beyond $2\\sigma$ lie {least} % of the {lightest} and {most} % of the {heaviest}, "
            "at equal mean and variance."
        ).format(
            least=readable(100 * tails[0].far, 3),
            lightest=names[tails[0].name],
            most=readable(100 * tails[-1].far, 3),
            heaviest=names[tails[-1].name],
        )
    )
    _table(matched_shapes, names)
    lesson.code(four_shapes)


def _table(matched_shapes: Sequence[Shape], names: dict[str, str]) -> None:
    rows = (
        (_("mean"), lambda shape: readable(shape.distribution.mean(), 3, unit=1.0)),
        (_("variance"), lambda shape: readable(shape.distribution.variance(), 3)),
        ("P(∣X − μ∣ > 2σ)", lambda shape: readable(shape.far, 3)),
        (_("skewness"), lambda shape: readable(shape.skewness, 3, unit=1.0)),
        (_("kurtosis"), lambda shape: readable(shape.kurtosis, 3)),
    )
    lesson.table(
        ("", *(names[shape.name] for shape in matched_shapes)),
        [(name, *map(show, matched_shapes)) for name, show in rows],
    )
