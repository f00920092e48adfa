"""A normal fitted to a mixture by both divergences at once."""

import streamlit as st

from sections.kl_divergence import fit_words
from ui import families, lesson, state
from ui.components.figure import Handle, Player, Press, Slider, live_figure, player_for
from ui.fields.kl_divergence import FIT_STEP, MODES, START_DEVIATION, START_MEAN
from ui.i18n import gettext as _
from vae_core.figures import gaussian_fit as figures
from vae_core.probability import gaussian_divergences, gaussian_fit, normal_descent
from vae_core.probability.fit_landscape import fit_curves, landscape
from vae_core.probability.gaussian_fit import Fit


@lesson.section()
def fit() -> None:
    st.markdown(
        _(
            "One normal $q$ is to stand in for $p$, which has several modes. Two copies of it start at the same place "
            "in the plane of $(\\mu, \\sigma)$; one lowers $\\mathrm{KL}(p\\|q)$, the other $\\mathrm{KL}(q\\|p)$. "
            "Drag the modes and the start, and press Play."
        )
    )
    fits = gaussian_fit.fit(state.get(MODES), state.get(START_MEAN), state.get(START_DEVIATION))
    step = min(state.get(FIT_STEP), fits.steps)
    live_figure(
        lambda: figures.both_fits(
            fit_curves(state.get(MODES), fits, step),
            fits,
            landscape(state.get(MODES)),
            step,
            words=figures.Words(optimum=_("optimum")),
        ),
        _controls(fits),
        key="fit",
        label=_("p and both fits over x; beside them the paths of both over the plane of μ and σ"),
        view=f"{len(state.get(MODES).blocks)}",
    )
    fit_words.reading(fits, step)
    families.choose_size(MODES, _("Components of p"))
    left, right = st.columns(2, gap="large")
    with left.container(key="fit_words"):
        fit_words.both(fits, step)
        fit_words.optima(fits)
    with right:
        fit_words.formulas(state.get(MODES), fits, step)
    lesson.code(gaussian_divergences.forward_kl, gaussian_divergences.reverse_kl, normal_descent.step)


def _controls(fits: Fit) -> list[Handle | Slider | Player | Press]:
    def start(mean: float, deviation: float) -> None:
        state.put(START_MEAN, mean)
        state.put(START_DEVIATION, max(deviation, START_DEVIATION.kind.low))

    place = state.get(START_MEAN), state.get(START_DEVIATION)
    return [
        *families.grips(MODES),
        Handle("start", _("start"), _("Where both copies of q start"), *place, start, moves="xy", panel=1, symbol="q"),
        Press(_("A click in the plane of μ and σ puts the start there."), start, panel=1),
        player_for(FIT_STEP, _("Step"), fits.steps),
        *families.sliders(MODES, only=("weight",)),
    ]
