"""The curve on which the lesson's infinite mixture lives: its names, a way to choose it, and a place x to explain."""

from collections.abc import Iterator

import streamlit as st

from ui import state
from ui.components.figure.controls import Handle, Slider, slider_for
from ui.fields.latent_variables import AMPLITUDE, CURVE, DIMENSIONS, PLACE, SIGMA, SPREAD
from ui.i18n import gettext as _
from ui.i18n import mark
from vae_core.printing import short
from vae_core.probability.latent_curves import CURVES, SPREADS, CurveConfig, nearest_point

NAMES = {
    "line": mark("Line"),
    "sine": mark("Sine"),
    "step": mark("Jump"),
    "spiral": mark("Spiral"),
    "fold": mark("Fold"),
    "constant": mark("the same everywhere"),
    "growing": mark("growing with z"),
}
# Where the handle stands beside a curve over z.
BESIDE = 3.2


def model() -> CurveConfig:
    """The decoder on screen."""
    dimensions = state.get(DIMENSIONS)
    return CurveConfig(
        curve=state.get(CURVE[dimensions]),
        dimensions=dimensions,
        sigma=state.get(SIGMA),
        spread=state.get(SPREAD),
        amplitude=state.get(AMPLITUDE),
    )


def place(config: CurveConfig) -> tuple[float, ...]:
    """The x to be explained, brought into the picture."""
    return nearest_point(config, state.get(PLACE[config.dimensions]))


def written(x: tuple[float, ...]) -> str:
    """x in plain text."""
    return short(x[0]) if len(x) == 1 else f"({', '.join(short(at) for at in x)})"


def choose_model() -> None:
    """How many dimensions x has, which curve, and which noise."""
    required = {"required": True, "width": "content"}
    with st.container(horizontal=True):
        dimensions = state.choose(
            DIMENSIONS,
            st.segmented_control,
            _("x is"),
            (1, 2),
            format_func=lambda number: _("a number") if number == 1 else _("a point in the plane"),
            **required,
        )
        state.choose(
            CURVE[dimensions],
            st.segmented_control,
            _("The curve μ(z)"),
            tuple(CURVES[dimensions]),
            format_func=lambda name: _(NAMES[name]),
            **required,
        )
        state.choose(
            SPREAD,
            st.segmented_control,
            _("The noise σ(z)"),
            tuple(SPREADS),
            format_func=lambda name: _(NAMES[name]),
            **required,
        )


def model_sliders() -> Iterator[Slider]:
    """σ and the amplitude."""
    yield slider_for(SIGMA, "σ", _("Noise around the curve"), symbol="sigma", step=0.01)
    yield slider_for(AMPLITUDE, "a", _("Amplitude of the curve"), symbol="mu", step=0.05)


def grip(config: CurveConfig, x: tuple[float, ...]) -> Handle:
    """A handle on x: up and down beside a curve over z, anywhere in the plane."""
    field = PLACE[config.dimensions]
    if config.dimensions == 1:
        return Handle(
            "x",
            "x",
            _("The x to be explained: drag it up or down"),
            BESIDE,
            x[0],
            lambda _x, new: state.put(field, nearest_point(config, (new,))),
            moves="y",
        )
    return Handle(
        "x",
        "x",
        _("The x to be explained: drag it anywhere"),
        *x,
        lambda across, up: state.put(field, nearest_point(config, (across, up))),
        moves="xy",
    )
