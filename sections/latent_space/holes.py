"""Where the holes are: a round trip through decoder and encoder, a judge, and draws from the prior."""

import streamlit as st

from sections.latent_space import shown
from ui import lesson, state, surveyed
from ui.components.figure import live_figure
from ui.fields.latent_space import POSITION
from ui.fields.latent_walk import DRAWS_SEED, HOLES_OF
from ui.i18n import gettext as _
from ui.numbers import readable
from vae_core.analysis import holes as core
from vae_core.analysis import survey_results
from vae_core.figures import holes as figures

PLANES = {"mnist-vae-2d": "VAE", "mnist-ae-2d": "AE"}
DRAWS = 2000
SURE = 0.9
POLL_SECONDS = 0.3


def _poll() -> float | None:
    """While the planes are surveyed, the section looks again by itself."""
    return None if shown.is_own() or surveyed.work(tuple(PLANES)).is_done else POLL_SECONDS


@lesson.section(shares=(HOLES_OF, DRAWS_SEED), every=_poll)
def holes() -> None:
    if shown.is_own():
        return
    st.header(_("Where the holes are"), anchor="holes")
    st.markdown(
        _(
            "Decode a place $z$, encode the picture, and see how far from $z$ you come back: "
            "$\\|E(D(z)) - z\\|$. Where the decoder has been trained, the round trip ends where it began. Or ask a "
            "judge, which is neither of the two: how sure is it that the picture is *one* digit? Both maps share "
            "their colours: **the stronger the colour, the deeper the hole**."
        )
    )
    work = surveyed.work(tuple(PLANES))
    if not work.is_done:
        st.progress(work.done, _("Surveying both planes …"))
        state.note("surveying", True)
        return
    if state.noted("surveying", False):
        state.note("surveying", False)
        st.rerun()  # the page asks anew whether anything goes on by itself
    _maps(work)
    _prior()
    lesson.code(survey_results.Survey, survey_results.aggregate_draws, core.land)


def _maps(work: surveyed.Work) -> None:
    measure = state.choose(
        HOLES_OF,
        st.segmented_control,
        _("What is measured"),
        HOLES_OF.kind.options,
        format_func={"return": _("Round trip"), "confidence": _("The judge's doubt")}.get,
        required=True,
        label_visibility="collapsed",
    )
    place = st.container()
    found = {title: work.found[name] for name, title in PLANES.items()}
    lesson.reading(_reading(measure, found))
    if measure == "confidence":
        st.caption(
            _(
                "The judge is the encoder of the VAE of eight dimensions: it puts the picture among the codes of the "
                "test digits, and the {voters} nearest vote. The share of the winner is its confidence; of the test "
                "digits themselves it names {accuracy} % rightly. It knows nothing but digits: a picture of "
                "something else gets votes too."
            ).format(voters=15, accuracy=readable(100 * work.accuracy, 3))
        )
    position = (*state.get(POSITION), 0.0, 0.0)[:2] if len(state.get(POSITION)) <= 2 else (0.0, 0.0)
    with place:
        live_figure(
            figures.planes(found, measure, position, figures.Words(_("distance"), _("doubt"))),
            key="holes",
            label=_("Two maps of the latent plane, for VAE and AE: the stronger the colour, the deeper the hole"),
        )


def _reading(measure: str, found: dict[str, survey_results.Survey]) -> str:
    vae, ae = found["VAE"], found["AE"]
    if measure == "return":
        return _(
            "For $z$ from the prior, the round trip misses by {vae} on average in the VAE and by {ae} in the AE, in "
            "standard deviations of the prior."
        ).format(vae=readable(vae.mean_returned, 2), ae=readable(ae.mean_returned, 2))
    return _(
        "For $z$ from the prior, the judge is more than {sure} % sure of the VAE's picture in {vae} % of cases, of the "
        "AE's in {ae} %."
    ).format(
        sure=round(100 * SURE),
        vae=readable(100 * vae.confident_share(SURE), 2),
        ae=readable(100 * ae.confident_share(SURE), 2),
    )


def _prior() -> None:
    """Prior samples against the aggregate posterior, in the size that the page shows."""
    st.markdown(
        _(
            "**Prior samples against the aggregate posterior.** {draws} draws of $N(0, I)$, and one draw of $q(z∣x)$ "
            "for each of the 10 000 test images (an AE's code as it is). A prior draw is in a hole where its nearest "
            "code is farther away than {near} % of the codes have theirs. If codes and prior were one distribution, it "
            "would happen to {rest} % of the draws."
        ).format(draws=DRAWS, near=round(100 * core.NEAR), rest=round(100 * (1 - core.NEAR)))
    )
    rows = []
    for title, name in zip(("VAE", "AE"), shown.names(), strict=True):
        found = surveyed.landing(name, DRAWS, state.get(DRAWS_SEED))
        numbers = 100 * found.in_hole.mean(), found.distance, found.spacing
        rows.append([f"{title}, {name[-2]}", *(readable(number, 3) for number in numbers)])
    lesson.table(
        [
            _("Model, dimensions of z"),
            _("in a hole, %"),
            _("draw to nearest code (median)"),
            _("code to nearest code (median)"),
        ],
        rows,
    )
    st.button(_("Draw anew"), icon=":material/casino:", on_click=lambda: state.draw_anew(DRAWS_SEED))
