"""Models of one's own, from a run of the training lab or from a file, opened in the lessons on latent space."""

from collections.abc import Callable

import streamlit as st

from ui import library, state
from ui.datasets import NAMES
from ui.fields.own_models import LEAST_DIMENSIONS, RUN
from ui.i18n import gettext as _
from ui.i18n import mark, translated
from ui.library import Model
from ui.literal import literal
from vae_core.errors import VaeCoreError

DATASETS = {"digits": mark("scikit-learn's digits"), **NAMES, "own": mark("images of somebody's own")}
QUESTIONS = {
    "run": mark("What has your run made of the space?"),
    "file": mark("What has your model made of the space?"),
}


def are_asked_for() -> bool:
    """Whether the address names any."""
    return state.get(RUN) is not None


def opened() -> list[Model]:
    """The models that the address names; none without any, or where there is nothing to show, which is said."""
    if not are_asked_for():
        return []
    models, reasons = _find(state.get(RUN))
    if models and models[0].latent_dim < LEAST_DIMENSIONS:
        models, reasons = [], [_("The map needs two latent dimensions or more, and this run has one.")]
    if models:
        for reason in reasons:
            st.caption(literal(reason))
        return models
    state.put(RUN, None)
    state.start_run()  # from here on the page shows the pretrained models: no section is behind
    st.warning(
        _("The models in this address cannot be opened; the pretrained ones are shown. {reason}").format(
            reason=literal(reasons[0])
        )
    )
    return []


def models() -> list[Model]:
    """Those of :func:`opened`, for a section further down the page: what is missing has been said."""
    return _find(state.get(RUN))[0] if are_asked_for() else []


def _find(run: str) -> tuple[list[Model], list[str]]:
    """The models, and why others are missing."""
    models, reasons, shelf = [], [], library.shelf(run)
    try:
        members = shelf.members()
    except VaeCoreError as error:
        return [], [translated(error)]
    for member in members:
        try:
            models.append(shelf.find(member))
        except VaeCoreError as error:
            reasons.append(translated(error))
    return models, reasons


def have_codes() -> bool:
    """Whether the models on screen encode: one opened from a file may be a decoder alone."""
    return all(model.has_codes for model in models())


def of_codes(*parts: Callable[[], None]) -> tuple[Callable[[], None], ...]:
    """Parts of a lesson that need codes, or what is said in their place."""
    return parts if have_codes() else (_need_codes,)


def _need_codes() -> None:
    st.info(
        _(
            "This is about codes, and only an encoder gives them: open its file along with the decoder's. The decoder "
            "alone answers under *A point under your hand*, *The whole plane at once* and *A tour of the prior*."
        ),
        icon=":material/visibility_off:",
    )


def introduction(of_a_run: str, of_a_file: str, of_a_decoder: str) -> tuple[str, str]:
    """The question, and what is on screen, for those who come from the lab or have opened a file.

    ``of_a_file`` may name the ``{dataset}`` whose images are on screen.
    """
    shelf = library.shelf(state.get(RUN))
    words = {"run": of_a_run, "file": of_a_file}[shelf.origin] if have_codes() else of_a_decoder
    sentences = [words.format(dataset=_dataset(shelf.dataset))]
    if shelf.learned_from is not None and shelf.learned_from != shelf.dataset:
        sentences.append(
            _("It has learned from {learned}, which this server does not have: other images stand in.").format(
                learned=_dataset(shelf.learned_from)
            )
        )
    return _(QUESTIONS[shelf.origin]), " ".join(sentences)


def say_what_was_assumed() -> None:
    """What had to be taken for granted of models from a file, if anything."""
    shelf = library.shelf(state.get(RUN)) if are_asked_for() else None
    if shelf is None or not shelf.assumed:
        return
    sentences = [_("Its file does not say all. Taken for granted here:")]
    sentences += [literal(translated(each)) for each in shelf.assumed]
    if have_codes():
        sentences.append(_("It knows images like those of {dataset}.").format(dataset=_dataset(shelf.dataset)))
    st.caption(" ".join(sentences))


def _dataset(name: str) -> str:
    return _(DATASETS[name]) if name in DATASETS else literal(name)


def way_back() -> None:
    """The button to the models that come with the project."""
    st.button(_("Back to the pretrained models"), icon=":material/arrow_back:", on_click=lambda: state.put(RUN, None))
