"""Why a prior is learned: three sources of codes, one decoder, one classifier."""

import streamlit as st

from sections.from_noise.names import names_of_sources
from sections.from_noise.questions import how_many_digits
from ui import late, lesson, predict, state
from ui.components.figure import live_figure
from ui.fields.from_noise import DRAWS_SEED
from ui.i18n import gettext as _
from vae_core.data import as_bytes
from vae_core.figures import draws as figures
from vae_core.figures.draws import Source
from vae_core.printing import readable

SHOWN = figures.ACROSS * figures.ROWS


@lesson.section(shares=(DRAWS_SEED,))
def needed() -> None:
    st.markdown(
        _(
            "A VAE is asked for digits by drawing $z$ from $N(0, I)$; but its codes lie there unevenly, with holes "
            "between them. A diffusion model of the codes is a prior that fits them. One decoder paints all three, one "
            "plain classifier counts: what it is not sure of by 95 % is crossed out."
        )
    )
    st.button(_("Draw anew"), icon=":material/casino:", key="draw:codes", on_click=lambda: state.draw_anew(DRAWS_SEED))
    may_see = predict.first("needed", how_many_digits)
    if may_see:
        lesson.reading(_reading())
    live_figure(
        lambda: figures.shares(_sources(), _("taken for a digit"), is_counted=may_see),
        key="draws",
        label=_("Pictures from three sources of codes, and how many of each are taken for a digit"),
        wide=True,
    )
    lesson.code(late.draws.compared, late.draws.draws.sources, late.draws.draws.judged)


def _sources() -> list[Source]:
    found = late.draws.compared(state.get(DRAWS_SEED))
    return [
        Source(
            name,
            as_bytes(found[source].pictures[:SHOWN]),
            found[source].is_digit[:SHOWN],
            found[source].share,
            found[source].standard_error,
        )
        for source, name in names_of_sources().items()
    ]


def _reading() -> str:
    found = late.draws.compared(state.get(DRAWS_SEED))
    prior, diffusion, real = (readable(100 * found[source].share, 3) for source in names_of_sources())
    return _(
        "Of 1000 draws of the prior, {prior} % come out as digits; of latent diffusion {diffusion} %. No prior can do "
        "much better: of the codes of real images it is {real} %."
    ).format(prior=prior, diffusion=diffusion, real=real)
