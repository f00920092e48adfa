"""The holes of a plane once more, under N(0, I) and under a prior that has learned where the codes are."""

import streamlit as st

from sections.from_noise.names import names_of_sources
from sections.from_noise.questions import how_many_codes_in_holes
from ui import late, lesson, predict, state
from ui.components.figure import live_figure
from ui.fields.from_noise import DRAWS_SEED
from ui.i18n import gettext as _
from vae_core.analysis.holes import Landing, land
from vae_core.figures import landing as figures
from vae_core.figures.landing import Cloud
from vae_core.printing import readable


@lesson.section(shares=(DRAWS_SEED,))
def holes() -> None:
    st.markdown(
        _(
            "The map of holes once more: the stronger the colour, the farther the nearest code. A thousand draws of "
            "$N(0, I)$, and a thousand of a diffusion model that has learned the codes of this plane. Where do they "
            "land?"
        )
    )
    st.button(_("Draw anew"), icon=":material/casino:", key="draw:holes", on_click=lambda: state.draw_anew(DRAWS_SEED))
    may_see, landings = predict.first("holes", how_many_codes_in_holes), _landings()
    if may_see:
        lesson.reading(_reading(landings))
    seed = state.get(DRAWS_SEED)
    live_figure(
        lambda: figures.landing(late.draws.depths(seed), _clouds(), landings, is_counted=may_see),
        key="landing",
        label=_("Draws of two priors on a map of the holes of the plane, and the share of each that lies in holes"),
        wide=True,
    )
    if may_see:
        _words(landings)
    lesson.code(land, late.draws.draws.sources)


def _landings() -> dict[str, dict[str, Landing]]:
    """By the name of the space, then of the source."""
    spaces = {_("2 dimensions"): late.draws.OF_A_PLANE, _("8 dimensions"): late.draws.DENOISER}
    found = {space: late.draws.landed(model, state.get(DRAWS_SEED)) for space, model in spaces.items()}
    return {
        space: {name: landed[source] for source, name in names_of_sources().items()} for space, landed in found.items()
    }


def _clouds() -> list[Cloud]:
    """Of the two priors."""
    seed, plane = state.get(DRAWS_SEED), late.draws.OF_A_PLANE
    landed, drawn = late.draws.landed(plane, seed), late.draws.drawn(plane, seed)
    return [
        Cloud(
            name,
            drawn[source],
            landed[source].in_hole,
            late.draws.pictures(plane, drawn[source][landed[source].deepest(figures.DEEPEST)]),
        )
        for source, name in names_of_sources().items()
        if source != "real"
    ]


def _reading(landings: dict[str, dict[str, Landing]]) -> str:
    prior, diffusion, real = (readable(100 * landed.share, 2) for landed in next(iter(landings.values())).values())
    return _(
        "In the plane {prior} % of the draws of $N(0, I)$ lie in holes, of latent diffusion {diffusion} %, and of the "
        "codes of other real images {real} %. Crosses are in holes; below, the draws that lie deepest."
    ).format(prior=prior, diffusion=diffusion, real=real)


def _words(landings: dict[str, dict[str, Landing]]) -> None:
    rows = [
        [f"{name}, {space}", readable(100 * landed.share, 2), readable(landed.distance, 3)]
        for space, of_space in landings.items()
        for name, landed in of_space.items()
    ]
    lesson.table((_("source"), _("in a hole, %"), _("draw to nearest code (median)")), rows)
    st.caption(
        _(
            "The codes are those of 5000 images, a draw of $q(z∣x)$ each. A draw lies in a hole where its nearest code "
            "is farther away than 95 % of the codes have theirs; so the codes of other images do one time in twenty. "
            "The map of codes measured depth by a round trip instead. Two dimensions can be drawn; in eight the same "
            "rule counts, and tells less: far more draws of $N(0, I)$ are no clear digit there than lie in holes, for "
            "a place can be near codes of two digits at once."
        )
    )
