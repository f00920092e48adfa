"""The third model as it learns: what it takes noise for, and its losses."""

import streamlit as st

from sections.training.curves import changes, lines
from sections.training.shown import Shown
from ui.components.figure import live_figure
from ui.i18n import gettext as _
from vae_core.figures.training import loss_curves, stacked
from vae_core.lab.experiment import THIRD

TERMS = (
    (THIRD, "noise_error", "epsilon", 0, "solid"),
    (THIRD, "negative_bound", "p", 1, "solid"),
)
HEIGHT = 200


def denoised(here: Shown) -> None:
    """Images under noise, what the model takes them for, what it makes of noise alone; and its losses."""
    moment = here.moments.get(THIRD)
    if moment is None:
        return
    left, right = st.columns([2, 3], gap="medium")
    with left:
        seen = moment.observation
        blocks = [("<i>x<sub>t</sub></i>", seen.noisy), ("<i>x̂</i>₀", seen.reconstructions)]
        blocks += [("<i>x<sub>T</sub></i>→<i>x</i>₀", seen.samples)]
        live_figure(
            lambda: stacked(blocks, height=HEIGHT),
            key="denoised",
            goes_on=True,
            label=_("Ten images under noise, what the diffusion model takes them for, and twenty draws from noise"),
        )
    with right:
        _curves(here)
    st.caption(
        _(
            "The diffusion model has no code. Above, it is given $x_t$, half of it noise, and says what is behind; "
            "below it begins with noise alone, which it takes away in ten steps: compare with the $z$ that the others "
            "decode. Its bound is on the density of grey levels; only a Gaussian $p(x∣z)$ gives one on the same scale."
        )
    )


def _curves(here: Shown) -> None:
    live_figure(
        lambda: loss_curves(
            lines(here, TERMS),
            changes=changes(here),
            now=None if here.is_newest else here.epoch,
            unit="‖ε − ε̂‖²",
            beside="",
            epochs=_("epochs"),
        ),
        key="noise_curves",
        goes_on=True,
        label=_("Losses of the diffusion model over the epochs"),
        view=f"{here.record.members[THIRD].total_steps}",
    )
