"""Where the holes of a plane are: a round trip through decoder and encoder, and a judge."""

import streamlit as st

from ui import lesson, library, own_models, state, surveys
from ui.components.decoder import TITLES
from ui.components.figure import live_figure
from ui.fields.latent_map import HOLES_OF
from ui.fields.latent_space import POSITION
from ui.i18n import gettext as _
from ui.library import Model
from ui.notes import Note
from vae_core.analysis.survey_results import Survey
from vae_core.figures import holes as figures
from vae_core.printing import readable

PLANES = ("mnist-vae-2d", "mnist-ae-2d")
SURE = 0.9
POLL_SECONDS = 0.3
STOPPED = Note("survey stopped", False)  # by this person


def _poll() -> float | None:
    """While the planes are surveyed, the section looks again by itself."""
    planes = _planes()
    is_going_on = bool(planes) and not state.noted(STOPPED) and not surveys.work(planes).is_done
    return POLL_SECONDS if is_going_on else None


@lesson.section(shares=(HOLES_OF,), every=_poll)
def holes() -> None:
    if planes := _planes():
        _survey(planes)
        lesson.code(Survey)
    else:
        st.caption(
            _(
                "A map of holes needs a space of two dimensions; here there are {n}. The table counts in all of them."
            ).format(n=own_models.models()[0].latent_dim)
        )


def _planes() -> tuple[Model, ...]:
    """The models whose space is a plane: the pretrained ones, or one's own that are."""
    if not own_models.are_asked_for():
        return tuple(library.pretrained(name) for name in PLANES)
    return tuple(model for model in own_models.models() if model.latent_dim == 2)


def _survey(planes: tuple[Model, ...]) -> None:
    whose = _("Only a plane can be drawn as a map: here are **the two models with two dimensions**.")
    words = _(
        "Decode a place $z$, encode the picture, and see how far from $z$ you come back: "
        "$\\|E(D(z)) - z\\|$. Where the decoder has been trained, the round trip ends where it began. "
        "**The stronger the colour, the deeper the hole.**"
    )
    st.markdown(words if own_models.are_asked_for() else f"{words} {whose}")
    if state.noted(STOPPED):
        st.button(_("Survey the plane"), icon=":material/explore:", on_click=_stop, args=(False,))
        return
    work = surveys.work(planes)
    if work.is_done:
        _maps({TITLES[plane.kind]: survey for plane, survey in zip(planes, work.surveys, strict=True)}, work.accuracy)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(work.done, _("Surveying the plane …"))
        st.button(_("Stop"), icon=":material/stop:", key="stop:survey", on_click=_stop, args=(True,))


def _stop(is_stopped: bool) -> None:
    state.note(STOPPED, is_stopped)


def _maps(surveyed: dict[str, Survey], accuracy: float) -> None:
    measures = {"return": _("Round trip"), "confidence": _("The judge's doubt")}
    measure = "return"
    if all(model.has_digits for model in own_models.models()):
        measure = state.choose(
            HOLES_OF,
            st.segmented_control,
            _("What is measured"),
            HOLES_OF.kind.options,
            format_func=measures.get,
            required=True,
            label_visibility="collapsed",
        )
    live_figure(
        lambda: figures.planes(surveyed, measure, position(), figures.Words(_("distance"), _("doubt"))),
        key="holes",
        label=_("A map of the latent plane for each model: the stronger the colour, the deeper the hole"),
    )
    ring = [_("The ring is the $z$ that you have placed.")] if position() else []
    lesson.reading(" ".join([*(_reading(measure, title, survey) for title, survey in surveyed.items()), *ring]))
    if measure == "confidence":
        _introduce_judge(accuracy)


def position() -> tuple[float, ...]:
    """z where a hand has placed it in a plane; nothing where it has not, or in another space."""
    position = state.get(POSITION)
    return position if len(position) == 2 else ()


def _introduce_judge(accuracy: float) -> None:
    st.caption(
        _(
            "How sure is somebody who is neither of the models that the picture is *one* digit? "
            "The judge is the encoder of the VAE of eight dimensions: it puts the picture among the codes of the "
            "test digits, and the {voters} nearest vote. The share of the winner is its confidence; of the test "
            "digits themselves it names {accuracy} % rightly. It knows nothing but digits: a picture of "
            "something else gets votes too."
        ).format(voters=15, accuracy=readable(100 * accuracy, 3))
    )


def _reading(measure: str, model: str, survey: Survey) -> str:
    if measure == "return":
        return _(
            "For $z$ from the prior, the {model}'s round trip misses by {distance} on average, in standard deviations "
            "of the prior."
        ).format(model=model, distance=readable(survey.mean_returned, 2))
    return _("The judge is more than {sure} % sure of the {model}'s picture for {share} % of the prior.").format(
        sure=round(100 * SURE), model=model, share=readable(100 * survey.confident_share(SURE), 2)
    )
