"""A thousand particles on their way from noise to the data, with chance and without."""

import streamlit as st

from sections.diffusion.choices import choose, plane
from sections.diffusion.questions import who_needs_more_steps
from ui import lesson, predict, state
from ui.components.figure import live_figure, player_for, slider_for
from ui.fields.diffusion import COUNT, PLANE, POINTS, SAMPLER, SEED, STOP
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.diffusion import particles
from vae_core.diffusion.particles import Comparison
from vae_core.diffusion.sampling import sample
from vae_core.figures import score_field as figures
from vae_core.printing import readable

STEP = (
    r"\begin{aligned} <x>_s &= \alpha_s\, \hat{<x>}_0 + \sqrt{\sigma_s^2 - \tilde{<sigma>}^2}\ \hat{<epsilon>} \\"
    r" &\quad + \tilde{<sigma>}\, <epsilon> \end{aligned}"
)


@lesson.section(shares=(PLANE, POINTS))
def back() -> None:
    st.markdown(
        _(
            "A thousand particles set out from the same noise. In the first picture each step draws fresh noise, in "
            "the second none does: there noise and picture belong together, and a way back leads to one place only. "
            "Play; then take fewer steps."
        )
    )
    _choose()
    data, count, seed = plane(), state.get(COUNT), state.get(SEED)
    ways = particles.both(data, state.get(SAMPLER), count, seed)
    stop = min(state.get(STOP), count)
    picture, words = st.columns([5, 3], gap="large")
    with picture:
        live_figure(
            lambda: figures.particles(
                {_("with chance"): ways.ancestral, _("without"): ways.without}, stop, ways.noisy(stop)
            ),
            [
                player_for(STOP, _("Step"), count, pause=0.1),
                slider_for(COUNT, "n", _("Number of steps"), symbol="x_hat", step=1, logarithmic=True),
            ],
            key="particles",
            label=_("A thousand particles on their way from noise to the data, with chance and without"),
            wide=True,
            view=state.get(PLANE),
        )
    with words.container(key="back_words"):
        if predict.first("back", who_needs_more_steps):
            _words(ways, seed)
    lesson.code(sample, particles.both)


def _choose() -> None:
    with st.container(horizontal=True):
        choose(SAMPLER, _("Without chance"), {"ddim": "DDIM", "flow": _("probability flow")})
        st.button(
            _("Other noise"), icon=":material/casino:", key="draw:particles", on_click=lambda: state.draw_anew(SEED)
        )


def _words(ways: Comparison, seed: int) -> None:
    lesson.reading(_reading(ways))
    table = particles.by_steps(ways.data, seed)
    names = {"ancestral": _("with chance"), "ddim": "DDIM", "flow": _("probability flow")}
    live_figure(
        lambda: figures.distances(
            {names[kind]: of for kind, of in table.found.items()}, table.floor, _("true draws"), _("number of steps")
        ),
        key="distances",
        label=_("How far the particles end from the data, by the number of steps"),
    )
    st.latex(coloured(STEP))
    st.caption(
        _(
            "$W_1$ is how far, on average, a particle has to be moved until all together lie like draws of the "
            "data, seen along 24 directions. Draws of the data themselves differ by {floor}."
        ).format(floor=readable(table.floor, 2))
    )


def _reading(ways: Comparison) -> str:
    chance, without = (readable(value, 2) for value in ways.distances)
    if ways.distances[0] > 1.15 * ways.distances[1]:
        text = _(
            "With {count} steps: {chance} from the data with chance, {without} without. Few steps favour the flow."
        )
    elif ways.distances[1] > 1.15 * ways.distances[0]:
        text = _("With {count} steps: {chance} from the data with chance, {without} without. Fresh noise mends errors.")
    else:
        text = _("With {count} steps both end as far from the data: {chance} and {without}.")
    return text.format(count=ways.count, chance=chance, without=without)
